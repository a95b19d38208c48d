package weft.gateway;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.Child;
import weft.api.gateway.Children;
import weft.api.message.Connection.Role;
import weft.os.Epoll;
import weft.os.Fd;
import weft.os.OsException;
import weft.os.Patience;
import weft.os.Pidfd;
import weft.os.Spawn;
import weft.os.Wait;

/**
 * The child processes: starts them, knows them by their tokens, watches them by process descriptors, ends those that
 * have no connection for too long, and finds those of an earlier life of the platform again.
 */
final class ChildTable implements Children, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("weft.gateway");
    private static final int SIGKILL = 9, TOKEN_BYTES = 32;
    private final Poller poller;
    private final ChildEvents events;
    private final ScheduledExecutorService timer;
    private final Limits limits;
    private final Runnable changed;
    private final SecureRandom random = new SecureRandom();
    private final List<ChildProcess> children = new CopyOnWriteArrayList<>();
    private final List<Pidfd> held = new CopyOnWriteArrayList<>();

    /** How long a child may be without a connection: at its birth, and later. */
    record Limits(long birthMs, long silenceMs) {
        static final Limits USUAL = new Limits(Patience.of(30_000), Patience.of(10_000));
    }

    /** @param changed writes the journal; on return it is written */
    ChildTable(Poller poller, ChildEvents events, ScheduledExecutorService timer, Limits limits, Runnable changed) {
        this.poller = poller;
        this.events = events;
        this.timer = timer;
        this.limits = limits;
        this.changed = changed;
    }

    @Override
    public List<Child> all() {
        return new ArrayList<>(children);
    }

    List<Journal.ChildEntry> toJournal() {
        return children.stream().filter(c -> c.exit.isEmpty()).map(ChildTable::entry).toList();
    }

    private static Journal.ChildEntry entry(ChildProcess c) {
        var started = c.started.orElse(new ProcessId(0, 0));
        var spoken = c.spoken.orElse(new ProcessId(0, 0));
        return new Journal.ChildEntry(c.id(), c.role(), c.token(), c.session, started.pid(), started.start(), spoken.pid(),
                spoken.start(), c.startedMs(), c.log().toString());
    }

    // Starting.

    @Override
    public Child spawn(ChildSpec spec) throws IOException {
        String token = random(TOKEN_BYTES);
        var child = new ChildProcess(this, spec.role() + "-" + random(4), spec.role(), token, spec.log(), System.currentTimeMillis(), false, spec.session());
        children.add(child);
        try {
            // Kept before it lives: whoever survives the platform must be known when it knocks.
            changed.run();
            start(child, spec);
        } catch (IOException | RuntimeException e) {
            children.remove(child);
            changed.run();
            throw e;
        }
        changed.run();
        endIfSilent(child, limits.birthMs(), "did not report within " + limits.birthMs() / 1000 + " s");
        return child;
    }

    private void start(ChildProcess child, ChildSpec spec) throws IOException {
        var command = spec.command().apply(child.token());
        Files.createDirectories(spec.log().getParent());
        Fd[] pipe = Fd.pipe();
        watchFirstLine(child, pipe[0].nonBlocking());
        try (Fd writing = pipe[1]) {
            int pid = new Spawn(command.argv()).environment(command.environment()).redirect(1, writing).append(2, spec.log()).ownSession().start();
            // It cannot have been reaped yet: that is done below, when its descriptor says it has ended.
            child.started = Optional.of(ProcessId.of(pid));
            watchExit(child, Pidfd.open(pid), true);
        } catch (IOException | RuntimeException e) {
            poller.post(() -> endOutput(child));
            throw e;
        }
        LOG.log(Level.INFO, "started {0}", child);
    }

    private String random(int bytes) {
        byte[] out = new byte[bytes];
        random.nextBytes(out);
        return HexFormat.of().formatHex(out);
    }

    private void watchFirstLine(ChildProcess child, Fd pipe) {
        child.output = new FirstLineReader(pipe);
        poller.post(() -> poller.watch(pipe.number(), Epoll.IN, () -> readOutput(child)));
    }

    private void readOutput(ChildProcess child) {
        child.output.read().ifPresent(line -> {
            endOutput(child);
            child.firstLine = Optional.of(line);
            events.tell(l -> l.said(child));
        });
    }

    private void endOutput(ChildProcess child) {
        if (child.output == null) return;
        poller.unwatch(child.output.pipe().number());
        child.output.pipe().close();
        child.output = null;
    }

    // Watching.

    private void watchExit(ChildProcess child, Pidfd process, boolean ours) {
        held.add(process);
        poller.post(() -> poller.watch(process.number(), Epoll.IN, () -> {
            poller.unwatch(process.number());
            held.remove(process);
            process.close();
            // What it left behind must hold neither its output open nor anything else; its group is its own until it is reaped.
            if (ours && !child.adopted()) Pidfd.signalGroup(process.pid(), SIGKILL);
            if (child.output != null) readOutput(child);
            endOutput(child);
            exited(child, ours ? reap(process.pid()) : Optional.empty());
        }));
    }

    private static Optional<Wait.Exit> reap(int pid) {
        try {
            return Wait.reap(pid);
        } catch (OsException e) {
            return Optional.empty();
        }
    }

    private void exited(ChildProcess child, Optional<Wait.Exit> how) {
        synchronized (child) {
            if (child.exit.isPresent()) return;
            child.exit = Optional.of(new Child.Exit(how.isPresent(), how.map(Wait.Exit::code).orElse(0), how.map(Wait.Exit::signal).orElse(0), child.cause));
        }
        LOG.log(Level.INFO, "{0} ended: {1}{2}", child, how.map(Wait.Exit::toString).orElse("nobody knows how"), child.cause.map(c -> ", it " + c).orElse(""));
        // What wrapped the speaking process may have gone alone.
        child.spoken.ifPresent(ChildTable::killTree);
        closeConnections(child, "its process has ended");
        changed.run();
        events.tell(l -> l.exited(child));
    }

    private static void closeConnections(ChildProcess child, String reason) {
        var c = child.connection;
        if (c != null) c.close(reason);
        var p = child.portal;
        if (p != null) p.close(reason);
    }

    // Only if it was silent all the time: not if it came back and went again in between.
    private void endIfSilent(ChildProcess child, long ms, String cause) {
        int silence = child.connections;
        try {
            timer.schedule(() -> {
                if (!child.connected() && child.connections == silence && child.exit.isEmpty()) kill(child, cause);
            }, ms, TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.RejectedExecutionException e) {
            // The gateway is ending; its next life asks again.
        }
    }

    // Ending.

    void kill(ChildProcess child, String cause) {
        synchronized (child) {
            if (child.exit.isPresent()) return;
            if (child.cause.isEmpty()) child.cause = Optional.of(cause);
        }
        LOG.log(Level.INFO, "ending {0}: it {1}", child, cause);
        child.spoken.ifPresent(ChildTable::killTree);
        child.started.ifPresent(ChildTable::killTree);
        if (child.started.isEmpty()) exited(child, Optional.empty());
    }

    // Inside a pid namespace its first process takes all others with it; elsewhere they are ended one by one.
    private static void killTree(ProcessId process) {
        process.open().ifPresent(fd -> {
            try (fd) {
                var inside = ProcessHandle.of(process.pid()).stream().flatMap(ProcessHandle::descendants).toList();
                fd.signal(SIGKILL);
                inside.forEach(ProcessHandle::destroyForcibly);
            }
        });
    }

    void killAll(String cause) {
        children.forEach(c -> kill(c, cause));
    }

    void forget(ChildProcess child) {
        if (child.exit.isPresent()) children.remove(child);
    }

    // Sessions and connections.

    void assign(ChildProcess child, SessionId session) {
        synchronized (child) {
            if (child.session.isPresent() && !child.session.get().equals(session)) throw new IllegalStateException(child + " is for " + child.session.get());
            child.session = Optional.of(session);
        }
        changed.run();
    }

    /**
     * The child whose token this is, now with this connection, which replaces an older one.
     *
     * @throws WeftException DENIED if there is none, or it may not speak in this role
     */
    ChildProcess identify(Connection connection, Role role, Optional<String> token) {
        byte[] claimed = token.orElse("").getBytes(StandardCharsets.UTF_8);
        ChildProcess found = null;
        for (ChildProcess c : children) if (c.hasToken(claimed)) found = c;
        if (found == null || found.exit.isPresent() || found.role() != (role == Role.portal ? Role.runtime : role))
            throw new WeftException(ErrorCode.DENIED, "nobody here was given this token");
        attach(found, connection, role);
        return found;
    }

    private void attach(ChildProcess child, Connection connection, Role role) {
        Connection older;
        synchronized (child) {
            older = role == Role.portal ? child.portal : child.connection;
            if (role == Role.portal) child.portal = connection;
            else child.connection = connection;
            if (role != Role.portal) {
                child.connections++;
                speaks(child, connection.peer.pid());
            }
        }
        if (older != null) older.close("a newer connection took its place");
        if (role != Role.portal) changed.run();
    }

    private void speaks(ChildProcess child, int pid) {
        if (child.spoken.isPresent() && child.spoken.get().pid() == pid) return;
        try {
            child.spoken = Optional.of(ProcessId.of(pid));
            if (child.started.isEmpty()) {
                child.started = child.spoken;
                watchExit(child, Pidfd.open(pid), false);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0}: {1}", child, e.getMessage());
        }
    }

    /** After WELCOME is sent. */
    void welcomed(ChildProcess child) {
        events.tell(l -> l.connected(child));
    }

    void disconnected(ChildProcess child, Connection connection) {
        synchronized (child) {
            if (child.portal == connection) child.portal = null;
            if (child.connection != connection) return;
            child.connection = null;
        }
        events.tell(l -> l.disconnected(child));
        endIfSilent(child, limits.silenceMs(), "lost its connection for " + limits.silenceMs() / 1000 + " s");
    }

    // A new life.

    /** Takes over those that an earlier life of the platform left; they have a limit to knock. */
    void adopt(List<Journal.ChildEntry> entries) {
        for (var e : entries) {
            var child = new ChildProcess(this, e.id(), e.role(), e.token(), Path.of(e.log()), e.startedMs(), true, e.session());
            children.add(child);
            if (e.spokenPid() != 0) child.spoken = Optional.of(new ProcessId(e.spokenPid(), e.spokenStart()));
            if (e.pid() != 0) child.started = Optional.of(new ProcessId(e.pid(), e.start()));
            child.started.ifPresent(p -> p.open().ifPresentOrElse(fd -> watchExit(child, fd, true), () -> exited(child, Optional.empty())));
            if (child.exit.isEmpty()) endIfSilent(child, limits.silenceMs(), "did not come back within " + limits.silenceMs() / 1000 + " s");
        }
    }

    /** Lets go of all without ending any. */
    @Override
    public void close() {
        poller.post(() -> held.forEach(p -> {
            poller.unwatch(p.number());
            p.close();
        }));
    }
}
