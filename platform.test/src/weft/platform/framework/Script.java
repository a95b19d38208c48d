package weft.platform.framework;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import weft.codec.Envelope;
import weft.codec.Json;
import weft.os.Fd;
import weft.os.UnixSocket;

/** A script's connection to the platform: JSON lines. For one thread at a time. */
public final class Script implements AutoCloseable {
    private final Fd fd;
    private final StringBuilder text = new StringBuilder();
    private long numbers;

    public Script(Path socket) throws IOException {
        fd = UnixSocket.connect(socket);
    }

    /** The answer's body; ERROR is an exception. */
    public Map<String, Object> ask(String type, Map<String, Object> body) throws IOException {
        return ask(Map.of("type", type, "body", body));
    }

    /** Sends a message to an app's module; returns when it is on its way there. */
    public void tell(String session, Object data) throws IOException {
        ask(Map.of("type", "IPC_FORWARD", "session", session, "body", Map.of("data", data)));
    }

    private Map<String, Object> ask(Map<String, Object> request) throws IOException {
        long number = ++numbers;
        var numbered = new java.util.HashMap<>(request);
        numbered.put("id", number);
        byte[] line = (Json.line(numbered) + "\n").getBytes(StandardCharsets.US_ASCII);
        fd.write(line, 0, line.length);
        while (true) {
            Envelope e = next();
            if (e.re() != number) continue;
            e.answer();
            return e.body();
        }
    }

    @SuppressWarnings("unchecked")
    public List<Map<String, Object>> running() throws IOException {
        return (List<Map<String, Object>>) ask("QUERY_RUNNING", Map.of()).get("apps");
    }

    /** Starts an app; returns its state when it is Running or Stopped. */
    public Map<String, Object> launch(String app) throws IOException {
        var session = ask("LAUNCH_APP", Map.of("app_id", app)).get("session");
        return until((String) session, "Running", "Stopped");
    }

    /** Waits for one of some states of a session. */
    public Map<String, Object> until(String session, String... states) throws IOException {
        ask("SUBSCRIBE", Map.of());
        var now = ask("QUERY_APP_STATE", Map.of("session", session));
        if (List.of(states).contains(now.get("state"))) return now;
        while (true) {
            Envelope e = next();
            if (e.type().equals("APP_STATE") && session.equals(e.body().get("session")) && List.of(states).contains(e.body().get("state"))) return e.body();
        }
    }

    public Envelope next() throws IOException {
        byte[] buffer = new byte[1 << 16];
        while (text.indexOf("\n") < 0) {
            int n = fd.read(buffer, 0, buffer.length);
            if (n == 0) throw new EOFException("the platform closed the connection");
            text.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
        }
        String line = text.substring(0, text.indexOf("\n"));
        text.delete(0, line.length() + 1);
        return Envelope.fromTree(Json.read(line));
    }

    @Override
    public void close() {
        fd.close();
    }
}
