package weft.gateway;

import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.message.Connection.Role;
import weft.api.message.Message;
import weft.codec.Envelope;
import weft.codec.Frames;
import weft.os.Fd;
import weft.os.UnixSocket;

/**
 * One accepted connection. A thread of its own reads; anybody sends, without waiting. It owns its socket, which is
 * closed when the reading ends, whoever caused that.
 */
final class Connection {
    private static final System.Logger LOG = System.getLogger("weft.gateway");
    private static final int MAX_ASKED = 1024, MAX_IN_WORK = 64, HALF_CLOSED_S = 60;

    /** What a connection reports to, on its reading thread. */
    interface Receiver {
        /** @param fds came with it, and are the receiver's now */
        void received(Connection from, Envelope envelope, List<Fd> fds) throws InterruptedException;

        void ended(Connection connection);
    }

    /** Which socket it came in by. */
    enum Endpoint { gateway, portal, weft }

    final Endpoint endpoint;
    final UnixSocket.Peer peer;
    /** Requests of this connection that are being answered; the reading waits when there are too many. */
    final Semaphore inWork = new Semaphore(MAX_IN_WORK);
    private final Fd socket;
    private final Wire wire;
    private final SendQueue queue;
    private final Poller poller;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, CompletableFuture<Message>> asked = new ConcurrentHashMap<>();
    private volatile Optional<String> closing = Optional.empty();
    private volatile Identity identity;

    /** Who a HELLO has proved to be; the child is absent for the command line. */
    record Identity(Role role, Optional<ChildProcess> child) {}

    Connection(Endpoint endpoint, Fd socket, UnixSocket.Peer peer, Wire wire, Poller poller) {
        this.endpoint = endpoint;
        this.socket = socket;
        this.peer = peer;
        this.wire = wire;
        this.poller = poller;
        this.queue = new SendQueue(socket, poller, () -> close("its socket is broken"));
    }

    Identity identity() {
        return identity;
    }

    void identify(Identity known) {
        identity = known;
    }

    void start(Receiver receiver) {
        Thread.ofPlatform().daemon().name("weft-" + endpoint + "-" + peer.pid()).start(() -> run(receiver));
    }

    private void run(Receiver receiver) {
        try {
            while (closing.isEmpty()) receive(receiver);
        } catch (EOFException e) {
            awaitAnswers();
        } catch (WeftException e) {
            trySend(Envelope.failure(0, e));
            LOG.log(Level.WARNING, "{0} is closed: {1}", this, e.getMessage());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "{0} broke: {1}", this, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(receiver);
        }
    }

    // A script may have said all it has to say and still listen: `printf … | socat`.
    private void awaitAnswers() {
        try {
            if (endpoint == Endpoint.weft) inWork.tryAcquire(MAX_IN_WORK, HALF_CLOSED_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void receive(Receiver receiver) throws IOException, InterruptedException {
        Frames.Frame frame;
        try {
            frame = wire.read();
        } catch (WeftException e) {
            if (!wire.survives(e)) throw e;
            trySend(Envelope.failure(0, e));
            return;
        }
        if (frame.envelope().re() == 0) {
            receiver.received(this, frame.envelope(), frame.fds());
            return;
        }
        frame.fds().forEach(Fd::close);
        answered(frame.envelope());
    }

    private void end(Receiver receiver) {
        shutdown("its other side closed it");
        wire.discard();
        queue.close();
        // The poller may still watch it; the number must not be given away before it lets go.
        poller.post(() -> {
            poller.unwatch(socket.number());
            socket.close();
        });
        var lost = new WeftException(ErrorCode.UNAVAILABLE, "the connection was lost");
        asked.values().forEach(f -> f.completeExceptionally(lost));
        asked.clear();
        receiver.ended(this);
    }

    /**
     * Sends one message, or keeps it until the reader has caught up; after the end it is dropped.
     *
     * @return false if the reader is too far behind: nothing was taken
     * @throws WeftException TOO_LARGE
     */
    boolean send(Envelope envelope, Fd... descriptors) {
        try {
            return queue.offer(wire.encode(envelope), descriptors);
        } catch (IOException e) {
            close("its socket is broken");
            return true;
        }
    }

    /** As {@link #send(Envelope, Fd...)}, and tells what became of a message that was taken. */
    boolean send(Envelope envelope, SendQueue.Fate fate) {
        try {
            return queue.offer(wire.encode(envelope), fate);
        } catch (IOException e) {
            close("its socket is broken");
            return true;
        }
    }

    /** Sends what must not be lost: a reader that is too far behind is cut off. */
    void trySend(Envelope envelope) {
        try {
            if (!send(envelope)) close("it does not read what it is sent");
        } catch (WeftException e) {
            if (envelope.re() != 0) send(Envelope.failure(envelope.re(), e));
            else LOG.log(Level.WARNING, "not sent to {0}: {1}", this, e.getMessage());
        }
    }

    /** Asks the other side; see {@link weft.api.gateway.Child#request}. */
    CompletableFuture<Message> ask(Message message, Optional<SessionId> session) {
        var answer = new CompletableFuture<Message>();
        if (asked.size() >= MAX_ASKED) return CompletableFuture.failedFuture(new WeftException(ErrorCode.UNAVAILABLE, "too many questions are open"));
        long number = numbers.incrementAndGet();
        asked.put(number, answer);
        answer.whenComplete((m, t) -> asked.remove(number));
        Envelope request = Envelope.request(number, message);
        if (!send(session.map(request::withSession).orElse(request)))
            answer.completeExceptionally(new WeftException(ErrorCode.UNAVAILABLE, "it does not read what it is sent"));
        // The end may have come between the two steps.
        if (closing.isPresent()) answer.completeExceptionally(new WeftException(ErrorCode.UNAVAILABLE, "the connection was lost"));
        return answer;
    }

    private void answered(Envelope envelope) {
        var answer = asked.get(envelope.re());
        if (answer == null) return;
        try {
            answer.complete(envelope.answer());
        } catch (WeftException e) {
            answer.completeExceptionally(e);
        }
    }

    /** Ends the connection: its reading thread sees the end of the stream and does the rest. */
    void close(String reason) {
        if (shutdown(reason)) LOG.log(Level.INFO, "{0} is closed: {1}", this, reason);
    }

    // Once; the socket is closed only by the reading thread, after this.
    private synchronized boolean shutdown(String reason) {
        if (closing.isPresent()) return false;
        closing = Optional.of(reason);
        UnixSocket.shutdown(socket);
        return true;
    }

    @Override
    public String toString() {
        var known = identity;
        return "connection of " + (known == null ? "" : known.role() + " ") + "process " + peer.pid() + " on " + endpoint;
    }
}
