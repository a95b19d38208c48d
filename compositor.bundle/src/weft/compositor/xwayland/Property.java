package weft.compositor.xwayland;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import weft.compositor.xwayland.wire.Packet;

/** A property's value as the server sent it; type 0: there is none. */
record Property(Packet reply) {
    private static final int FORMAT = 1, TYPE = 8, LEFT = 12, COUNT = 16;

    int type() {
        return reply.i32(TYPE);
    }

    /** How many bytes of it were left out. */
    int left() {
        return reply.i32(LEFT);
    }

    /** Its numbers, {@code most} at most; none if it does not consist of such. */
    int[] numbers(int most) {
        return reply.u8(FORMAT) == 32 ? reply.i32s(Packet.BYTES, reply.i32(COUNT), most) : new int[0];
    }

    byte[] bytes() {
        return reply.data(Packet.BYTES, Math.clamp((long) reply.i32(COUNT) * (reply.u8(FORMAT) / 8), 0, Integer.MAX_VALUE));
    }

    String text(Charset charset) {
        return reply.u8(FORMAT) == 8 ? new String(bytes(), charset) : "";
    }

    String text(boolean utf8) {
        return text(utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }
}
