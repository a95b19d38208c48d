package weft.proving;

import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import weft.api.SessionId;
import weft.api.gateway.Caller;
import weft.api.gateway.CallInterceptor;
import weft.api.gateway.SessionFacts;
import weft.api.message.Message;
import weft.api.message.Proving.Recorded;
import weft.codec.Envelope;
import weft.codec.Json;
import weft.codec.RecordTree;
import weft.codec.Redaction;

/**
 * A session's messages on their way into a file, a JSON object a line: first {@code recording} (the format, 1), {@code session} and the {@code facts} of all sessions;
 * then {@code ms} since the start, {@code role}, {@code session} and {@code pid} of the caller, the {@code request}, and its {@code answer}, if it is one that the platform
 * answers. Sensitive fields by their size; of the facts not what an app said. Writing waits for nobody: what comes too fast is lost, and counted.
 */
final class Recording implements CallInterceptor, AutoCloseable {
    static final int FORMAT = 1;
    private static final System.Logger LOG = System.getLogger("weft.proving");
    private static final int MAX_WAITING = 1024, CLOSE_LIMIT_S = 10;
    private static final long MAX_CHARACTERS = 64 << 20;
    private final SessionId session;
    private final Path file;
    private final BufferedWriter out;
    private final ThreadPoolExecutor writer = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), Thread.ofPlatform().daemon().name("weft-recording").factory());
    private final AtomicLong messages = new AtomicLong(), lost = new AtomicLong();
    private final long start = System.nanoTime();
    private long written;

    /** @throws IOException if there is such a file already, or it cannot be made */
    Recording(SessionId session, Path file, List<SessionFacts> facts) throws IOException {
        this.session = session;
        this.file = file;
        var channel = Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        out = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.US_ASCII));
        line(Map.of("recording", FORMAT, "session", session.value(), "facts", facts.stream().map(Recording::withoutOutput).map(RecordTree::write).toList()));
    }

    private static SessionFacts withoutOutput(SessionFacts f) {
        return new SessionFacts(f.session(), f.appId(), f.name(), f.state(), f.reason(), f.badges(), f.requestedMs(), f.timings(), f.limitMs(), f.child(), f.pid(), List.of(), f.denials(), f.revision(), f.containment(), f.requires());
    }

    @Override
    public Message intercept(Caller caller, Envelope request, Call call) throws Exception {
        try {
            Message answer = call.proceed();
            note(caller, request, Optional.of(Envelope.reply(request.id(), answer)));
            return answer;
        } catch (Exception e) {
            note(caller, request, Optional.of(Envelope.failure(request.id(), e)));
            throw e;
        }
    }

    @Override
    public void forwarded(Caller caller, Envelope message) {
        if (concerns(caller, message)) note(caller, message, Optional.empty());
    }

    // What the session itself says, and what is said of it.
    @Override
    public boolean concerns(Caller caller, Envelope request) {
        return caller.session().equals(Optional.of(session)) || request.session().equals(Optional.of(session)) || session.value().equals(request.body().get("session"));
    }

    private void note(Caller caller, Envelope request, Optional<Envelope> answer) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("ms", (System.nanoTime() - start) / 1_000_000);
        entry.put("role", caller.role().name());
        caller.session().ifPresent(s -> entry.put("session", s.value()));
        entry.put("pid", caller.pid());
        entry.put("request", redacted(request));
        answer.ifPresent(a -> entry.put("answer", redacted(a)));
        try {
            writer.execute(() -> write(entry));
        } catch (RejectedExecutionException e) {
            lost.incrementAndGet();
        }
    }

    private static Map<String, Object> redacted(Envelope e) {
        var tree = new LinkedHashMap<>(e.toTree());
        tree.put("body", Redaction.body(e.type(), e.body()));
        return tree;
    }

    private void write(Map<String, Object> entry) {
        try {
            if (written > MAX_CHARACTERS) {
                lost.incrementAndGet();
                return;
            }
            line(entry);
            messages.incrementAndGet();
        } catch (IOException e) {
            lost.incrementAndGet();
            LOG.log(Level.WARNING, "{0} cannot be written: {1}", file, e.getMessage());
        }
    }

    private void line(Map<String, Object> tree) throws IOException {
        String line = Json.line(tree);
        out.write(line);
        out.write('\n');
        written += line.length();
    }

    /** What it holds; final once it is closed. */
    Recorded status() {
        return new Recorded(file.toString(), messages.get(), lost.get());
    }

    @Override
    public void close() throws IOException {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(CLOSE_LIMIT_S, TimeUnit.SECONDS)) throw new IOException(file + " takes too long to be written");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            out.close();
        }
    }
}
