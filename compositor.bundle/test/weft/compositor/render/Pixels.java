package weft.compositor.render;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import weft.compositor.scene.PixelFormat;
import weft.compositor.scene.Rect;
import weft.compositor.scene.SurfaceNode;
import weft.compositor.scene.Texture;

/** Makes surfaces with known pixels. */
final class Pixels {
    private Pixels() {}

    static Texture texture(int width, int height, PixelFormat format, int... argb) {
        var memory = Arena.ofAuto().allocate(4L * width * height, 4);
        for (int i = 0; i < width * height; i++) memory.setAtIndex(ValueLayout.JAVA_INT, i, argb[i % argb.length]);
        return Texture.of(memory, 0, width, height, 4 * width, format);
    }

    static Texture random(int width, int height, boolean opaque, Random random) {
        int[] argb = new int[width * height];
        for (int i = 0; i < argb.length; i++) argb[i] = premultiplied(opaque ? 255 : random.nextInt(256), random.nextInt(1 << 24));
        return texture(width, height, opaque ? PixelFormat.XRGB8888 : PixelFormat.ARGB8888, argb);
    }

    /** A copy of a texture with other pixels in one part. */
    static Texture patched(Texture old, Rect part, Random random) {
        int[] argb = new int[old.width() * old.height()];
        for (int y = 0; y < old.height(); y++) old.read(0, y, old.width(), argb, y * old.width());
        for (int y = part.y(); y < part.bottom(); y++) {
            for (int x = part.x(); x < part.right(); x++) argb[y * old.width() + x] = premultiplied(old.isOpaque() ? 255 : 128, random.nextInt(1 << 24));
        }
        return texture(old.width(), old.height(), old.isOpaque() ? PixelFormat.XRGB8888 : PixelFormat.ARGB8888, argb);
    }

    static int premultiplied(int alpha, int rgb) {
        return alpha << 24 | (rgb >> 16 & 255) * alpha / 255 << 16 | (rgb >> 8 & 255) * alpha / 255 << 8 | (rgb & 255) * alpha / 255;
    }

    static SurfaceNode surface(Texture texture) {
        var node = new SurfaceNode();
        node.show(texture);
        return node;
    }
}
