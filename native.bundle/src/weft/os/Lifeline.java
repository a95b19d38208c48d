package weft.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What ties a process to the supervisor that started it: a socket, passed under the name {@code lifeline}. When the
 * supervisor is gone, however it went, the socket ends, and so does the process. In the other direction it tells the
 * supervisor, one line each, that the process is ready and what its user should know. A process that somebody started
 * by hand has no lifeline; then nothing here does anything.
 *
 * <p>{@code Lifeline.of(sockets).watch(children::endAll);} and, later, {@code lifeline.ready();}
 */
public final class Lifeline {
    private static final long LIMIT_MS = 5_000;
    private final Fd socket;

    private Lifeline(Fd socket) {
        this.socket = socket;
    }

    /** Takes the lifeline out of what {@link ListenFds#take} found. */
    public static Lifeline of(Map<String, Fd> sockets) {
        return new Lifeline(sockets.remove("lifeline"));
    }

    /**
     * From now on, when the supervisor is gone, runs {@code end} on a thread of its own and ends the process: after
     * five seconds even if {@code end} has not returned. What is then left of the session's folder is removed.
     */
    public Lifeline watch(Runnable end) {
        if (socket != null) Thread.ofPlatform().daemon().name("weft-lifeline").start(() -> await(end));
        return this;
    }

    /** Whether there is somebody to tell. */
    public boolean isPresent() {
        return socket != null;
    }

    /** Tells the supervisor that this process serves its sockets. */
    public void ready() {
        send("READY");
    }

    /** Tells the user, where the session was started: {@code label} is one word, {@code text} one line. */
    public void tell(String label, String text) {
        send("TELL " + label + " " + text.replaceAll("\\p{Cntrl}", " "));
    }

    private synchronized void send(String line) {
        if (socket == null) return;
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            UnixSocket.send(socket, bytes, 0, bytes.length);
        } catch (IOException e) {
            // The supervisor is gone: the watching thread sees the same.
        }
    }

    private void await(Runnable end) {
        byte[] ignored = new byte[64];
        try {
            while (socket.read(ignored, 0, ignored.length) > 0) { }
        } catch (IOException e) {
            // Broken is as good as ended.
        }
        Thread ending = Thread.ofPlatform().daemon().name("weft-session-end").start(end);
        try {
            ending.join(LIMIT_MS);
            removeSession(System.getenv("WEFT_RUNTIME_DIR"));
        } catch (InterruptedException | IOException e) {
            // Nothing is left to do but to end.
        }
        Runtime.getRuntime().halt(143);
    }

    private static void removeSession(String folder) throws IOException {
        if (folder == null) return;
        Path runtime = Path.of(folder);
        String facts = LockedFolder.read(runtime).orElse("");
        if (!LockedFolder.removeAbandoned(runtime)) return;
        // What the supervisor made outside of its folder: the public Wayland socket.
        for (String line : facts.split("\n")) if (line.startsWith("outside /")) Files.deleteIfExists(Path.of(line.substring(8)));
    }
}
