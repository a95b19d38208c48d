package weft.compositor.xwayland.wire;

import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * What the X server sent: a reply, an event or an error, with numbers in this client's byte order (the smallest first).
 * What would lie beyond the end reads as 0: a server that is short of what it promised harms nobody.
 *
 * @param bytes at least {@link #BYTES}
 */
public record Packet(byte[] bytes) {
    public static final int BYTES = 32;
    public static final int ERROR = 0, REPLY = 1, GENERIC_EVENT = 35;

    /** The kind: {@link #ERROR}, {@link #REPLY} or an {@link Event}. */
    public int type() {
        return u8(0) & 0x7f;
    }

    /** Whether a client has made up the event (SendEvent), and not the server. */
    public boolean isSent() {
        return (u8(0) & 0x80) != 0;
    }

    public int u8(int at) {
        return at < bytes.length ? bytes[at] & 0xff : 0;
    }

    public int u16(int at) {
        return u8(at) | u8(at + 1) << 8;
    }

    public int i16(int at) {
        return (short) u16(at);
    }

    public int i32(int at) {
        return u16(at) | u16(at + 2) << 16;
    }

    /** The numbers of four bytes from a place on, {@code most} at most. */
    public int[] i32s(int at, int count, int most) {
        int there = Math.clamp(Math.min(count, (bytes.length - at) / 4), 0, most);
        var out = new int[there];
        for (int i = 0; i < there; i++) out[i] = i32(at + 4 * i);
        return out;
    }

    public byte[] data(int at, int length) {
        int from = Math.min(at, bytes.length);
        return Arrays.copyOfRange(bytes, from, from + Math.clamp(length, 0, bytes.length - from));
    }

    public String text(int at, int length, Charset charset) {
        return new String(data(at, length), charset);
    }
}
