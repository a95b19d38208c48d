package weft.compositor;

import java.util.Map;
import java.util.function.BiConsumer;
import weft.compositor.backend.Backend;
import weft.compositor.backend.BackendOutput;
import weft.compositor.backend.RedrawLoop;
import weft.compositor.input.Keymap;
import weft.compositor.input.Typist;
import weft.compositor.output.OutputFile;
import weft.compositor.output.OutputIdentity;
import weft.compositor.output.OutputSettings;
import weft.compositor.protocol.Globals;
import weft.compositor.protocol.Output;
import weft.compositor.protocol.OutputControl;
import weft.compositor.protocol.Screen;
import weft.compositor.render.Canvas;
import weft.compositor.render.DmabufImport;
import weft.compositor.render.RenderDevice;
import weft.compositor.render.SoftwareDevice;
import weft.compositor.render.Stage;
import weft.compositor.render.Theme;
import weft.compositor.shell.Workspace;
import weft.os.EventLoop;
import weft.os.OsException;
import weft.wayland.server.Display;
import weft.wayland.wire.Limits;

/**
 * A whole compositor on one backend: display, scene, outputs, seat, joined by one event loop. One thread: the loop's.
 * Each pass of the loop, before it waits: draw what is due, tell clients their new sizes, send what is buffered.
 */
public final class Host implements Backend.Listener, Screen, AutoCloseable {
    private final EventLoop loop;
    private final Backend backend;
    private final Display display;
    private final Keymap keymap;
    private final Workspace workspace;
    private final Globals globals;
    private final OutputArrangement outputs;
    private final EventLoop.BeforeWait beforeWait = this::beforeWait;
    private final Drawing drawing;
    private Typist typist;
    private Ending ending = (why, failed) -> {};

    /** @param loop the event loop to work in; stays the caller's */
    public Host(EventLoop loop, Backend backend, String layout, boolean strict) throws OsException {
        this(loop, backend, new SoftwareDevice(), layout, strict, Map.of());
    }

    /**
     * @param device what draws; the host's from now on, like the backend
     * @param remembered how outputs are to be shown that a person has chosen so, by {@link OutputIdentity#key}
     */
    public Host(EventLoop loop, Backend backend, RenderDevice device, String layout, boolean strict, Map<String, OutputSettings> remembered) throws OsException {
        this.loop = loop;
        this.backend = backend;
        drawing = new Drawing(device);
        // Before the display's own work, which sends what this leads to.
        loop.beforeWait(beforeWait);
        display = new Display(loop, Limits.DEFAULT);
        keymap = new Keymap(layout);
        workspace = new Workspace(new Stage());
        globals = new Globals(display, workspace, keymap, strict);
        globals.screen(this);
        offerDmabuf();
        outputs = new OutputArrangement(loop, backend, workspace, globals, drawing, remembered);
        globals.outputControl(outputs);
        backend.start(this, new SeatInput(globals.seat()));
    }

    private void offerDmabuf() {
        var found = backend.bufferDevice();
        boolean offered = found.isPresent() && globals.offerDmabuf(found.get());
        String text = offered ? "clients may show memory of devices (linux-dmabuf): there is " + found.get().node() : "clients show plain memory only, without linux-dmabuf: "
                + (found.isPresent() ? "there is no room for its table" : "this machine has neither a display device nor udmabuf");
        // Not by a logger, whose classes would be loaded before the first client is answered.
        System.err.println("weft compositor: " + text);
    }

    public Display display() {
        return display;
    }

    public EventLoop loop() {
        return loop;
    }

    public Workspace workspace() {
        return workspace;
    }

    public Globals globals() {
        return globals;
    }

    /** The outputs, and how they are shown. */
    public OutputControl outputs() {
        return outputs;
    }

    /** Shows outputs as a file says, from its next change on, and writes into it what a person chooses otherwise. */
    void remember(OutputFile file) {
        file.onChange(outputs::choose);
        outputs.onChosen(() -> file.write(outputs.layout().chosen()));
    }

    /** What draws at present. */
    public RenderDevice device() {
        return drawing.device();
    }

    /** The backend that the outputs are of. */
    public Backend backend() {
        return backend;
    }

