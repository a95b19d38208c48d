package weft.wayland.wire;

/**
 * What one connection may hold.
 *
 * @param objects live objects that the peer made
 * @param outputBytes bytes waiting for a peer that does not read; beyond, the connection ends
 * @param descriptors descriptors waiting in either direction; beyond, the connection ends
 */
public record Limits(int objects, int outputBytes, int descriptors) {
    /** For what clients may do to a server: ample for the largest toolkits. */
    public static final Limits DEFAULT = new Limits(1 << 16, 1 << 20, 64);
    /** For a client, which trusts its compositor and may have to wait for it. */
    public static final Limits CLIENT = new Limits(1 << 16, 4 << 20, 1024);

    public Limits {
        if (objects < 16 || outputBytes < Transport.MAX_MESSAGE || descriptors < 28) throw new IllegalArgumentException("limits too small");
    }
}
