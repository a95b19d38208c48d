package weft.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import weft.codec.Json;
import weft.os.Fd;
import weft.os.UnixSocket;

/** Asks the compositor for a picture over its control socket; one connection a picture. */
final class Screen {
    private static final int MAX = 64 << 20;
    private static final byte[] REQUEST = "{\"id\":1,\"type\":\"SCREENSHOT\",\"body\":{}}\n".getBytes(StandardCharsets.US_ASCII);
    private final Path socket;

    Screen(Path socket) {
        this.socket = socket;
    }

    byte[] png() throws IOException {
        try (Fd fd = UnixSocket.connect(socket)) {
            fd.write(REQUEST, 0, REQUEST.length);
            if (Json.read(line(fd)) instanceof Map<?, ?> reply && reply.get("body") instanceof Map<?, ?> body && body.get("base64") instanceof String picture)
                return Base64.getDecoder().decode(picture);
            throw new IOException("it sent no picture");
        }
    }

    private static byte[] line(Fd fd) throws IOException {
        var line = new ByteArrayOutputStream(1 << 18);
        byte[] chunk = new byte[1 << 16];
        while (line.size() < MAX) {
            int n = fd.read(chunk, 0, chunk.length);
            if (n == 0) throw new IOException("it closed the connection");
            int end = n;
            for (int i = 0; i < n && end == n; i++) if (chunk[i] == '\n') end = i;
            line.write(chunk, 0, end);
            if (end < n) return line.toByteArray();
        }
        throw new IOException("its answer is too long");
    }
}