    /** How many frames have been drawn, of all outputs. */
    public long frames() {
        long sum = 0;
        for (var p : outputs.pipelines()) sum += p.frames();
        return sum;
    }

    /** How many frames an output has been given, and how many of these were a client's picture itself; both 0 if there is none of that name. */
    public record FrameCount(long frames, long scannedOut) {}

    public FrameCount frames(String output) {
        var pipeline = outputs.named(output);
        return pipeline == null ? new FrameCount(0, 0) : new FrameCount(pipeline.frames(), pipeline.scannedOut());
    }

    /** What an output's redraw loop does; null: there is none of that name. */
    public RedrawLoop.State state(String output) {
        var pipeline = outputs.named(output);
        return pipeline == null ? null : pipeline.redraw().state();
    }

    /** Called when there is no output any more. */
    public interface Ending {
        /** @param failed whether a new start may find one */
        void ended(String why, boolean failed);
    }

    public void onEnding(Ending listener) {
        ending = listener;
    }

    public void setTheme(Theme theme) {
        workspace.setTheme(theme);
    }

    /** The picture of an output, upright, all damage drawn; null: the primary one. Valid until the loop goes on. */
    public Canvas picture(String output) {
        var pipeline = output == null ? outputs.primary() : outputs.named(output);
        if (pipeline == null) throw new IllegalArgumentException(output == null ? "there is no output" : "no output " + output);
        return globals.withPointer(pipeline::picture);
    }

    @Override
    public Canvas picture(Output output) {
        for (var p : outputs.pipelines()) if (p.output() == output && output != null) return p.scanned();
        return null;
    }

    @Override
    public DmabufImport dmabufs() {
        return drawing.device().dmabufs();
    }

    /** Runs an action when no damage is pending: now, or after the next frames. */
    public void whenDrawn(Runnable action) {
        each(action, OutputPipeline::whenDrawn);
    }

    @Override
    public void afterNextFrames(Runnable action) {
        each(action, OutputPipeline::afterNextFrame);
    }

    @Override
    public void afterNextFrame(Output output, Runnable action) {
        for (var p : outputs.pipelines()) {
            if (p.output() != output) continue;
            p.afterNextFrame(action);
            return;
        }
        action.run();
    }

    /** Runs an action when something has happened on every output. */
    private void each(Runnable action, BiConsumer<OutputPipeline, Runnable> happening) {
        int[] left = {1};
        Runnable one = () -> {
            if (--left[0] == 0) action.run();
        };
        for (var p : outputs.pipelines()) {
            left[0]++;
            happening.accept(p, one);
        }
        one.run();
    }

    /**
     * Types a text on the seat's keyboard.
     *
     * @throws IllegalArgumentException if the keymap lacks a character; nothing is typed then
     */
    public void type(String text) {
        if (typist == null) typist = new Typist(keymap);
        for (var e : typist.type(text)) globals.seat().key(e.key(), e.pressed());
    }

    @Override
    public void connected(BackendOutput output) {
        outputs.connect(output);
    }

    @Override
    public void disconnected(BackendOutput output) {
        outputs.disconnect(output);
    }

    @Override
    public void modeChanged(BackendOutput output) {
        outputs.modeChanged(output);
    }

    @Override
    public void vblank(BackendOutput output, long nanoTime) {
        var pipeline = outputs.of(output);
        if (pipeline != null) pipeline.vblank(nanoTime);
    }

    @Override
    public void suspended() {
        outputs.hide(true);
    }

    @Override
    public void resumed() {
        outputs.hide(false);
    }

    @Override
    public void closed(String why) {
        end(why, false);
    }

    @Override
    public void failed(String why) {
        end(why, true);
    }

    // Later: it may be so before there is anybody to tell.
    private void end(String why, boolean failed) {
        loop.post(() -> ending.ended(why, failed));
    }

    private boolean beforeWait() {
        globals.sendConfigures();
        boolean drawn = false;
        var all = outputs.pipelines();
        for (int i = 0; i < all.size(); i++) drawn |= all.get(i).redraw().beforeWait();
        return drawn;
    }

    @Override
    public void close() {
        display.close();
        loop.removeBeforeWait(beforeWait);
        outputs.close();
        drawing.close();
        backend.close();
        keymap.close();
    }
}
