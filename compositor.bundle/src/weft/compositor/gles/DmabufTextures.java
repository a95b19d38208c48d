package weft.compositor.gles;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weft.compositor.render.DmabufImport;
import weft.compositor.render.SoftwareDevice;
import weft.compositor.scene.Dmabuf;
import weft.compositor.scene.PixelFormat;
import weft.compositor.scene.RenderResource;
import weft.ffi.Egl;
import weft.ffi.Gles;

/**
 * Pictures in memory that devices share, as textures, without a copy (EGL_EXT_image_dma_buf_import, …_modifiers, GL_OES_EGL_image). What is made of one is kept by it and freed
 * with it. Formats that only an external sampler takes are left out: they are not among those that a client may offer. What it does not import and can be mapped is read by
 * software.
 */
final class DmabufTextures implements DmabufImport {
    private static final int WIDTH = 0x3057, HEIGHT = 0x3056, FOURCC = 0x3271, PLANE0 = 0x3272, PLANE3 = 0x3440, MODIFIER0 = 0x3443, NONE = 0x3038, MOST = 1024;
    private final GlesContext context;
    private final long createImage, destroyImage, imageTexture;
    private final boolean modifiers;
    private final SoftwareDevice mapped = new SoftwareDevice();
    private List<Format> formats;

    DmabufTextures(GlesContext context) {
        this.context = context;
        boolean can = context.has("EGL_EXT_image_dma_buf_import") && context.has("EGL_KHR_image_base") && context.draws("GL_OES_EGL_image");
        modifiers = can && context.has("EGL_EXT_image_dma_buf_import_modifiers");
        createImage = can ? Egl.function("eglCreateImageKHR") : 0;
        destroyImage = can ? Egl.function("eglDestroyImageKHR") : 0;
        imageTexture = can ? Egl.function("glEGLImageTargetTexture2DOES") : 0;
    }

    /** Whether there is a format that the driver imports: some name the extensions, and then none. */
    boolean imports() {
        return canImport() && !query().isEmpty();
    }

    private boolean canImport() {
        return createImage != 0 && destroyImage != 0 && imageTexture != 0;
    }

    @Override
    public List<Format> formats() {
        if (formats != null) return formats;
        var all = canImport() ? query() : new ArrayList<Format>();
        // What is not imported is read.
        for (var f : mapped.formats()) if (!all.contains(f)) all.add(f);
        return formats = List.copyOf(all);
    }

    private List<Format> query() {
        var all = new ArrayList<Format>();
        long query = modifiers ? Egl.function("eglQueryDmaBufModifiersEXT") : 0;
        for (var f : PixelFormat.values()) {
            if (query != 0) addModifiers(query, f.drmCode(), all);
            else all.add(new Format(f.drmCode(), Dmabuf.IMPLICIT));
        }
        return all;
    }

    private void addModifiers(long query, int code, List<Format> all) {
        try (Arena arena = Arena.ofConfined()) {
            var found = arena.allocate(8L * MOST, 8);
            var external = arena.allocate(4L * MOST, 8);
            var count = arena.allocate(4, 4);
            if ((int) Egl.call(query, context.display(), code, MOST, found.address(), external.address(), count.address()) == 0) return;
            for (int i = 0; i < count.get(ValueLayout.JAVA_INT, 0); i++) {
                if (external.getAtIndex(ValueLayout.JAVA_INT, i) == 0) all.add(new Format(code, found.getAtIndex(ValueLayout.JAVA_LONG, i)));
            }
            if (count.get(ValueLayout.JAVA_INT, 0) > 0) all.add(new Format(code, Dmabuf.IMPLICIT));
        }
    }

    @Override
    public boolean canShow(Dmabuf buffer) {
        return context.tryUse() && textureOf(buffer) != null || mapped.canShow(buffer);
    }

    @Override
    public long device() {
        String file = canImport() && context.tryUse() ? Egl.deviceFile(context.display()) : "";
        try {
            return file.isEmpty() ? 0 : (long) Files.getAttribute(Path.of(file), "unix:rdev");
        } catch (IOException e) {
            return 0;
        }
    }

    /** Its texture, made when it is asked for first; null if the GPU does not take it. */
    GlesTexture textureOf(Dmabuf buffer) {
        if (buffer.kept() instanceof Imported known && known.texture.isOf(context)) return known.texture;
        if (!canImport() || PixelFormat.ofDrm(buffer.code()) == null || buffer.planes().size() > 4) return null;
        long image = createImage(buffer);
        if (image == 0) return null;
        var texture = new GlesTexture(context, buffer.width(), buffer.height(), Gles.NEAREST);
        Egl.call(imageTexture, Gles.TEXTURE_2D, image, 0, 0, 0, 0);
        var imported = new Imported(texture, image);
        if (Gles.error() != 0) {
            imported.close();
            return null;
        }
        buffer.keep(imported);
        return texture;
    }

    private long createImage(Dmabuf b) {
        try (Arena arena = Arena.ofConfined()) {
            var list = new ArrayList<>(List.of(WIDTH, b.width(), HEIGHT, b.height(), FOURCC, b.code()));
            for (int i = 0; i < b.planes().size(); i++) {
                var p = b.planes().get(i);
                int first = i == 3 ? PLANE3 : PLANE0 + 3 * i;
                list.addAll(List.of(first, p.descriptor().number(), first + 1, p.offset(), first + 2, p.stride()));
                if (modifiers && b.modifier() != Dmabuf.IMPLICIT) {
                    list.addAll(List.of(MODIFIER0 + 2 * i, (int) b.modifier(), MODIFIER0 + 2 * i + 1, (int) (b.modifier() >>> 32)));
                }
            }
            if (!modifiers && b.modifier() != Dmabuf.IMPLICIT && b.modifier() != Dmabuf.LINEAR) return 0;
            list.add(NONE);
            var attributes = arena.allocate(4L * list.size(), 8);
            for (int i = 0; i < list.size(); i++) attributes.setAtIndex(ValueLayout.JAVA_INT, i, list.get(i));
            return Egl.call(createImage, context.display(), 0, Egl.LINUX_DMA_BUF, 0, attributes.address(), 0);
        }
    }

    /** A texture and the image that it is of. */
    private final class Imported implements RenderResource {
        final GlesTexture texture;
        private long image;

        Imported(GlesTexture texture, long image) {
            this.texture = texture;
            this.image = image;
        }

        @Override
        public void close() {
            if (image == 0) return;
            texture.close();
            if (context.tryUse()) Egl.call(destroyImage, context.display(), image, 0, 0, 0, 0);
            image = 0;
        }
    }
}
