package weft.compositor.output;

import java.nio.charset.StandardCharsets;

/** What a display says of itself: the first block of its EDID (VESA E-EDID 1.4). Whatever it holds, it yields something, if only empty text. */
public record Edid(String make, String model, String serial) {
    private static final int BLOCK = 128, DESCRIPTORS = 54, DESCRIPTOR = 18, TEXT = 5, SERIAL_TEXT = 0xff, NAME = 0xfc;
    private static final Edid NONE = new Edid("", "", "");

    public static Edid parse(byte[] bytes) {
        if (bytes.length < BLOCK) return NONE;
        int letters = (bytes[8] & 255) << 8 | bytes[9] & 255;
        String make = "" + letter(letters >> 10) + letter(letters >> 5) + letter(letters);
        String name = "", serial = "";
        for (int at = DESCRIPTORS; at + DESCRIPTOR <= BLOCK - 1; at += DESCRIPTOR) {
            if (bytes[at] != 0 || bytes[at + 1] != 0) continue;
            if ((bytes[at + 3] & 255) == NAME) name = text(bytes, at + TEXT, at + DESCRIPTOR);
            if ((bytes[at + 3] & 255) == SERIAL_TEXT) serial = text(bytes, at + TEXT, at + DESCRIPTOR);
        }
        int product = bytes[10] & 255 | (bytes[11] & 255) << 8;
        long number = bytes[12] & 255 | (bytes[13] & 255) << 8 | (bytes[14] & 255) << 16 | (bytes[15] & 255L) << 24;
        if (name.isEmpty()) name = String.format("0x%04X", product);
        if (serial.isEmpty() && number != 0) serial = Long.toString(number);
        return new Edid(make, name, serial);
    }

    private static char letter(int code) {
        int c = code & 31;
        return c >= 1 && c <= 26 ? (char) ('A' + c - 1) : '?';
    }

    /** Up to a line feed; anything that is not plain text is left out. */
    private static String text(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != '\n') end++;
        return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "").strip();
    }
}
