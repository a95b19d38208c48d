package weft.compositor.xwayland.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Requests in the order in which they are to be sent. Begin one, add its fields, end it: its length is filled in. */
public final class RequestWriter {
    private byte[] bytes = new byte[1 << 12];
    private int size, begin = -1;

    /** Begins a request. {@code data}: the byte that follows the opcode. */
    public RequestWriter begin(int opcode, int data) {
        begin = size;
        return u8(opcode).u8(data).u16(0);
    }

    public RequestWriter u8(int v) {
        if (size == bytes.length) bytes = Arrays.copyOf(bytes, 2 * size);
        bytes[size++] = (byte) v;
        return this;
    }

    public RequestWriter u16(int v) {
        return u8(v).u8(v >> 8);
    }

    public RequestWriter i32(int v) {
        return u16(v).u16(v >> 16);
    }

    public RequestWriter i32s(int... values) {
        for (int v : values) i32(v);
        return this;
    }

    public RequestWriter data(byte[] data, int offset, int length) {
        if (bytes.length - size < length) bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + length));
        System.arraycopy(data, offset, bytes, size, length);
        size += length;
        return this;
    }

    public RequestWriter text(String ascii) {
        var text = ascii.getBytes(StandardCharsets.US_ASCII);
        return data(text, 0, text.length);
    }

    /** Ends the request: fills it up to whole units of four bytes, and says in it how many they are. */
    public void end() {
        while ((size - begin) % 4 != 0) u8(0);
        int units = (size - begin) / 4;
        if (units > 0xffff) throw new IllegalArgumentException("a request of " + 4 * units + " bytes");
        bytes[begin + 2] = (byte) units;
        bytes[begin + 3] = (byte) (units >> 8);
        begin = -1;
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    /** The first bytes have been sent. */
    void drop(int sent) {
        System.arraycopy(bytes, sent, bytes, 0, size - sent);
        size -= sent;
    }
}
