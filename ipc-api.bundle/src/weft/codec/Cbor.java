package weft.codec;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import weft.api.ErrorCode;
import weft.api.WeftException;

/** Trees as CBOR (RFC 8949). */
public final class Cbor {
    private static final CBORFactory FACTORY = new CBORFactory();

    private Cbor() {}

    public static byte[] write(Object tree) {
        var bytes = new ByteArrayOutputStream(256);
        try (var out = FACTORY.createGenerator(bytes)) {
            Tree.write(out, tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws WeftException INVALID unless the bytes are exactly one value */
    public static Object read(byte[] bytes, int offset, int length) {
        try (var in = FACTORY.createParser(bytes, offset, length)) {
            if (in.nextToken() == null) throw new WeftException(ErrorCode.INVALID, "the message is empty");
            Object tree = Tree.read(in, 0);
            if (in.nextToken() != null) throw new WeftException(ErrorCode.INVALID, "there is something behind the message");
            return tree;
        } catch (JsonProcessingException e) {
            throw new WeftException(ErrorCode.INVALID, "the message is not CBOR: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new WeftException(ErrorCode.INVALID, "the message is cut short");
        }
    }

    public static Object read(byte[] bytes) {
        return read(bytes, 0, bytes.length);
    }
}
