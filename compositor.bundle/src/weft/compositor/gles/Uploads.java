package weft.compositor.gles;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import weft.compositor.render.Canvas;
import weft.compositor.render.Weave;
import weft.compositor.scene.PixelFormat;
import weft.compositor.scene.Region;
import weft.compositor.scene.Texture;
import weft.ffi.Gles;

/** Brings pixels to the GPU. Those that are in memory as the GPU wants them are read from there; others go through a piece of scratch memory, decoded. */
final class Uploads implements AutoCloseable {
    private static final int SCRATCH_PIXELS = 1 << 16;
    private final GlesContext context;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment scratch = arena.allocate(4L * SCRATCH_PIXELS, 16);
    private int[] row = new int[4096];

    Uploads(GlesContext context) {
        this.context = context;
    }

    /** A texture for that many pixels, with none yet. */
    GlesTexture empty(int width, int height) {
        var texture = new GlesTexture(context, width, height, Gles.NEAREST);
        Gles.image(Gles.BGRA, width, height, 0);
        return texture;
    }

    GlesTexture of(Texture source) {
        var texture = empty(source.width(), source.height());
        update(source, 0, 0, source.width(), source.height());
        return texture;
    }

    /** Replaces what has changed. */
    void update(GlesTexture texture, Texture source, Region changes) {
        if (changes.isEmpty()) return;
        texture.bind(0, Gles.NEAREST);
        for (int i = 0; i < changes.count(); i++) {
            int l = Math.max(0, changes.left(i)), t = Math.max(0, changes.top(i));
            int r = Math.min(source.width(), changes.right(i)), b = Math.min(source.height(), changes.bottom(i));
            if (l < r && t < b) update(source, l, t, r, b);
        }
    }

    private void update(Texture source, int left, int top, int right, int bottom) {
        var memory = source.memory();
        boolean asItIs = (source.format() == PixelFormat.ARGB8888 || source.format() == PixelFormat.XRGB8888) && source.stride() % 4 == 0 && memory.address() != 0;
        if (asItIs) {
            long from = memory.address() + source.offset() + (long) top * source.stride() + 4L * left;
            Gles.subImage(Gles.BGRA, left, top, right - left, bottom - top, source.stride() / 4, from);
            return;
        }
        int width = right - left, most = Math.max(1, SCRATCH_PIXELS / width);
        if (row.length < width) row = new int[width];
        for (int y = top; y < bottom; y += most) {
            int lines = Math.min(most, bottom - y);
            for (int i = 0; i < lines; i++) {
                source.read(left, y + i, width, row, 0);
                MemorySegment.copy(row, 0, scratch, ValueLayout.JAVA_INT, 4L * i * width, width);
            }
            Gles.subImage(Gles.BGRA, left, y, width, lines, 0, scratch.address());
        }
    }

    GlesTexture of(Canvas picture) {
        var texture = empty(picture.width(), picture.height());
        int most = Math.max(1, SCRATCH_PIXELS / picture.width());
        for (int y = 0; y < picture.height(); y += most) rows(picture, 0, y, Math.min(most, picture.height() - y));
        return texture;
    }

    /** In strips: a whole picture of it in the heap would be as large as an output. */
    GlesTexture of(Weave ground) {
        var texture = empty(ground.width(), ground.height());
        int most = Math.max(1, SCRATCH_PIXELS / ground.width());
        var strip = Canvas.opaque(ground.width(), Math.min(most, ground.height()));
        for (int y = 0; y < ground.height(); y += most) {
            int lines = Math.min(most, ground.height() - y);
            strip.clip(0, 0, strip.width(), lines);
            ground.paint(strip, y);
            rows(strip, y, 0, lines);
        }
        return texture;
    }

    private void rows(Canvas picture, int toRow, int row, int lines) {
        MemorySegment.copy(picture.pixels(), row * picture.width(), scratch, ValueLayout.JAVA_INT, 0, lines * picture.width());
        Gles.subImage(Gles.BGRA, 0, toRow + row, picture.width(), lines, 0, scratch.address());
    }

    /** One channel, from 0 to 256, of which 256 is 1. */
    GlesTexture ofAlpha(int[] values, int width, int height) {
        var texture = new GlesTexture(context, width, height, Gles.NEAREST);
        try (Arena bytes = Arena.ofConfined()) {
            var memory = bytes.allocate((long) width * height, 8);
            for (int i = 0; i < width * height; i++) memory.set(ValueLayout.JAVA_BYTE, i, (byte) Math.round(values[i] * 255 / 256f));
            Gles.image(Gles.ALPHA, width, height, memory.address());
        }
        return texture;
    }

    @Override
    public void close() {
        arena.close();
    }
}
