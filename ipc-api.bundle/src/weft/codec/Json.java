package weft.codec;

import com.fasterxml.jackson.core.JsonFactory;
import java.nio.charset.StandardCharsets;
import weft.api.WeftException;

/** Trees as JSON (RFC 8259); bytes become base64 text. */
public final class Json {
    private static final TokenFormat FORMAT = new TokenFormat("JSON", new JsonFactory());

    private Json() {}

    /** As one line, without the newline, in ASCII: what is beyond is escaped. */
    public static String line(Object tree) {
        return new String(new JsonWriter().value(tree).bytes(), StandardCharsets.ISO_8859_1);
    }

    /** As {@link #line}, with the newline: what goes over a socket. */
    public static byte[] lineBytes(Object tree) {
        return new JsonWriter().value(tree).newline().bytes();
    }

    /** @throws WeftException INVALID unless the text is exactly one value */
    public static Object read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    /** In UTF-8. */
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
