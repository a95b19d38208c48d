package weft.compositor.xwayland.wire;

/**
 * What the X server says in the beginning (X11 protocol, section 8).
 *
 * @param idBase the first of the ids that this client may give
 * @param idMask which bits of an id are a client's own: the others tell clients apart
 */
public record Setup(int idBase, int idMask, int root, int rootVisual) {
    /** The first bytes of the answer, which say how long it is. */
    static final int HEAD = 8;
    private static final int SUCCESS = 1, FIXED = 40, SCREEN = 40;

    /** What a client sends first: byte order, version 11.0, no authority, as this connection was made by the server's own parent. */
    static RequestWriter request() {
        return new RequestWriter().u8('l').u8(0).u16(11).u16(0).u16(0).u16(0).u16(0);
    }

    static int length(Packet head) {
        return HEAD + 4 * head.u16(6);
    }

    /** @throws IllegalArgumentException if the server refuses, or it is not such an answer */
    static Setup parse(Packet p) {
        if (p.u8(0) != SUCCESS) throw new IllegalArgumentException("the X server refuses the window manager");
        int screen = FIXED + (p.u16(24) + 3 & ~3) + 8 * p.u8(29);
        if (p.u8(28) < 1 || screen + SCREEN > p.bytes().length) throw new IllegalArgumentException("the X server has no screen");
        return new Setup(p.i32(12), p.i32(16), p.i32(screen), p.i32(screen + 32));
    }

    /** Which client an id belongs to. */
    public int client(int id) {
        return id & ~idMask;
    }
}
