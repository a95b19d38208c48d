package weft.wayland.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import weft.os.EventLoop;
import weft.os.Fd;
import weft.os.OsException;
import weft.wayland.wire.Limits;

/**
 * A Wayland server. All state is in this object. One thread owns it: the one that dispatches its {@link EventLoop};
 * other threads use {@link #post}. Timers and further descriptors are added to {@link #loop}.
 */
public final class Display implements AutoCloseable {
    private final EventLoop loop;
    private final boolean ownLoop;
    private final Limits limits;
    private final Map<Integer, Global<?>> globals = new LinkedHashMap<>();
    private final Set<Client> clients = new LinkedHashSet<>();
    private final List<ListeningSocket> sockets = new ArrayList<>();
    private final EventLoop.BeforeWait flush = this::flushBeforeWait;
    private List<Client> waiting = new ArrayList<>();
    private List<Client> flushing = new ArrayList<>();
    private Consumer<Client> onConnect = client -> {};
    private Thread owner;
    private int lastName;
    private int serial;

    public Display() throws OsException {
        this(new EventLoop(), true, Limits.DEFAULT);
    }

    public Display(Limits limits) throws OsException {
        this(new EventLoop(), true, limits);
    }

    /** A display in a loop that it shares, for example with the connection to a parent compositor. */
    public Display(EventLoop loop, Limits limits) {
        this(loop, false, limits);
    }

    private Display(EventLoop loop, boolean ownLoop, Limits limits) {
        this.loop = loop;
        this.ownLoop = ownLoop;
        this.limits = limits;
        loop.beforeWait(flush);
    }

    public EventLoop loop() {
        return loop;
    }

    /** Accepts clients from a bound, listening socket, which is then the display's. */
    public void listen(Fd socket, boolean privileged) throws OsException {
        sockets.add(new ListeningSocket(this, socket, privileged, client -> {}));
    }

    /**
     * Accepts clients that are not privileged until the other end of a pipe or socket is closed. Both descriptors are then the display's.
     *
     * @param accepted called with each, before its first request
     */
    public void listen(Fd socket, Fd until, Consumer<Client> accepted) throws OsException {
        var listening = new ListeningSocket(this, socket, false, accepted);
        sockets.add(listening);
        listening.endWith(until, () -> sockets.remove(listening));
    }

    /** Takes over a connected socket, such as one end of a pair. */
    public Client addClient(Fd socket, boolean privileged) throws OsException {
        Client client;
        try {
            client = new Client(this, socket, privileged);
        } catch (OsException e) {
            socket.close();
            throw e;
        }
        clients.add(client);
        onConnect.accept(client);
        return client;
    }

    /** Called with each new client, before its first request. */
    public void onConnect(Consumer<Client> listener) {
        onConnect = onConnect.andThen(listener);
    }

    public Collection<Client> clients() {
        return List.copyOf(clients);
    }

    /** Offers a global to every client. */
    public <R extends Resource> Global<R> addGlobal(ResourceType<R> type, int version, Consumer<R> bind) {
        return addGlobal(type, version, client -> true, bind);
    }

    /**
     * Offers a global.
     *
     * @param version the highest that clients may bind
     * @param visible which clients see it and may bind it; asked again each time
     * @param bind receives each new resource, to give it its {@code Requests} and send its first events
     */
    public <R extends Resource> Global<R> addGlobal(ResourceType<R> type, int version, Predicate<Client> visible, Consumer<R> bind) {
        var global = new Global<>(this, ++lastName, type, version, visible, bind);
        globals.put(global.name(), global);
        for (Client client : clients) for (var registry : client.registries) registry.advertise(global);
        return global;
    }

    /** The next serial number for an event that has one. */
    public int nextSerial() {
        return ++serial;
    }

    /** Runs work in the display's thread. From any thread. */
    public void post(Runnable work) {
        loop.post(work);
    }

    /** One pass of the loop: sends what is buffered, waits ({@code -1}: for ever), serves what is ready. */
    public void dispatch(int timeoutMs) throws OsException {
        loop.dispatch(timeoutMs);
    }

    /** Sends what is buffered for every client. The loop does so before it waits. */
    public void flush() {
        owner = Thread.currentThread();
        // Ending a client may make output for others.
        while (!waiting.isEmpty()) {
            var batch = waiting;
            waiting = flushing;
            flushing = batch;
            for (int i = 0; i < batch.size(); i++) batch.get(i).settle();
            batch.clear();
        }
    }

    private boolean flushBeforeWait() {
        int before = clients.size();
        flush();
        return clients.size() < before;
    }

    Limits limits() {
        return limits;
    }

    Collection<Global<?>> globals() {
        return globals.values();
    }

    Global<?> global(int name) {
        return globals.get(name);
    }

    void withdraw(Global<?> global) {
        for (Client client : clients) {
            if (global.mayBind(client)) for (var registry : client.registries) registry.withdraw(global.name());
        }
    }

    void outputAdded(Client client) {
        waiting.add(client);
    }

    void removed(Client client) {
        clients.remove(client);
    }

    boolean isOwnThread() {
        return owner == null || owner == Thread.currentThread();
    }

    /** Disconnects every client, and closes the listening sockets and the loop if it is the display's own. */
    @Override
    public void close() {
        for (Client client : clients()) client.destroy();
        for (var socket : sockets) socket.close();
        sockets.clear();
        loop.removeBeforeWait(flush);
        if (ownLoop) loop.close();
    }
}
