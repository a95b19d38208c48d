package weft.compositor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import weft.compositor.backend.BackendOutput;
import weft.compositor.backend.RedrawLoop;
import weft.compositor.output.OutputSettings;
import weft.compositor.protocol.FrameCallbacks;
import weft.compositor.protocol.Output;
import weft.compositor.protocol.PointerPlanes;
import weft.compositor.render.Canvas;
import weft.compositor.render.DeviceLostException;
import weft.compositor.render.RenderDevice;
import weft.compositor.render.Renderer;
import weft.compositor.render.Scale;
import weft.compositor.render.ScanOut;
import weft.compositor.render.Stage;
import weft.compositor.render.StageView;
import weft.compositor.render.TurnedPicture;
import weft.compositor.scene.Rect;
import weft.compositor.scene.Region;
import weft.compositor.scene.Transform;
import weft.os.EventLoop;
import weft.os.OsException;

/** One output from the stage to the display: what it shows is drawn, turned and presented at its own pace. */
final class OutputPipeline implements RedrawLoop.Output, AutoCloseable {
    private static final int MOST_RECTANGLES = 12, NO_POINTER = 0;
    private final Stage stage;
    private final BackendOutput display;
    private final StageView view;
    private final RedrawLoop redraw;
    private final FrameCallbacks callbacks;
    /** Damage to be drawn; what was damaged while a client's picture was scanned out; what is drawn and the display has not got. */
    private final Region damage = new Region(), passedOver = new Region(), undisplayed = new Region();
    private final Drawing drawing;
    private final List<Runnable> whenDrawn = new ArrayList<>();
    private OutputSettings settings;
    private Output output;
    private RenderDevice device;
    private Renderer renderer;
    private boolean powered = true, hidden, displayed;
    private long frames, scannedOut, pointerRevision = NO_POINTER;
    private int suited;

    OutputPipeline(EventLoop loop, Stage stage, BackendOutput display, FrameCallbacks callbacks, Drawing drawing, OutputSettings settings) throws OsException {
        this.stage = stage;
        this.display = display;
        this.callbacks = callbacks;
        this.settings = settings;
        suited = display.scale();
        this.drawing = drawing;
        redraw = new RedrawLoop(loop, this, display.mode().refresh());
        view = new StageView(redraw::damaged);
        makeRenderer();
        show();
    }

    private void makeRenderer() {
        device = drawing.device();
        try {
            renderer = device.renderer(settings.pixelsWide(), settings.pixelsHigh());
        } catch (DeviceLostException e) {
            drawing.lost(device, e);
            device = drawing.device();
            renderer = device.renderer(settings.pixelsWide(), settings.pixelsHigh());
        }
    }

    /** Draws something; if what it draws with is lost on the way, all of it once more with what takes its place. */
    private <T> T drawn(Supplier<T> work) {
        try {
            return work.get();
        } catch (DeviceLostException e) {
            drawing.lost(device, e);
            renderer.close();
            makeRenderer();
            show();
            return work.get();
        }
    }

    BackendOutput display() {
        return display;
    }

    StageView view() {
        return view;
    }

    RedrawLoop redraw() {
        return redraw;
    }

    OutputSettings settings() {
        return settings;
    }

    /** The scale that its display suggested last. */
    int suited() {
        return suited;
    }

    void suited(int scale) {
        suited = scale;
    }

    /** What clients see of it; null while it is not enabled. */
    Output output() {
        return output;
    }

    void output(Output newOutput) {
        output = newOutput;
    }

    long frames() {
        return frames;
    }

    /** Shows the pointer above frames, at a place of the desktop; returns false if it has to be drawn. */
    boolean showPointer(Rect place, PointerPlanes.Look look) {
        if (!isActive() || settings.transform() != Transform.NORMAL) return false;
        int scale = settings.scale();
        boolean other = look.revision() != pointerRevision;
        boolean shown = display.showPointer(other ? look.in().apply(scale) : null, Scale.round(place.x() - settings.x(), scale), Scale.round(place.y() - settings.y(), scale),
                Scale.round(look.hotspotX(), scale), Scale.round(look.hotspotY(), scale));
        pointerRevision = shown ? look.revision() : NO_POINTER;
        return shown;
    }

    void hidePointer() {
        if (pointerRevision != NO_POINTER) display.hidePointer();
        pointerRevision = NO_POINTER;
    }

    /** How many of the {@link #frames} were a client's picture itself. */
    long scannedOut() {
        return scannedOut;
    }

    boolean isPowered() {
        return powered;
    }

