package weft.compositor.gles;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import weft.compositor.render.DeviceLostException;
import weft.compositor.render.DmabufImport;
import weft.compositor.render.RenderDevice;
import weft.compositor.render.Renderer;
import weft.compositor.scene.SurfaceNode;
import weft.ffi.Gles;

/** A GPU, or a program that draws as one: its context, programs, and what all its renderers share. */
public final class GlesDevice implements RenderDevice {
    private final GlesContext context;
    private final Brush brush;
    private final Uploads uploads;
    private final OwnedTextures pictures = new OwnedTextures();
    private final DmabufTextures dmabufs;
    private final Set<GbmSurface> surfaces = new HashSet<>();
    private final int mostPixels, display;
    private boolean closed;

    private GlesDevice(GlesContext context, int display) {
        this.context = context;
        this.display = display;
        mostPixels = Gles.integer(Gles.MAX_TEXTURE_SIZE);
        brush = new Brush();
        uploads = new Uploads(context);
        dmabufs = new DmabufTextures(context);
    }

    /** Draws with the GPU that the driver prefers; frames are in its own memory. */
    public static GlesDevice surfaceless() throws NoGlesException {
        return of(GlesContext.surfaceless(), -1);
    }

    /** Draws with the GPU of a display device, also into memory that it can show. @param fd has to stay open for as long */
    public static GlesDevice ofDevice(int fd) throws NoGlesException {
        return of(GlesContext.ofDevice(fd), fd);
    }

    private static GlesDevice of(GlesContext context, int display) throws NoGlesException {
        try {
            return new GlesDevice(context, display);
        } catch (IllegalStateException e) {
            context.close();
            throw new NoGlesException("the driver does not understand the programs: " + e.getMessage());
        }
    }

    @Override
    public String name() {
        return "gles";
    }

    @Override
    public String description() {
        return "gles (" + context.renderer() + ")";
    }

    /** Whether memory that devices share is imported; else it is read where it can be mapped. */
    public boolean imports() {
        return dmabufs.imports();
    }

    /** Whether it is a GPU, and not a program that computes what a GPU would draw. */
    public boolean isHardware() {
        String name = context.renderer().toLowerCase(java.util.Locale.ROOT);
        return !name.contains("llvmpipe") && !name.contains("softpipe") && !name.contains("swrast") && !name.contains("software rasterizer");
    }

    @Override
    public Renderer renderer(int width, int height) {
        if (Math.max(width, height) > mostPixels) throw new DeviceLostException("an output of " + width + "x" + height + " is larger than its textures");
        context.use();
        return new GlesRenderer(this, width, height);
    }

    @Override
    public DmabufImport dmabufs() {
        return dmabufs;
    }

    /** Whether it draws into memory that a display device can show. @param fd of the device */
    public boolean drawsFor(int fd) {
        return display == fd;
    }

    void own(GbmSurface surface) {
        surfaces.add(surface);
    }

    void disown(GbmSurface surface) {
        surfaces.remove(surface);
    }

    GlesContext context() {
        return context;
    }

    Brush brush() {
        return brush;
    }

    Uploads uploads() {
        return uploads;
    }

    /** Textures of what the system draws itself. */
    OwnedTextures pictures() {
        return pictures;
    }

    /** The longest side of a texture. */
    int mostPixels() {
        return mostPixels;
    }

    /** A surface's texture, brought up to date; null if the GPU cannot have it. */
    GlesTexture textureOf(SurfaceNode node) {
        var source = node.texture();
        if (source.dmabuf() != null) return dmabufs.textureOf(source.dmabuf());
        if (Math.max(source.width(), source.height()) > mostPixels) return null;
        if (node.kept() instanceof GlesTexture known && known.isOf(context)) {
            uploads.update(known, source, node.changes());
            node.changes().clear();
            return known;
        }
        var made = uploads.of(source);
        node.keep(made);
        return made;
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        for (var s : List.copyOf(surfaces)) s.close();
        pictures.close();
        brush.close();
        uploads.close();
        context.close();
    }
}
