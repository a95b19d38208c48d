package weft.codec;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import weft.api.WeftException;

/** Trees as CBOR (RFC 8949). */
public final class Cbor {
    private static final TokenFormat FORMAT = new TokenFormat("CBOR", new CBORFactory());

    private Cbor() {}

    public static byte[] write(Object tree) {
        return FORMAT.write(tree);
    }

    /** @throws WeftException INVALID unless the bytes are exactly one value */
    public static Object read(byte[] bytes, int offset, int length) {
        return FORMAT.read(bytes, offset, length);
    }

    public static Object read(byte[] bytes) {
        return read(bytes, 0, bytes.length);
    }
}
