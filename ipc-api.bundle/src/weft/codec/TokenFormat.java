package weft.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import weft.api.ErrorCode;
import weft.api.WeftException;

/** Trees as bytes in one format: what JSON and CBOR have in common. Safe from any thread. */
record TokenFormat(String name, JsonFactory factory) {

    byte[] write(Object tree) {
        var bytes = new ByteArrayOutputStream(256);
        try (var out = factory.createGenerator(bytes)) {
            Tree.write(out, tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws WeftException INVALID unless the bytes are exactly one value */
    Object read(byte[] bytes, int offset, int length) {
        try (var in = factory.createParser(bytes, offset, length)) {
            if (in.nextToken() == null) throw new WeftException(ErrorCode.INVALID, "the message is empty");
            Object tree = Tree.read(in, 0);
            if (in.nextToken() != null) throw new WeftException(ErrorCode.INVALID, "there is something behind the message");
            return tree;
        } catch (JsonProcessingException e) {
            throw new WeftException(ErrorCode.INVALID, "the message is not " + name + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new WeftException(ErrorCode.INVALID, "the message is cut short");
        }
    }
}
