package weft.api;

/** Foreign text made harmless for a terminal, a log line or a sentence. */
public final class Printable {
    private static final int MAX = 200;

    private Printable() {}

    /** At most 200 characters, control and format characters replaced by {@code U+FFFD}. */
    public static String text(String foreign) {
        var out = new StringBuilder();
        foreign.codePoints().limit(MAX).forEach(c -> out.appendCodePoint(visible(c) ? c : 0xFFFD));
        return foreign.codePointCount(0, foreign.length()) > MAX ? out.append('…').toString() : out.toString();
    }

    private static boolean visible(int c) {
        int type = Character.getType(c);
        return !Character.isISOControl(c) && type != Character.FORMAT && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR && type != Character.PARAGRAPH_SEPARATOR;
    }
}
