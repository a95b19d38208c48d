package weft.gateway;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.Child;
import weft.api.message.Connection.Role;
import weft.api.message.Message;
import weft.codec.Envelope;
import weft.os.Fd;

/** The facts of one child; {@link ChildTable} changes them. */
final class ChildProcess implements Child {
    private final ChildTable table;
    private final String id;
    private final Role role;
    private final byte[] token;
    private final Path log;
    private final long startedMs;
    private final boolean adopted;
    /** The process that was started, and the one that spoke; the same where nothing wraps it. */
    volatile Optional<ProcessId> started = Optional.empty(), spoken = Optional.empty();
    volatile Optional<SessionId> session;
    volatile Optional<FirstLine> firstLine = Optional.empty();
    volatile Optional<Exit> exit = Optional.empty();
    volatile Optional<String> cause = Optional.empty();
    volatile Connection connection, portal;
    /** The poller's thread's, after the start; null once its first line was read or it has ended. */
    FirstLineReader output;
    /** When it was last asked whether it is there ({@link System#nanoTime}), or 0. */
    final java.util.concurrent.atomic.AtomicLong pinged = new java.util.concurrent.atomic.AtomicLong();
    /** How many it has had to the gateway; changed under the child's lock. */
    volatile int connections;

    ChildProcess(ChildTable table, String id, Role role, String token, Path log, long startedMs, boolean adopted, Optional<SessionId> session) {
        this.table = table;
        this.id = id;
        this.role = role;
        this.token = token.getBytes(StandardCharsets.US_ASCII);
        this.log = log;
        this.startedMs = startedMs;
        this.adopted = adopted;
        this.session = session;
    }

    /** Takes as long for a token that is nearly right as for one that is not. */
    boolean hasToken(byte[] claimed) {
        return MessageDigest.isEqual(token, claimed);
    }

    String token() {
        return new String(token, StandardCharsets.US_ASCII);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Role role() {
        return role;
    }

    @Override
    public OptionalInt pid() {
        return spoken.or(() -> started).map(p -> OptionalInt.of(p.pid())).orElse(OptionalInt.empty());
    }

    @Override
    public Optional<SessionId> session() {
        return session;
    }

    @Override
    public void assign(SessionId to) {
        table.assign(this, to);
    }

    @Override
    public long startedMs() {
        return startedMs;
    }

    @Override
    public boolean adopted() {
        return adopted;
    }

    @Override
    public boolean connected() {
        return connection != null;
    }

    @Override
    public Optional<FirstLine> firstLine() {
        return firstLine;
    }

    @Override
    public Optional<Exit> exit() {
        return exit;
    }

    @Override
    public Path log() {
        return log;
    }

    @Override
    public void send(Envelope event, Fd... descriptors) {
        var c = connection;
        if (c == null) throw new WeftException(ErrorCode.UNAVAILABLE, "it has no connection at the moment");
        if (!c.send(event, descriptors)) throw new WeftException(ErrorCode.UNAVAILABLE, "it does not read what it is sent");
    }

    /** Sends an event and tells whether it went out: true when the system has it, so that it outlives this process; false if it was lost. */
    void send(Envelope event, SendQueue.Fate fate) {
        var c = connection;
        if (c == null) throw new WeftException(ErrorCode.UNAVAILABLE, "it has no connection at the moment");
        if (!c.send(event, fate)) throw new WeftException(ErrorCode.UNAVAILABLE, "it does not read what it is sent");
    }

    @Override
    public CompletableFuture<Message> request(Message message, Optional<SessionId> about) {
        var c = connection;
        if (c == null) return CompletableFuture.failedFuture(new WeftException(ErrorCode.UNAVAILABLE, "it has no connection at the moment"));
        return c.ask(message, about);
    }

    @Override
    public void kill(String why) {
        table.kill(this, why);
    }

    @Override
    public void forget() {
        table.forget(this);
    }

    @Override
    public String toString() {
        return role + " " + id + pid().stream().mapToObj(p -> " (process " + p + ")").findFirst().orElse("");
    }
}
