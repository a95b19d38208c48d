package weft.compositor.backend.nested;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import weft.compositor.backend.BackendOutput;
import weft.compositor.output.OutputIdentity;
import weft.compositor.output.OutputMode;
import weft.compositor.output.OutputSettings;
import weft.compositor.output.OutputWords;
import weft.compositor.render.Frame;
import weft.compositor.render.Scale;
import weft.compositor.scene.Region;
import weft.wayland.protocol.client.WlCallback;
import weft.wayland.protocol.client.WlOutput;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.WpFractionalScaleV1;
import weft.wayland.protocol.client.WpViewport;
import weft.wayland.protocol.client.XdgSurface;
import weft.wayland.protocol.client.XdgToplevel;

/**
 * An output that is a window of the parent. Its mode has as many pixels as the parent shows the window with; its clock is the parent's frame callbacks.
 * Its scale is the parent's: in 120ths where the parent tells it so, else a whole number.
 */
final class ParentWindow implements BackendOutput, XdgToplevel.Events, WlSurface.Events {
    private static final int LEAST_SIDE = 64, MOST_SIDE = 16384, DAMAGE_IN_PIXELS = 4, WHOLE_SCALES = 3;
    private final NestedBackend backend;
    private final ParentGlobals globals;
    private final OutputIdentity identity;
    private final OutputWords.Short wish;
    /** How much larger everything is to be than in the parent, in 120ths. */
    private final int magnified;
    private final WlSurface surface;
    private final XdgSurface window;
    private final XdgToplevel toplevel;
    private final Runnable undecorate;
    /** Both null where scales are whole numbers. */
    private final WpFractionalScaleV1 fraction;
    private final WpViewport viewport;
    private final ParentBuffers buffers;
    private final Set<WlOutput> shownOn = new LinkedHashSet<>();
    private OutputSettings settings;
    private OutputMode mode;
    /** The window's size, in the parent's measure; 0 of what is asked leaves it to us. */
    private int width, height, askedWidth, askedHeight;
    private int parentScale = Scale.ONE, right;
    private boolean scaleTold, configured;
    /** What the parent answers when it wants the next frame, or null. */
    private WlCallback waiting;

    /**
     * Asks for a window.
     *
     * @param size in the parent's measure, unless the parent chooses
     * @param wish how it is to be shown on the desktop, or null; its scale comes on top of the parent's
     */
    ParentWindow(NestedBackend backend, ParentGlobals globals, OutputIdentity identity, OutputMode size, OutputWords.Short wish) {
        this.backend = backend;
        this.globals = globals;
        this.identity = identity;
        this.wish = wish;
        magnified = wish == null ? Scale.ONE : wish.scale();
        surface = globals.compositor().createSurface();
        surface.setEvents(this);
        buffers = new ParentBuffers(globals.shm());
        window = globals.shell().getXdgSurface(surface);
        window.setEvents(this::configure);
        toplevel = window.getToplevel();
        toplevel.setEvents(this);
        toplevel.setAppId("org.weft.compositor");
        toplevel.setTitle("WEFT OS");
        toplevel.setMinSize(LEAST_SIDE, LEAST_SIDE);
        undecorate = globals.decorate(toplevel);
        fraction = globals.scales() == null ? null : globals.scales().getFractionalScale(surface);
        viewport = fraction == null ? null : globals.viewporter().getViewport(surface);
        if (fraction != null) fraction.setEvents((self, preferred) -> scaled(preferred));
        update(size.width(), size.height(), Scale.ONE);
        surface.commit();
    }

    WlSurface surface() {
        return surface;
    }

    /** Whether the parent has shown that it is there. */
    boolean isConfigured() {
        return configured;
    }

    /** It is one of several. */
    void tellApart() {
        toplevel.setTitle("WEFT OS · " + identity.name());
    }

    @Override
    public OutputIdentity identity() {
        return identity;
    }

    @Override
    public OutputMode mode() {
        return mode;
    }

    @Override
    public List<OutputMode> modes() {
        return List.of(mode);
    }

    // The parent decides.
    @Override
    public boolean setMode(OutputMode asked) {
        return mode.fits(asked);
    }

    @Override
    public int scale() {
        return Math.clamp((long) parentScale * magnified / Scale.ONE, Scale.LEAST, Scale.MOST);
    }

    @Override
    public OutputSettings wish() {
        return wish == null ? null : wish.settings(right).withMode(mode).withScale(scale());
    }

    /** Where on the desktop it stands, unless it is wished for at a place. */
    void standsAt(int x) {
        right = x;
    }

    @Override
    public int millimetresWide() {
        return 0;
    }

