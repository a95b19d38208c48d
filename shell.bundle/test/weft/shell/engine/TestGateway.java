package weft.shell.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import weft.api.SessionId;
import weft.api.message.Connection;
import weft.api.message.Message;
import weft.codec.Envelope;
import weft.codec.Frames;
import weft.os.Fd;
import weft.os.UnixSocket;

/** The gateway's side of an engine's connection, over a real socket: welcomes the engine, asks, and collects what it says. */
final class TestGateway implements AutoCloseable {
    static final String TOKEN = "birth-token-of-the-engine";
    private static final long TIMEOUT_S = 20;
    private final Fd listener;
    private final AtomicLong lastRequest = new AtomicLong();
    private final Map<Long, CompletableFuture<Envelope>> waiting = new ConcurrentHashMap<>();
    private final BlockingQueue<Envelope> said = new LinkedBlockingQueue<>();
    private Fd connection;
    private Frames frames;
    private int enginePid;

    TestGateway(Path socket) throws IOException {
        listener = UnixSocket.listen(socket, 4);
    }

    /** Waits for the engine, and welcomes it. */
    void accept() throws IOException {
        connection = UnixSocket.accept(listener);
        enginePid = UnixSocket.peer(connection).pid();
        var opened = new Frames(connection);
        var hello = opened.read().envelope();
        assertEquals(new Connection.Hello(Connection.Role.engine, Optional.of(TOKEN)), hello.message());
        opened.write(Envelope.reply(hello.id(), new Connection.Welcome(Optional.empty())));
        frames = opened;
        Thread.ofPlatform().daemon().start(() -> read(opened));
    }

    private void read(Frames from) {
        try {
            while (true) {
                var envelope = from.read().envelope();
                if (envelope.re() != 0) waiting.remove(envelope.re()).complete(envelope);
                else said.add(envelope);
            }
        } catch (IOException | IllegalStateException e) {
            waiting.values().forEach(f -> f.completeExceptionally(e));
        }
    }

    int enginePid() {
        return enginePid;
    }

    CompletableFuture<Envelope> ask(Message request) throws IOException {
        long id = lastRequest.incrementAndGet();
        var answer = new CompletableFuture<Envelope>();
        waiting.put(id, answer);
        frames.write(Envelope.request(id, request));
        return answer;
    }

    /** Asks and waits for an answer that is no error. */
    Message request(Message request) throws Exception {
        return ask(request).get(TIMEOUT_S, TimeUnit.SECONDS).answer();
    }

    void send(Envelope envelope) throws IOException {
        frames.write(envelope);
    }

    void sendTo(String session, Message event) throws IOException {
        send(Envelope.event(event).withSession(new SessionId(session)));
    }

    /** The next thing the engine says that fulfils a condition; what it said before is dropped. */
    Envelope next(Predicate<Envelope> wanted) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_S);
        while (true) {
            var envelope = said.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (envelope == null) throw new AssertionError("the engine did not say it within " + TIMEOUT_S + " s");
            if (wanted.test(envelope)) return envelope;
        }
    }

    Envelope next(String type) throws Exception {
        return next(e -> e.type().equals(type));
    }

    /** What a page sends to its module next; it is answered with OK. */
    Object nextForward(String session) throws Exception {
        var envelope = next(e -> e.type().equals("IPC_FORWARD") && e.session().equals(Optional.of(new SessionId(session))));
        send(Envelope.reply(envelope.id(), new Connection.Ok()));
        return envelope.body().get("data");
    }

    /** Breaks the connection, as a platform that dies does. */
    void hangUp() {
        UnixSocket.shutdown(connection);
    }

    @Override
    public void close() {
        if (connection != null) UnixSocket.shutdown(connection);
        listener.close();
    }
}
