package weft.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * FreeType 2: glyphs of scalable fonts as coverage masks. Handles are addresses of FreeType's own objects. For one
 * thread at a time. Structure offsets are those of 64-bit systems (freetype.h, ftimage.h).
 */
public final class FreeType {
    private static final NativeLibrary LIBRARY = NativeLibrary.open("libfreetype.so.6");
    private static final MemorySegment INIT = LIBRARY.find("FT_Init_FreeType");
    private static final MemorySegment NEW_FACE = LIBRARY.find("FT_New_Face");
    private static final MemorySegment SET_PIXEL_SIZES = LIBRARY.find("FT_Set_Pixel_Sizes");
    private static final MemorySegment GET_CHAR_INDEX = LIBRARY.find("FT_Get_Char_Index");
    private static final MemorySegment LOAD_GLYPH = LIBRARY.find("FT_Load_Glyph");
    private static final MemorySegment DONE_FACE = LIBRARY.find("FT_Done_Face");
    private static final int FACE_GLYPH = 152, SLOT_ADVANCE = 128, SLOT_BITMAP = 152, SLOT_LEFT = 192;
    private static final int LOAD_RENDER = 4, LOAD_TARGET_LIGHT = 1 << 16;
    private static final long INSTANCE = init();

    private FreeType() {}

    /**
     * A drawn glyph: coverage 0 to 255 in rows of {@code width} without gaps; {@code left} and {@code top} lead from the
     * pen on the baseline to the mask's top left corner ({@code top} upwards); the pen's advance is in 64ths of a pixel.
     */
    public record Glyph(int width, int height, int left, int top, int advance, byte[] coverage) {}

    private static long init() {
        try (Arena arena = Arena.ofConfined()) {
            var out = arena.allocate(ValueLayout.JAVA_LONG);
            int error = (int) LongCall.call(INIT, out.address());
            if (error != 0) throw new UnsatisfiedLinkError("FT_Init_FreeType: error " + error);
            return out.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /** Opens the first face of a font file; 0 if it cannot be read. */
    public static long openFace(String path) {
        try (Arena arena = Arena.ofConfined()) {
            var out = arena.allocate(ValueLayout.JAVA_LONG);
            int error = (int) LongCall.call(NEW_FACE, INSTANCE, arena.allocateFrom(path).address(), 0, out.address());
            return error == 0 ? out.get(ValueLayout.JAVA_LONG, 0) : 0;
        }
    }

    public static void closeFace(long face) {
        LongCall.call(DONE_FACE, face);
    }

    /** Sets the size of the em square in pixels. */
    public static void setPixelSize(long face, int pixels) {
        LongCall.call(SET_PIXEL_SIZES, face, 0, pixels);
    }

    /** The glyph of a code point; 0 if the font has none. */
    public static int glyphIndex(long face, int codePoint) {
        return (int) LongCall.call(GET_CHAR_INDEX, face, codePoint);
    }

    /** Draws a glyph, hinted only vertically; null if the font is broken there. */
    public static Glyph render(long face, int glyphIndex) {
        int error = (int) LongCall.call(LOAD_GLYPH, face, glyphIndex, LOAD_RENDER | LOAD_TARGET_LIGHT);
        if (error != 0) return null;
        long slotAddress = MemorySegment.ofAddress(face).reinterpret(FACE_GLYPH + 8).get(ValueLayout.JAVA_LONG, FACE_GLYPH);
        var slot = MemorySegment.ofAddress(slotAddress).reinterpret(SLOT_LEFT + 8);
        int rows = slot.get(ValueLayout.JAVA_INT, SLOT_BITMAP), width = slot.get(ValueLayout.JAVA_INT, SLOT_BITMAP + 4);
        int pitch = slot.get(ValueLayout.JAVA_INT, SLOT_BITMAP + 8);
        long buffer = slot.get(ValueLayout.JAVA_LONG, SLOT_BITMAP + 16);
        return new Glyph(width, rows, slot.get(ValueLayout.JAVA_INT, SLOT_LEFT), slot.get(ValueLayout.JAVA_INT, SLOT_LEFT + 4),
                (int) slot.get(ValueLayout.JAVA_LONG, SLOT_ADVANCE), copy(buffer, rows, width, pitch));
    }

    private static byte[] copy(long buffer, int rows, int width, int pitch) {
        byte[] coverage = new byte[rows * width];
        if (coverage.length == 0) return coverage;
        var bitmap = MemorySegment.ofAddress(buffer).reinterpret((long) rows * pitch);
        for (int y = 0; y < rows; y++) MemorySegment.copy(bitmap, ValueLayout.JAVA_BYTE, (long) y * pitch, coverage, y * width, width);
        return coverage;
    }
}