    /** Whether frames of it are seen by anybody. */
    boolean isActive() {
        return powered && !hidden && settings.enabled();
    }

    /** It is shown in another way from now on; its mode is set already. */
    void change(OutputSettings newSettings) {
        boolean sameSize = newSettings.pixelsWide() == settings.pixelsWide() && newSettings.pixelsHigh() == settings.pixelsHigh();
        settings = newSettings;
        if (!sameSize || device != drawing.device()) {
            renderer.close();
            makeRenderer();
        }
        redraw.refresh(display.mode().refresh());
        show();
        follow();
    }

    private void show() {
        displayed = false;
        undisplayed.clear();
        passedOver.clear();
        display.shown(settings);
        renderer.view(settings.x(), settings.y(), settings.scale());
        view.show(settings.area(), settings.scale(), settings.pixelsWide(), settings.pixelsHigh());
    }

    void power(boolean on) {
        if (on == powered) return;
        powered = on;
        display.power(on && settings.enabled());
        follow();
    }

    /** Nobody sees any output, or somebody does again. */
    void hide(boolean nobodyLooks) {
        hidden = nobodyLooks;
        follow();
    }

    private void follow() {
        if (isActive()) {
            if (redraw.state() != RedrawLoop.State.SUSPENDED) return;
            view.damageAll();
            redraw.resume();
        } else {
            redraw.suspend();
            // Who waits for something to be drawn would wait for ever.
            if (!hidden) runWhenDrawn();
        }
    }

    /** The picture as it is now, upright, all damage drawn. Valid until the loop goes on. */
    Canvas picture() {
        return drawn(() -> {
            render();
            return renderer.frame().read();
        });
    }

    /** The same, as the display gets it. */
    Canvas scanned() {
        var upright = picture();
        if (settings.transform() == Transform.NORMAL) return upright;
        var all = new Region();
        all.add(0, 0, view.width(), view.height());
        return new TurnedPicture().turn(upright, all, settings.transform());
    }

    /** Runs an action when no damage is pending: now, or after the next frame. */
    void whenDrawn(Runnable action) {
        if (view.isDamaged() && (isActive() || hidden)) whenDrawn.add(action);
        else action.run();
    }

    /** Runs an action after the next frame; at once if there is none to come, for it is switched off. */
    void afterNextFrame(Runnable action) {
        if (isActive() || hidden) whenDrawn.add(action);
        else action.run();
    }

    @Override
    public boolean draw() {
        if (scanOut()) return true;
        boolean presented = drawn(this::present);
        if (presented) runWhenDrawn();
        return presented;
    }

    private boolean present() {
        render();
        if (undisplayed.isEmpty()) return false;
        if (!displayed) {
            undisplayed.clear();
            undisplayed.add(0, 0, view.width(), view.height());
        }
        displayed = true;
        var frame = renderer.turned(settings.transform(), undisplayed);
        undisplayed.clear();
        frames++;
        display.present(frame, renderer.damage());
        return true;
    }

    /** Lets the display show a client's picture if that is all there is to show. */
    private boolean scanOut() {
        if (!displayed || settings.transform() != Transform.NORMAL || !view.isDamaged() && undisplayed.isEmpty()) return false;
        var picture = ScanOut.find(stage.elements(), view);
        if (picture == null || !display.scanOut(picture)) return false;
        view.takeDamage(damage);
        passedOver.addAll(damage);
        passedOver.simplify(MOST_RECTANGLES);
        frames++;
        scannedOut++;
        runWhenDrawn();
        return true;
    }

    private void render() {
        if (!view.isDamaged() && passedOver.isEmpty()) return;
        view.takeDamage(damage);
        damage.addAll(passedOver);
        passedOver.clear();
        renderer.render(stage.elements(), damage);
        undisplayed.addAll(damage);
    }

    private void runWhenDrawn() {
        if (whenDrawn.isEmpty()) return;
        var actions = List.copyOf(whenDrawn);
        whenDrawn.clear();
        for (var action : actions) action.run();
    }

    @Override
    public boolean isFrameWanted() {
        return callbacks.areWanted(output);
    }

    @Override
    public void frameDone() {
        callbacks.drawn(output, System.nanoTime());
    }

    void vblank(long nanoTime) {
        if (output != null) callbacks.presented(output, new FrameCallbacks.Presented(nanoTime, (int) (1_000_000_000_000L / display.mode().refresh()), frames, 0));
        redraw.vblank();
    }

    @Override
    public void close() {
        redraw.close();
        renderer.close();
        runWhenDrawn();
    }
}
