package weft.compositor.render;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weft.ffi.FreeType;

/**
 * The system font in one weight and size, glyphs drawn once and kept. Characters that it lacks come from a fallback
 * font; those that neither has are left out. Never closed: there are three of them.
 */
final class Typeface {
    private static final List<String> FOLDERS = List.of("/usr/share/fonts/opentype/inter/", "/usr/share/fonts/inter/",
            "/usr/share/fonts/truetype/inter/", "/usr/share/fonts/truetype/dejavu/", "/usr/share/fonts/dejavu/");
    private static final int MOST_GLYPHS = 2048;
    private static final FreeType.Glyph NOTHING = new FreeType.Glyph(0, 0, 0, 0, 0, new byte[0]);
    private final int pixels;
    private final long[] faces;
    private final Map<Integer, FreeType.Glyph> glyphs = new HashMap<>();

    private Typeface(int pixels, long... faces) {
        this.pixels = pixels;
        this.faces = faces;
    }

    /** @param style as in the font's file name: {@code Medium}, {@code SemiBold} */
    static Typeface open(String style, int pixels) {
        String bold = style.equals("SemiBold") ? "-Bold" : "";
        return new Typeface(pixels, face("Inter-" + style + ".otf", "Inter-" + style + ".ttf"), face("DejaVuSans" + bold + ".ttf"));
    }

    /** The same font in another size. */
    Typeface inSize(int otherPixels) {
        return new Typeface(otherPixels, faces);
    }

    private static long face(String... names) {
        for (String folder : FOLDERS) {
            for (String name : names) {
                if (!Files.exists(Path.of(folder + name))) continue;
                long face = FreeType.openFace(folder + name);
                if (face != 0) return face;
            }
        }
        return 0;
    }

    /** The width of a text in pixels, rounded up. */
    int width(String text) {
        int pen = 0;
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) pen += glyph(text.codePointAt(i)).advance();
        return pen + 63 >> 6;
    }

    /** The longest beginning that fits, with an ellipsis if it is not the whole text. */
    String fitted(String text, int room) {
        if (width(text) <= room) return text;
        int end = text.length();
        while (end > 0 && width(text.substring(0, end).stripTrailing() + "…") > room) end = text.offsetByCodePoints(end, -1);
        return end == 0 ? "" : text.substring(0, end).stripTrailing() + "…";
    }

    /** Draws a text from {@code x} on, its baseline at {@code y}. */
    void draw(Canvas canvas, String text, int x, int y, int argb) {
        int pen = x << 6;
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            var g = glyph(text.codePointAt(i));
            blit(canvas, g, (pen + 32 >> 6) + g.left(), y - g.top(), argb);
            pen += g.advance();
        }
    }

    private static void blit(Canvas canvas, FreeType.Glyph g, int x, int y, int argb) {
        int l = Math.max(x, canvas.clipLeft()), r = Math.min(x + g.width(), canvas.clipRight());
        int t = Math.max(y, canvas.clipTop()), b = Math.min(y + g.height(), canvas.clipBottom());
        int[] pixels = canvas.pixels();
        for (int py = t; py < b; py++) {
            for (int px = l; px < r; px++) {
                int coverage = g.coverage()[(py - y) * g.width() + px - x] & 255, at = py * canvas.width() + px;
                pixels[at] = Blend.over(Blend.scale(argb, coverage), pixels[at]);
            }
        }
    }

    private FreeType.Glyph glyph(int codePoint) {
        var g = glyphs.get(codePoint);
        if (g != null) return g;
        if (glyphs.size() >= MOST_GLYPHS) glyphs.clear();
        g = drawn(codePoint);
        glyphs.put(codePoint, g);
        return g;
    }

    private FreeType.Glyph drawn(int codePoint) {
        for (long face : faces) {
            if (face == 0) continue;
            int index = FreeType.glyphIndex(face, codePoint);
            if (index == 0) continue;
            FreeType.setPixelSize(face, pixels);
            var g = FreeType.render(face, index);
            if (g != null) return g;
        }
        return NOTHING;
    }
}
