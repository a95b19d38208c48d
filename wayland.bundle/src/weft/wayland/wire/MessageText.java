package weft.wayland.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Messages as text for people, in the manner of {@code WAYLAND_DEBUG}. */
final class MessageText {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private final MemorySegment memory;
    private final long end;
    private final StringBuilder text = new StringBuilder();
    private long position;

    private MessageText(MemorySegment memory, long start, long end) {
        this.memory = memory;
        this.end = end;
        position = start + 8;
    }

    /** The message between {@code start} and {@code end}, which need not be well-formed. */
    static String of(WireObject object, MessageSpec spec, MemorySegment memory, long start, long end) {
        return new MessageText(memory, start, end).describe(object, spec);
    }

    private String describe(WireObject object, MessageSpec spec) {
        text.append(object).append('.').append(spec.name()).append('(');
        String separator = "";
        for (char letter : spec.signature().toCharArray()) {
            if (letter == '?') continue;
            text.append(separator);
            separator = ", ";
            if (letter == 'h') text.append("fd");
            else if (position + 4 > end) return text.append("… too short").toString();
            else argument(letter, memory.get(INT, position));
        }
        return text.append(')').toString();
    }

    private void argument(char letter, int word) {
        position += 4;
        switch (letter) {
            case 'i' -> text.append(word);
            case 'f' -> text.append(Fixed.toDouble(word));
            case 'o' -> text.append(word == 0 ? "null" : "#" + Integer.toUnsignedString(word));
            case 'n' -> text.append("new #").append(Integer.toUnsignedString(word));
            case 's' -> string(word);
            case 'a' -> {
                text.append("array of ").append(Integer.toUnsignedString(word));
                position = Math.min(end, position + ((word & 0xffff) + 3L & ~3L));
            }
            default -> text.append(Integer.toUnsignedString(word));
        }
    }

    private void string(int length) {
        if (length == 0) {
            text.append("null");
            return;
        }
        long shown = Math.clamp(Math.min(end - position, length - 1), 0, 80);
        var bytes = memory.asSlice(position, shown).toArray(ValueLayout.JAVA_BYTE);
        text.append('"').append(new String(bytes, StandardCharsets.UTF_8)).append(shown < length - 1 ? "…" : "").append('"');
        position = Math.min(end, position + ((length & 0xffff) + 3L & ~3L));
    }
}
