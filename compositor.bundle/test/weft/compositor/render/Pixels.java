package weft.compositor.render;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import weft.compositor.scene.PixelFormat;
import weft.compositor.scene.Rect;
import weft.compositor.scene.SurfaceNode;
import weft.compositor.scene.Texture;

/** Makes surfaces with known pixels. */
public final class Pixels {
    private Pixels() {}

    public static Texture texture(int width, int height, PixelFormat format, int... argb) {
        var memory = Arena.ofAuto().allocate(4L * width * height, 4);
        for (int i = 0; i < width * height; i++) memory.setAtIndex(ValueLayout.JAVA_INT, i, argb[i % argb.length]);
        return Texture.of(memory, 0, width, height, 4 * width, format);
    }

    public static Texture random(int width, int height, boolean opaque, Random random) {
        int[] argb = new int[width * height];
        for (int i = 0; i < argb.length; i++) argb[i] = premultiplied(opaque ? 255 : random.nextInt(256), random.nextInt(1 << 24));
        return texture(width, height, opaque ? PixelFormat.XRGB8888 : PixelFormat.ARGB8888, argb);
    }

    /** A copy of a texture with other pixels in one part. */
    public static Texture patched(Texture old, Rect part, Random random) {
        int[] argb = new int[old.width() * old.height()];
        for (int y = 0; y < old.height(); y++) old.read(0, y, old.width(), argb, y * old.width());
        for (int y = part.y(); y < part.bottom(); y++) {
            for (int x = part.x(); x < part.right(); x++) argb[y * old.width() + x] = premultiplied(old.isOpaque() ? 255 : 128, random.nextInt(1 << 24));
        }
        return texture(old.width(), old.height(), old.isOpaque() ? PixelFormat.XRGB8888 : PixelFormat.ARGB8888, argb);
    }

    public static int premultiplied(int alpha, int rgb) {
        return alpha << 24 | (rgb >> 16 & 255) * alpha / 255 << 16 | (rgb >> 8 & 255) * alpha / 255 << 8 | (rgb & 255) * alpha / 255;
    }

    /** A premultiplied colour as a format of four bytes has it in memory. */
    public static int encoded(PixelFormat format, int a, int r, int g, int b) {
        return switch (format) {
            case ARGB8888, XRGB8888 -> a << 24 | r << 16 | g << 8 | b;
            case ABGR8888, XBGR8888 -> a << 24 | b << 16 | g << 8 | r;
            case RGBA8888, RGBX8888 -> r << 24 | g << 16 | b << 8 | a;
            case BGRA8888, BGRX8888 -> b << 24 | g << 16 | r << 8 | a;
            case ARGB2101010, XRGB2101010 -> 3 << 30 | r << 22 | g << 12 | b << 2;
            case ABGR2101010, XBGR2101010 -> 3 << 30 | b << 22 | g << 12 | r << 2;
            case RGB565 -> throw new IllegalArgumentException("two bytes");
        };
    }

    public static SurfaceNode surface(Texture texture) {
        var node = new SurfaceNode();
        node.show(texture);
        return node;
    }
}
