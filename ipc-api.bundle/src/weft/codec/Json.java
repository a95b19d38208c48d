package weft.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import weft.api.ErrorCode;
import weft.api.WeftException;

/** Trees as JSON (RFC 8259); bytes become base64 text. */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** As one line, without the newline, in ASCII: what is beyond is escaped. */
    public static String line(Object tree) {
        var text = new java.io.StringWriter();
        try (var out = FACTORY.createGenerator(text)) {
            out.setHighestNonEscapedChar(127);
            Tree.write(out, tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** @throws WeftException INVALID unless the text is exactly one value */
    public static Object read(String text) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return read(bytes, 0, bytes.length);
    }

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
            throw new WeftException(ErrorCode.INVALID, "the message is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new WeftException(ErrorCode.INVALID, "the message is cut short");
        }
    }

    public static Object read(byte[] bytes) {
        return read(bytes, 0, bytes.length);
    }
}
