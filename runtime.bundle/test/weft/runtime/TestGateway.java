package weft.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.message.AppMessage;
import weft.api.message.Connection;
import weft.api.message.Lifecycle;
import weft.api.message.Message;
import weft.codec.Envelope;
import weft.codec.Frames;
import weft.os.Fd;
import weft.os.UnixSocket;

/** As much of a gateway as a runtime sees: accepts, welcomes, confirms what is forwarded, and keeps all that was said. */
final class TestGateway implements AutoCloseable {
    static final SessionId SESSION = new SessionId("s1");
    private final Fd listener;
    private final BlockingQueue<Envelope> said = new LinkedBlockingQueue<>();
    private final BlockingQueue<Client> clients = new LinkedBlockingQueue<>();
    private volatile boolean confirming = true;
    private volatile Optional<ErrorCode> refusal = Optional.empty();
    private Client client;

    record Client(Fd socket, Frames frames, Connection.Hello hello, int pid) {}

    TestGateway(Path socket) throws IOException {
        listener = UnixSocket.listen(socket, 8);
        Thread.ofPlatform().daemon().start(this::accept);
    }

    private void accept() {
        try {
            for (;;) {
                Fd socket = UnixSocket.accept(listener);
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            }
        } catch (IOException | IllegalStateException e) {
            // closed
        }
    }

    private void serve(Fd socket) {
        try {
            var frames = new Frames(socket);
            Envelope first = frames.read().envelope();
            if (refusal.isPresent()) {
                frames.write(Envelope.reply(first.id(), new Connection.Error(refusal.get(), "no such token", Optional.empty(), Optional.empty())));
                return;
            }
            frames.write(Envelope.reply(first.id(), new Connection.Welcome(Optional.empty())));
            clients.add(new Client(socket, frames, (Connection.Hello) first.message(), UnixSocket.peer(socket).pid()));
            for (;;) {
                Envelope envelope = frames.read().envelope();
                said.add(envelope);
                if (envelope.id() > 0 && confirming) frames.write(Envelope.reply(envelope.id(), new Connection.Ok()));
            }
        } catch (IOException | IllegalStateException e) {
            socket.close();
        }
    }

    /** Waits for a runtime to knock and talks to that one from now on. */
    Client awaitRuntime() throws InterruptedException {
        client = clients.poll(TestPlatform.PATIENCE_S, TimeUnit.SECONDS);
        if (client == null) throw new AssertionError("no runtime came");
        return client;
    }

    /** Assigns a module, and what was compiled of it ahead. */
    void assign(Path module, Path compiled, int memoryMb) throws IOException {
        try (Fd file = open(module); Fd ahead = open(compiled)) {
            client.frames.write(Envelope.request(7, new Lifecycle.Assign(SESSION, new AppId("org.weft.test"), memoryMb, List.of(), false)), file, ahead);
        }
    }

    private static Fd open(Path file) throws IOException {
        return Fd.of(weft.ffi.Libc.syscall(2, TestPlatform.cString(file), 0, 0, 0, 0, 0), "open " + file);
    }

    void assign(Path module, int memoryMb, boolean manualReady, String... args) throws IOException {
        var assign = Envelope.request(7, new Lifecycle.Assign(SESSION, new AppId("org.weft.test"), memoryMb, List.of(args), manualReady));
        if (module == null) {
            client.frames.write(assign);
            return;
        }
        try (Fd file = open(module)) {
            client.frames.write(assign, file);
        }
    }

    void send(Message message) throws IOException {
        client.frames.write(Envelope.event(message).withSession(SESSION));
    }

    /** A message from the page. */
    void page(Object data) throws IOException {
        send(new AppMessage.IpcMessage(data));
    }

    void ask(long id, Message message) throws IOException {
        client.frames.write(Envelope.request(id, message));
    }

    Envelope answerTo(long id) throws InterruptedException {
        for (;;) {
            Envelope e = next();
            if (e.re() == id) return e;
        }
    }

    /** What the guest says to its page next. */
    Map<?, ?> nextFromGuest() throws InterruptedException {
        for (;;) {
            Message m = next().message();
            if (m instanceof AppMessage.IpcForward f) return (Map<?, ?>) f.data();
        }
    }

    /** Whatever the runtime says next. */
    Envelope next() throws InterruptedException {
        Envelope e = said.poll(TestPlatform.PATIENCE_S, TimeUnit.SECONDS);
        if (e == null) throw new AssertionError("the runtime said nothing");
        return e;
    }

    /** As if the gateway no longer confirmed anything. */
    void confirming(boolean on) {
        confirming = on;
    }

    void refuse(ErrorCode code) {
        refusal = Optional.of(code);
    }

    /** As the platform's death looks from outside; the supervisor keeps listening, and what knocks finds a new one. */
    void dropConnection() {
        end(client);
    }

    // The serving thread closes the socket, perhaps just now.
    private static void end(Client c) {
        try {
            UnixSocket.shutdown(c.socket);
        } catch (IllegalStateException e) {
            // closed already
        }
    }

    @Override
    public void close() {
        UnixSocket.shutdown(listener);
        listener.close();
        for (Client c; (c = clients.poll()) != null; ) end(c);
        if (client != null) end(client);
    }
}
