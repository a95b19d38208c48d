package weft.portal.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import weft.api.ErrorCode;
import weft.api.WeftException;

/** Reads one HTTP/1.1 response (RFC 9112), bounded. */
final class HttpReader {
    private static final int MAX_HEAD = 64 << 10;
    private final InputStream in;
    private final int maxBody;
    private int head;

    HttpReader(InputStream in, int maxBody) {
        this.in = in;
        this.maxBody = maxBody;
    }

    /** @param headers by name in lower case; several of one name are joined by commas */
    record Response(int status, Map<String, Object> headers, byte[] body) {}

    /** @param bodiless whether the answer to this request has no body, whatever its headers say */
    Response read(boolean bodiless) throws IOException {
        while (true) {
            String[] status = line().split(" ", 3);
            if (status.length < 2 || !status[0].startsWith("HTTP/1.") || !status[1].matches("[1-5][0-9][0-9]")) throw new IOException("it does not speak HTTP");
            int code = Integer.parseInt(status[1]);
            var headers = headers();
            if (code == 101) throw new IOException("it wants to speak something else");
            if (code < 200) continue;
            return new Response(code, headers, bodiless || code == 204 || code == 304 ? new byte[0] : body(headers));
        }
    }

    private Map<String, Object> headers() throws IOException {
        var headers = new LinkedHashMap<String, Object>();
        for (String line; !(line = line()).isEmpty(); ) {
            int colon = line.indexOf(':');
            if (colon <= 0) throw new IOException("a header is broken");
            headers.merge(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
        }
        return headers;
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c; (c = in.read()) != '\n'; line.write(c)) {
            if (c < 0) throw new IOException("it ended in the middle");
            if (++head > MAX_HEAD) throw new WeftException(ErrorCode.TOO_LARGE, "The headers of the answer are too long.");
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private byte[] body(Map<String, Object> headers) throws IOException {
        String coding = String.valueOf(headers.getOrDefault("transfer-encoding", "")).toLowerCase(Locale.ROOT);
        if (coding.equals("chunked")) return chunks();
        if (!coding.isEmpty()) throw new IOException("its answer is coded in an unknown way");
        String length = String.valueOf(headers.getOrDefault("content-length", ""));
        if (length.isEmpty()) return upToTheEnd();
        if (!length.matches("[0-9]{1,12}")) throw new IOException("the length of its answer is no number");
        return exactly(Long.parseLong(length), new ByteArrayOutputStream()).toByteArray();
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            String size = line().split(";")[0].strip();
            if (!size.matches("[0-9A-Fa-f]{1,8}")) throw new IOException("a chunk of its answer is broken");
            long length = Long.parseLong(size, 16);
            if (length == 0) {
                headers();
                return body.toByteArray();
            }
            exactly(length, body);
            if (!line().isEmpty()) throw new IOException("a chunk of its answer is broken");
            head = 0;
        }
    }

    private ByteArrayOutputStream exactly(long length, ByteArrayOutputStream body) throws IOException {
        room(body.size() + length);
        byte[] part = in.readNBytes((int) length);
        if (part.length < length) throw new IOException("it ended in the middle");
        body.writeBytes(part);
        return body;
    }

    private byte[] upToTheEnd() throws IOException {
        byte[] body = in.readNBytes(maxBody + 1);
        room(body.length);
        return body;
    }

    private void room(long bytes) {
        if (bytes > maxBody) throw new WeftException(ErrorCode.TOO_LARGE, "The answer is larger than " + maxBody + " bytes.");
    }
}
