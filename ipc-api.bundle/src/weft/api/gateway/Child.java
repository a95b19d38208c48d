package weft.api.gateway;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.message.Connection.Role;
import weft.api.message.Message;
import weft.codec.Envelope;
import weft.os.Fd;

/**
 * A process that the gateway started, or found again after a restart. It is known by its birth token, watched by a
 * process descriptor, and remembered until {@link #forget}. Safe from any thread; nothing here blocks.
 */
@ProviderType
public interface Child {
    String id();

    Role role();

    /** The process that speaks: known when it has connected, else the one that was started. */
    OptionalInt pid();

    /** The session that its connections act for. */
    Optional<SessionId> session();

    /** Makes its connections act for a session, from now on. @throws IllegalStateException if they act for another */
    void assign(SessionId session);

    /** Milliseconds since 1970 at its start. */
    long startedMs();

    /** Found again after a restart of the platform: what it says on its standard output is lost. */
    boolean adopted();

    /** Whether it has a connection to the gateway. */
    boolean connected();

    /** The first line of its standard output, once it is there. */
    Optional<FirstLine> firstLine();

    /** How it ended, once it has. */
    Optional<Exit> exit();

    /** The file that its standard error is appended to. */
    Path log();

    /**
     * Sends an event; the descriptors stay the caller's.
     *
     * @throws WeftException UNAVAILABLE if it has no connection or does not read what it was sent
     */
    void send(Envelope event, Fd... descriptors);

    /** As {@link #request(Message, Optional)} for the process as a whole. */
    default CompletableFuture<Message> request(Message message) {
        return request(message, Optional.empty());
    }

    /**
     * Asks something; the future fails with a {@link WeftException}: the one that was answered, or UNAVAILABLE if the
     * connection is or gets lost. There is no time limit but the caller's own.
     */
    CompletableFuture<Message> request(Message message, Optional<SessionId> session);

    /** Ends it at once, with everything inside. What it ended of is then {@code cause}: a sentence's rest, such as "was stopped". */
    void kill(String cause);

    /** Drops an ended process from {@link Children#all}; harmless for a living one. */
    void forget();

    /**
     * The first line of a process's standard output, without its newline; all that comes later is not read.
     *
     * @param text    what it said; cut at 4096 bytes
     * @param problem why this is no line: it was too long, or the output ended before its end
     */
    record FirstLine(String text, Optional<String> problem) {}

    /**
     * How a process ended.
     *
     * @param known  whether it was a child of this platform, so that the system tells code and signal
     * @param cause  the reason given to {@link #kill}, or the gateway's own
     */
    record Exit(boolean known, int code, int signal, Optional<String> cause) {}
}