    @Override
    public int millimetresHigh() {
        return 0;
    }

    @Override
    public void shown(OutputSettings now) {
        settings = now;
    }

    /** The place on the desktop of a point of the window; null while it shows nothing of the desktop. */
    ParentPlaces.Place place(double x, double y) {
        if (settings == null || !settings.enabled()) return null;
        var back = settings.transform().inverse();
        double pixelX = x * mode.width() / width, pixelY = y * mode.height() / height;
        double upX = back.bufferX(pixelX, pixelY, mode.width(), mode.height()), upY = back.bufferY(pixelX, pixelY, mode.width(), mode.height());
        return new ParentPlaces.Place(settings.x() + upX * Scale.ONE / settings.scale(), settings.y() + upY * Scale.ONE / settings.scale());
    }

    @Override
    public void present(Frame frame, Region damage) {
        surface.attach(buffers.draw(frame.read(), damage), 0, 0);
        if (viewport != null) viewport.setDestination(width, height);
        else if (surface.version() >= WHOLE_SCALES) surface.setBufferScale(parentScale / Scale.ONE);
        if (surface.version() >= DAMAGE_IN_PIXELS) {
            for (int i = 0; i < damage.count(); i++)
                surface.damageBuffer(damage.left(i), damage.top(i), damage.right(i) - damage.left(i), damage.bottom(i) - damage.top(i));
        } else {
            surface.damage(0, 0, width, height);
        }
        forgetWaiting();
        waiting = surface.frame();
        waiting.setEvents((callback, time) -> {
            waiting = null;
            backend.seen(this);
        });
        surface.commit();
    }

    // The window shows its last frame for as long.
    @Override
    public void power(boolean on) {
        forgetWaiting();
    }

    private void forgetWaiting() {
        if (waiting != null) waiting.setEvents((callback, time) -> { });
        waiting = null;
    }

    @Override
    public void configure(XdgToplevel self, int newWidth, int newHeight, byte[] states) {
        askedWidth = newWidth;
        askedHeight = newHeight;
    }

    @Override
    public void configureBounds(XdgToplevel self, int mostWidth, int mostHeight) {
        if (configured) return;
        update(mostWidth > 0 ? side(Math.min(width, mostWidth)) : width, mostHeight > 0 ? side(Math.min(height, mostHeight)) : height, parentScale);
    }

    private void configure(XdgSurface self, int serial) {
        self.ackConfigure(serial);
        configured = true;
        update(askedWidth > 0 ? side(askedWidth) : width, askedHeight > 0 ? side(askedHeight) : height, parentScale);
    }

    private static int side(int length) {
        return Math.clamp(length, LEAST_SIDE, MOST_SIDE);
    }

    @Override
    public void close(XdgToplevel self) {
        backend.closed(this);
    }

    @Override
    public void enter(WlSurface self, WlOutput output) {
        if (output != null && shownOn.add(output)) follow();
    }

    @Override
    public void leave(WlSurface self, WlOutput output) {
        if (shownOn.remove(output)) follow();
    }

    @Override
    public void preferredBufferScale(WlSurface self, int factor) {
        if (fraction == null) scaled(Scale.ONE * Math.max(1, factor));
    }

    private void scaled(int preferred) {
        scaleTold = true;
        update(width, height, Math.clamp(preferred, fraction == null ? Scale.ONE : Scale.LEAST, Scale.MOST));
    }

    /** The parent's outputs are others, or the window is on others. */
    void follow() {
        boolean guess = !scaleTold && fraction == null && surface.version() >= WHOLE_SCALES;
        update(width, height, guess ? Scale.ONE * globals.outputs().scale(shownOn) : parentScale);
    }

    private void update(int newWidth, int newHeight, int newScale) {
        var before = mode;
        int scaleBefore = scale();
        width = newWidth;
        height = newHeight;
        parentScale = newScale;
        mode = new OutputMode(pixels(width), pixels(height), globals.outputs().refresh(shownOn));
        if (before != null && (!mode.equals(before) || scale() != scaleBefore)) backend.changed(this);
    }

    // As wp_fractional_scale_v1 rounds, so that a pixel of ours is one of the parent's.
    private int pixels(int side) {
        return Math.clamp(((long) side * parentScale + Scale.ONE / 2) / Scale.ONE, 1, MOST_SIDE);
    }

    /** Takes it away. */
    void close() {
        forgetWaiting();
        buffers.close();
        if (viewport != null) viewport.destroy();
        if (fraction != null) fraction.destroy();
        undecorate.run();
        toplevel.destroy();
        window.destroy();
        surface.destroy();
    }
}
