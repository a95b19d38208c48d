package weft.compositor.gles;

import java.util.ArrayList;
import java.util.List;
import weft.compositor.render.DeviceLostException;
import weft.ffi.Egl;
import weft.ffi.Gbm;
import weft.ffi.Gles;

/**
 * A display of EGL and the one context in it, current in the thread that made it. Draws to textures, and with {@link #gbm} to memory that a display device
 * shows. Asks the driver to say when the GPU was reset, where it can (EGL_EXT_create_context_robustness).
 */
final class GlesContext implements AutoCloseable {
    private static final int MAJOR_VERSION = 0x3098, RESET_NOTIFICATION = 0x3138, LOSE_CONTEXT_ON_RESET = 0x31BF;
    private final long display, gbm, resetStatus;
    private final String displayExtensions, extensions, renderer;
    private long context, surface;
    private String lost;

    private GlesContext(long display, long gbm) throws NoGlesException {
        this.display = display;
        this.gbm = gbm;
        if (display == 0 || !Egl.initialize(display)) throw new NoGlesException("EGL finds no driver for it");
        displayExtensions = " " + Egl.string(display, Egl.EXTENSIONS) + " ";
        boolean complete = false;
        try {
            require(displayExtensions, "EGL_KHR_surfaceless_context", "EGL_KHR_no_config_context");
            var attributes = new ArrayList<>(List.of(MAJOR_VERSION, 2));
            boolean robust = has("EGL_EXT_create_context_robustness");
            if (robust) attributes.addAll(List.of(RESET_NOTIFICATION, LOSE_CONTEXT_ON_RESET));
            context = Egl.createContext(display, 0, attributes.stream().mapToInt(i -> i).toArray());
            if (context == 0) throw new NoGlesException("the driver makes no context for OpenGL ES 2");
            if (!Egl.makeCurrent(display, 0, context)) throw new NoGlesException("the driver's context cannot be used");
            extensions = " " + Gles.string(Gles.EXTENSIONS) + " ";
            renderer = Gles.string(Gles.RENDERER) + ", " + Gles.string(Gles.VERSION);
            // Pixels are uploaded as clients have them.
            require(extensions, "GL_EXT_texture_format_BGRA8888", "GL_EXT_unpack_subimage");
            resetStatus = robust && extensions.contains("_robustness ") ? Egl.function("glGetGraphicsResetStatusEXT") : 0;
            complete = true;
        } finally {
            if (!complete) close();
        }
    }

    private static void require(String all, String... wanted) throws NoGlesException {
        for (String w : wanted) if (!all.contains(" " + w + " ")) throw new NoGlesException("the driver has no " + w);
    }

    /** Draws into textures alone, with the GPU that the driver prefers. */
    static GlesContext surfaceless() throws NoGlesException {
        try {
            return new GlesContext(Egl.display(Egl.PLATFORM_SURFACELESS, 0), 0);
        } catch (LinkageError e) {
            throw new NoGlesException(missing(e));
        }
    }

    /**
     * Draws with the GPU of a display device.
     *
     * @param fd of the device, which has to stay open for as long
     */
    static GlesContext ofDevice(int fd) throws NoGlesException {
        try {
            long gbm = Gbm.createDevice(fd);
            if (gbm == 0) throw new NoGlesException("GBM does not know the display device");
            try {
                return new GlesContext(Egl.display(Egl.PLATFORM_GBM, gbm), gbm);
            } catch (NoGlesException e) {
                Gbm.destroyDevice(gbm);
                throw e;
            }
        } catch (LinkageError e) {
            throw new NoGlesException(missing(e));
        }
    }

    // The second time, the class is merely not there.
    private static String missing(LinkageError e) {
        return e instanceof UnsatisfiedLinkError ? e.getMessage() : "its libraries are not installed";
    }

    long display() {
        return display;
    }

    /** The GBM device, or 0. */
    long gbm() {
        return gbm;
    }

    /** The GPU and the driver's version, in the driver's words. */
    String renderer() {
        return renderer;
    }

    /** Whether the display has an extension. */
    boolean has(String extension) {
        return displayExtensions.contains(" " + extension + " ");
    }

    /** Whether OpenGL has an extension. */
    boolean draws(String extension) {
        return extensions.contains(" " + extension + " ");
    }

    /** Makes sure that calls go to this context. @throws DeviceLostException if they cannot */
    void use() {
        if (!tryUse()) throw new DeviceLostException(lost);
    }

    /** The same, for what has to be freed: false if there is nothing to free any more. */
    boolean tryUse() {
        if (lost != null) return false;
        if (Egl.currentContext() == context || Egl.makeCurrent(display, surface, context)) return true;
        return lose("its context cannot be used any more (EGL error 0x" + Integer.toHexString(Egl.error()) + ")");
    }

    /** Draws to a surface of the display when no framebuffer is bound; 0: to none. */
    void use(long newSurface) {
        use();
        if (newSurface == surface) return;
        surface = newSurface;
        if (!Egl.makeCurrent(display, surface, context)) lose("its context cannot be used any more (EGL error 0x" + Integer.toHexString(Egl.error()) + ")");
        use();
    }

    /** Draws to the surface no more, if it did. */
    void leave(long oldSurface) {
        if (surface != oldSurface) return;
        surface = 0;
        Egl.makeCurrent(display, 0, context);
    }

    /** Whether calls since the last check went well. @throws DeviceLostException if the GPU was reset or has no memory */
    void check() {
        int status = resetStatus == 0 ? 0 : (int) Egl.call(resetStatus, 0, 0, 0, 0, 0, 0);
        if (status != 0) lose("the GPU was reset (status 0x" + Integer.toHexString(status) + ")");
        else if (Gles.error() == Gles.OUT_OF_MEMORY) lose("the GPU has no memory left");
        if (lost != null) throw new DeviceLostException(lost);
    }

    private boolean lose(String why) {
        lost = why;
        return false;
    }

    /** As when the GPU was reset: nothing can be drawn any more. */
    void destroyContext() {
        Egl.makeCurrent(display, 0, 0);
        if (context != 0) Egl.destroyContext(display, context);
    }

    @Override
    public void close() {
        if (lost == null) destroyContext();
        lose("it is closed");
        Egl.terminate(display);
        if (gbm != 0) Gbm.destroyDevice(gbm);
    }
}
