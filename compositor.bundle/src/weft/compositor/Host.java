package weft.compositor;

import java.util.ArrayList;
import java.util.List;
import weft.compositor.backend.Backend;
import weft.compositor.backend.RedrawLoop;
import weft.compositor.input.Keymap;
import weft.compositor.input.Typist;
import weft.compositor.protocol.FrameCallbacks;
import weft.compositor.protocol.Globals;
import weft.compositor.protocol.OutputInfo;
import weft.compositor.protocol.Screen;
import weft.compositor.render.Canvas;
import weft.compositor.render.SoftwareRenderer;
import weft.compositor.render.Stage;
import weft.compositor.render.Theme;
import weft.compositor.scene.Region;
import weft.compositor.shell.Workspace;
import weft.os.EventLoop;
import weft.os.OsException;
import weft.wayland.server.Display;
import weft.wayland.wire.Limits;

/**
 * A whole compositor on one backend: display, scene, renderer, seat, joined by one event loop. One thread: the loop's.
 * Each pass of the loop, before it waits: draw if that is due, tell clients their new sizes, send what is buffered.
 */
public final class Host implements RedrawLoop.Output, Backend.Listener, Screen, AutoCloseable {
    private final EventLoop loop;
    private final Backend backend;
    private final Display display;
    private final Keymap keymap;
    private final Stage stage;
    private final Workspace workspace;
    private final SoftwareRenderer renderer;
    private final Globals globals;
    private final RedrawLoop redraw;
    private final Region damage = new Region(), undisplayed = new Region();
    private final EventLoop.BeforeWait beforeWait = this::beforeWait;
    private final List<Runnable> whenDrawn = new ArrayList<>();
    private Typist typist;
    private Ending ending = (why, failed) -> {};
    private long frames;

    /** @param loop the event loop to work in; stays the caller's */
    public Host(EventLoop loop, Backend backend, String layout, boolean strict) throws OsException {
        this.loop = loop;
        this.backend = backend;
        // Before the display's own work, which sends what this leads to.
        loop.beforeWait(beforeWait);
        display = new Display(loop, Limits.DEFAULT);
        keymap = new Keymap(layout);
        redraw = new RedrawLoop(loop, this, backend.refresh());
        stage = new Stage(backend.width(), backend.height(), redraw::damaged);
        renderer = new SoftwareRenderer(backend.width(), backend.height());
        workspace = new Workspace(stage);
        var info = new OutputInfo("WEFT-1", "WEFT output", backend.width(), backend.height(), backend.refresh());
        globals = new Globals(display, workspace, keymap, info, strict, redraw::frameWanted);
        globals.screen(this);
        backend.start(this, new SeatInput(globals.seat()));
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

    public RedrawLoop redraw() {
        return redraw;
    }

    /** How many frames have been drawn. */
    public long frames() {
        return frames;
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

    @Override
    public Canvas picture() {
        render();
        return renderer.frame();
    }

    /** Runs an action when no damage is pending: now, or after the next frame. */
    public void whenDrawn(Runnable action) {
        if (stage.isDamaged()) whenDrawn.add(action);
        else action.run();
    }

    @Override
    public void afterNextFrame(Runnable action) {
        whenDrawn.add(action);
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
    public boolean draw() {
        render();
        if (undisplayed.isEmpty()) return false;
        backend.present(renderer.frame(), undisplayed);
        undisplayed.clear();
        frames++;
        if (!whenDrawn.isEmpty()) runWhenDrawn();
        return true;
    }

    private void runWhenDrawn() {
        var actions = List.copyOf(whenDrawn);
        whenDrawn.clear();
        for (var action : actions) action.run();
    }

    private void render() {
        if (!stage.isDamaged()) return;
        stage.takeDamage(damage);
        renderer.render(stage.elements(), damage);
        undisplayed.addAll(damage);
    }

    @Override
    public boolean isFrameWanted() {
        return globals.frames().areWanted();
    }

    @Override
    public void frameDone() {
        globals.frames().drawn(System.nanoTime());
    }

    @Override
    public void vblank(long nanoTime) {
        int period = (int) (1_000_000_000_000L / backend.refresh());
        globals.frames().presented(new FrameCallbacks.Presented(nanoTime, period, frames, 0));
        redraw.vblank();
    }

    @Override
    public void resized(int width, int height) {
        renderer.resize(width, height);
        undisplayed.clear();
        workspace.resizeOutput(width, height);
        globals.outputs().change(globals.outputs().info().withSize(width, height));
    }

    @Override
    public void suspended() {
        redraw.suspend();
    }

    @Override
    public void resumed() {
        exposed();
        redraw.resume();
    }

    @Override
    public void exposed() {
        undisplayed.clear();
        undisplayed.add(0, 0, stage.width(), stage.height());
        redraw.damaged();
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
        return redraw.beforeWait();
    }

    @Override
    public void close() {
        display.close();
        loop.removeBeforeWait(beforeWait);
        redraw.close();
        backend.close();
        keymap.close();
    }
}
