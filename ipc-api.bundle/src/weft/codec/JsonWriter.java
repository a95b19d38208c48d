package weft.codec;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Writes trees as JSON in ASCII: what is beyond is escaped. For one text. */
final class JsonWriter {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};
    /** For each character below 128 what follows the backslash; 0 for one that stays as it is, {@code u} for a number. */
    private static final byte[] ESCAPES = new byte[128];
    private static final int CHUNK = 1024;
    private byte[] out = new byte[512];
    private int length;

    static {
        Arrays.fill(ESCAPES, 0, ' ', (byte) 'u');
        ESCAPES['\b'] = 'b';
        ESCAPES['\t'] = 't';
        ESCAPES['\n'] = 'n';
        ESCAPES['\f'] = 'f';
        ESCAPES['\r'] = 'r';
        ESCAPES['"'] = '"';
        ESCAPES['\\'] = '\\';
    }

    /** @throws IllegalArgumentException if there is something else in it than a tree may hold */
    JsonWriter value(Object value) {
        // Not a switch over types: that is a call per value, through a table, without the optimizing compiler.
        if (value instanceof String s) text(s);
        else if (value instanceof Map<?, ?> m) map(m);
        else if (value instanceof List<?> l) list(l);
        else if (value == null || value instanceof Integer || value instanceof Long || value instanceof Boolean) raw(String.valueOf(value));
        else if (value instanceof byte[] b) text(Base64.getEncoder().encodeToString(b));
        else if (value instanceof Double d) number(d, d.isNaN() || d.isInfinite());
        else if (value instanceof Float f) number(f, f.isNaN() || f.isInfinite());
        else throw new IllegalArgumentException("not a tree: " + value.getClass());
        return this;
    }

    JsonWriter newline() {
        room(1);
        out[length++] = '\n';
        return this;
    }

    byte[] bytes() {
        return Arrays.copyOf(out, length);
    }

    // JSON has no such numbers.
    private void number(Number n, boolean unwritable) {
        if (unwritable) text(n.toString());
        else raw(n.toString());
    }

    private void map(Map<?, ?> m) {
        byte separator = '{';
        for (var e : m.entrySet()) {
            mark(separator);
            separator = ',';
            text((String) e.getKey());
            mark((byte) ':');
            value(e.getValue());
        }
        if (separator == '{') mark(separator);
        mark((byte) '}');
    }

    private void list(List<?> l) {
        byte separator = '[';
        for (Object o : l) {
            mark(separator);
            separator = ',';
            value(o);
        }
        if (separator == '[') mark(separator);
        mark((byte) ']');
    }

    private void mark(byte b) {
        room(1);
        out[length++] = b;
    }

    @SuppressWarnings("deprecation") // The low bytes are all there is of ASCII.
    private void raw(String ascii) {
        int n = ascii.length();
        room(n);
        ascii.getBytes(0, n, out, length);
        length += n;
    }

    private void text(String s) {
        int n = s.length();
        mark((byte) '"');
        for (int i = 0; i < n; i++) {
            if (i % CHUNK == 0) room(6 * Math.min(CHUNK, n - i));
            char c = s.charAt(i);
            if (c >= 128) number(c);
            else if (ESCAPES[c] == 0) out[length++] = (byte) c;
            else if (ESCAPES[c] == 'u') number(c);
            else {
                out[length++] = '\\';
                out[length++] = ESCAPES[c];
            }
        }
        mark((byte) '"');
    }

    private void number(char c) {
        out[length++] = '\\';
        out[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) out[length++] = HEX[c >> shift & 15];
    }

    private void room(int more) {
        int wanted = Math.addExact(length, more);
        if (wanted > out.length) out = Arrays.copyOf(out, Math.max(wanted, (int) Math.min(2L * out.length, Integer.MAX_VALUE - 8)));
    }
}
