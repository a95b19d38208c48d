package weft.gateway;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import weft.api.Places;
import weft.api.gateway.CallInterceptor;
import weft.api.gateway.ChildListener;
import weft.api.gateway.Children;
import weft.api.gateway.EventListener;
import weft.api.gateway.Events;
import weft.api.gateway.OpenFiles;
import weft.api.gateway.RequestHandler;
import weft.api.gateway.Sessions;
import weft.os.Fd;
import weft.os.Lifeline;
import weft.os.ListenFds;
import weft.os.UnixSocket;

/**
 * The gateway as a whole: its parts, put together in the order of their dependence. It takes over what the journal of
 * an earlier life says, then accepts. Closing it ends no child.
 */
public final class Gateway implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("weft.gateway");
    private static final int BACKLOG = 64;
    private final Router router;
    private final ChildEvents childEvents = new ChildEvents();
    private final ChildTable children;
    private final SessionTable sessions;
    private final Subscriptions subscriptions = new Subscriptions();
    private final FileTable files = new FileTable();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("weft-gateway-timer").factory());
    private final Poller poller = new Poller();
    private final Journal journal;
    private final Acceptor acceptor;
    private final Dispatcher dispatcher;
    private final Lifeline lifeline;
    private final List<Path> ownSockets = new ArrayList<>();

    /** With the limits that people are used to. */
    public Gateway(Places places, Map<String, String> environment) throws IOException {
        this(places, environment, ChildTable.Limits.USUAL, Router.PARK_MS);
    }

    /** @param silenceMs how long a child may be without a connection, or without an answer @param parkMs how long a request waits for its provider */
    public Gateway(Places places, Map<String, String> environment, long silenceMs, long parkMs) throws IOException {
        this(places, environment, new ChildTable.Limits(ChildTable.Limits.USUAL.birthMs(), silenceMs), parkMs);
    }

    private Gateway(Places places, Map<String, String> environment, ChildTable.Limits limits, long parkMs) throws IOException {
        timer.setRemoveOnCancelPolicy(true);
        privateFolder(places.state());
        Path file = places.state().resolve("journal.json");
        var kept = Journal.read(file);
        sessions = new SessionTable(kept.sessions(), this::changed);
        router = new Router(sessions::range, parkMs);
        journal = new Journal(file, sessions, this::journalContent);
        children = new ChildTable(poller, childEvents, timer, limits, journal::changed);
        var passed = ListenFds.take(environment);
        lifeline = Lifeline.of(passed);
        acceptor = new Acceptor(listeners(places, passed), poller, timer);
        dispatcher = new Dispatcher(router, children, sessions, subscriptions, files, new Liveness(limits.silenceMs()), acceptor);
        journal.start();
        children.adopt(kept.children());
        if (!kept.children().isEmpty()) LOG.log(Level.INFO, "found {0} processes of an earlier platform in the journal", kept.children().size());
    }

    private void changed() {
        journal.changed();
    }

    private Journal.Content journalContent() {
        return Journal.content(children.toJournal(), sessions.all());
    }

    public Children children() {
        return children;
    }

    public Sessions sessions() {
        return sessions;
    }

    public Events events() {
        return subscriptions;
    }

    public OpenFiles files() {
        return files;
    }

    public void add(ChildListener listener) {
        childEvents.add(listener);
    }

    public void remove(ChildListener listener) {
        childEvents.remove(listener);
    }

    public void add(EventListener listener) {
        subscriptions.add(listener);
    }

    public void remove(EventListener listener) {
        subscriptions.remove(listener);
    }

    public void add(CallInterceptor interceptor, int ranking, long serviceId) {
        router.interceptors.add(interceptor, ranking, serviceId);
    }

    public void removeInterceptor(long serviceId) {
        router.interceptors.remove(serviceId);
    }

    /** From now on asked for these types, on a worker's thread. */
    public void add(RequestHandler handler, List<String> types, int ranking, long serviceId) {
        add(handler, types, List.of(), ranking, serviceId);
    }

    /** From now on asked for these types, of which some are {@link RequestHandler#PROMPT}. */
    public void add(RequestHandler handler, List<String> types, List<String> prompt, int ranking, long serviceId) {
        add(handler, types, prompt, contract -> Optional.empty(), ranking, serviceId);
    }

    /** As above; apps that are bound to a contract reach it only if the version that it answers by is in their range. @param versions by the contract's name */
    public void add(RequestHandler handler, List<String> types, List<String> prompt, Function<String, Optional<String>> versions, int ranking, long serviceId) {
        router.add(handler, types, prompt, versions, ranking, serviceId);
    }

    /** Not asked any more; returns when no call is in it, or false after a limit. */
    public boolean remove(List<String> types, long serviceId) {
        return router.remove(types, serviceId);
    }

    /** Lets the world in. */
    public void open() {
        acceptor.start(dispatcher::open);
        lifeline.watch(() -> children.killAll("was ended with the session"));
    }

    private Map<Connection.Endpoint, Fd> listeners(Places places, Map<String, Fd> passed) throws IOException {
        var out = new EnumMap<Connection.Endpoint, Fd>(Connection.Endpoint.class);
        for (var endpoint : Connection.Endpoint.values()) {
            Fd fd = passed.get(endpoint.name());
            out.put(endpoint, fd != null ? fd : own(places.runtime(), endpoint));
        }
        return out;
    }

    // Started by hand, without a supervisor. A socket of a dead instance is taken over, a live one is not.
    private Fd own(Path folder, Connection.Endpoint endpoint) throws IOException {
        privateFolder(folder);
        Path path = folder.resolve(endpoint + ".sock");
        try (Fd _ = UnixSocket.connect(path)) {
            throw new IOException(path + " is in use by another platform");
        } catch (weft.os.OsException e) {
            Files.deleteIfExists(path);
        }
        Fd fd = UnixSocket.listen(path, BACKLOG);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        ownSockets.add(path);
        return fd;
    }

    private static void privateFolder(Path folder) throws IOException {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Connections are closed, children live on, the journal is on the disk. */
    @Override
    public void close() throws IOException {
        acceptor.close();
        dispatcher.close();
        timer.shutdownNow();
        try {
            acceptor.awaitEnd(5_000);
            children.close();
            journal.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        childEvents.close();
        poller.close();
        for (Path path : ownSockets) Files.deleteIfExists(path);
    }
}
