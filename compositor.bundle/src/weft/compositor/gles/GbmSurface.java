package weft.compositor.gles;

import weft.compositor.render.DeviceLostException;
import weft.compositor.scene.Region;
import weft.ffi.Egl;
import weft.ffi.Gbm;

/**
 * Memory of a display device that its GPU draws in and that is shown by turns (EGL on GBM). A buffer that comes back has an old frame in it: its age says how
 * much of it is to be drawn (EGL_EXT_buffer_age). Goes with its device at the latest.
 */
public final class GbmSurface implements AutoCloseable {
    private static final int SURFACE_TYPE = 0x3033, WINDOW = 4, RENDERABLE_TYPE = 0x3040, OPENGL_ES2 = 4, MOST_AGE = 4;
    private final GlesDevice device;
    private final GlesContext context;
    private final int width, height;
    private final boolean ages;
    /** What each of the last frames changed, the last one first. */
    private final Region[] history = new Region[MOST_AGE];
    private final Region stale = new Region();
    private long window, surface;
    private int drawn;

    /** A buffer that is to be shown; {@code id} stays the same for the same memory. */
    public record Buffer(long id, int handle, int stride) {}

    /** @throws DeviceLostException if the device has no memory for it, or cannot show what it draws */
    public GbmSurface(GlesDevice device, int width, int height) {
        this.device = device;
        this.width = width;
        this.height = height;
        context = device.context();
        context.use();
        ages = context.has("EGL_EXT_buffer_age");
        for (int i = 0; i < MOST_AGE; i++) history[i] = new Region();
        long config = Egl.config(context.display(), Egl.NATIVE_VISUAL_ID, Gbm.XRGB8888, SURFACE_TYPE, WINDOW, RENDERABLE_TYPE, OPENGL_ES2);
        window = config == 0 || context.gbm() == 0 ? 0 : Gbm.createSurface(context.gbm(), width, height, Gbm.XRGB8888, Gbm.USE_SCANOUT | Gbm.USE_RENDERING);
        if (window != 0) surface = Egl.createWindowSurface(context.display(), config, window);
        if (surface == 0) {
            close();
            throw new DeviceLostException("the display device has no memory that it draws in and shows");
        }
        device.own(this);
    }

    /** Nothing of what was drawn counts any more: the next frame is drawn whole. */
    public void forget() {
        drawn = 0;
    }

    /**
     * Draws a frame into the next buffer.
     *
     * @param damage what differs from the frame before
     * @return to be given back by {@link #release} when it is shown no more; null if all are in use
     * @throws DeviceLostException if nothing can be drawn any more
     */
    public Buffer draw(GlesFrame frame, Region damage) {
        if (window == 0) throw new DeviceLostException("its device is closed");
        if (!Gbm.hasFree(window)) return null;
        context.use(surface);
        remember(damage);
        int age = ages && drawn > 0 ? Egl.querySurface(context.display(), surface, Egl.BUFFER_AGE) : 0;
        frame.draw(stale(age));
        if (!Egl.swapBuffers(context.display(), surface)) throw new DeviceLostException("its frame cannot be shown (EGL error 0x" + Integer.toHexString(Egl.error()) + ")");
        context.check();
        drawn++;
        long buffer = Gbm.lockFront(window);
        if (buffer == 0) throw new DeviceLostException("it does not hand out what it has drawn");
        return new Buffer(buffer, Gbm.handle(buffer), Gbm.stride(buffer));
    }

    private void remember(Region damage) {
        var last = history[MOST_AGE - 1];
        System.arraycopy(history, 0, history, 1, MOST_AGE - 1);
        last.set(damage);
        history[0] = last;
    }

    /** What of a buffer that was drawn so many frames ago is to be drawn; an age of 0 is none. */
    private Region stale(int age) {
        stale.clear();
        if (age <= 0 || age > MOST_AGE || age > drawn) stale.add(0, 0, width, height);
        else for (int i = 0; i < age; i++) stale.addAll(history[i]);
        return stale;
    }

    public void release(Buffer buffer) {
        if (window != 0) Gbm.release(window, buffer.id());
    }

    @Override
    public void close() {
        if (window == 0 && surface == 0) return;
        if (surface != 0 && context.tryUse()) {
            context.leave(surface);
            Egl.destroySurface(context.display(), surface);
        }
        surface = 0;
        if (window != 0) Gbm.destroySurface(window);
        window = 0;
        device.disown(this);
    }
}
