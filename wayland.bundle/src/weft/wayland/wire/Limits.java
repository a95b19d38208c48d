package weft.wayland.wire;

/**
 * What one connection may hold.
 *
 * @param objects live objects that the peer made
 * @param outputBytes bytes waiting for a peer that does not read; beyond, the connection ends
 * @param descriptors descriptors waiting in either direction; beyond, the connection ends
 */
public record Limits(int objects, int outputBytes, int descriptors) {
    /** Ample for the largest toolkits. */
    public static final Limits DEFAULT = new Limits(1 << 16, 1 << 20, 512);

    public Limits {
        if (objects < 16 || outputBytes < Transport.MAX_MESSAGE || descriptors < 28) throw new IllegalArgumentException("limits too small");
    }
}
