package weft.appd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import weft.api.Containment;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.Child;
import weft.api.gateway.Children;
import weft.api.gateway.Children.ChildSpec;
import weft.api.message.Connection.Role;
import weft.api.packages.AppPackage;
import weft.api.packages.AppPackage.Engine;
import weft.codec.Envelope;
import weft.os.Fd;

/**
 * Finds a process for a session: a runtime that waits already, or a new one. Which ones wait is a fact of the gateway:
 * runtimes without a session. Those of an engine that is not the usual one wait only while an installed app names it.
 */
final class RuntimePool {
    private static final System.Logger LOG = System.getLogger("weft.appd");
    private static final Engine USUAL = Engine.chicory;
    private final Children children;
    private final RuntimeSource source;
    private final Path logs;
    private final int size;
    private final ResourceControl resources;
    private long shortUntil = System.nanoTime();

    /** Makes the command for a runtime that has room for a guest of so many MiB. */
    interface RuntimeSource {
        Children.Command command(String token, int memoryMb, Engine engine) throws IOException;

        /** The engines that installed apps name. */
        Set<Engine> named();

        /** What was made of a module ahead, for the engine that it asks for; empty if nothing is there, or not yet. */
        Optional<Path> compiled(AppPackage.Module module);

        /** What holds the runtimes that are started now. */
        Containment.Sandbox sandbox();

        /** What a runtime that waits for any app has room for. */
        int usualMemoryMb();
    }

    /** @param size how many runtimes of the usual engine wait for an app @param logs folder of the runtimes' log files */
    RuntimePool(Children children, RuntimeSource source, Path logs, int size, ResourceControl resources) {
        this.resources = resources;
        this.children = children;
        this.source = source;
        this.logs = logs;
        this.size = size;
    }

    /** A process that is for this session alone, from now on. */
    Child take(SessionId session, AppPackage.Module module) throws IOException {
        Engine engine = engine(module);
        if (module.memoryMb() <= source.usualMemoryMb()) {
            for (Child c : waiting(engine)) if (claim(c, session)) return c;
        }
        return spawn(Optional.of(session), module.memoryMb(), engine);
    }

    /** What runs a module: docs/runtime.md says why. */
    static Engine engine(AppPackage.Module module) {
        return module.engine().orElse(USUAL);
    }

    /** Gives a runtime that has its process the limits of its app. */
    Containment contain(Child child, AppPackage.Module module) {
        return new Containment(source.sandbox(), resources.bound(child, module));
    }

    /** Gives a runtime its app, with what was made of its module ahead. */
    void assign(Child child, Envelope assign, AppPackage.Module module) throws IOException {
        var ahead = source.compiled(module);
        try (Fd file = ModuleFile.open(module.file()); Fd compiled = ahead.isEmpty() ? null : ModuleFile.open(ahead.get())) {
            if (compiled == null) child.send(assign, file);
            else child.send(assign, file, compiled);
        }
    }

    private static boolean claim(Child child, SessionId session) {
        try {
            child.assign(session);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    // Those that are connected come first: they can begin at once.
    List<Child> waiting() {
        return children.all().stream().filter(c -> c.role() == Role.runtime && c.session().isEmpty() && c.exit().isEmpty())
                .filter(c -> !c.adopted() && c.firstLine().isEmpty()).sorted(java.util.Comparator.comparing(c -> !c.connected())).toList();
    }

    private List<Child> waiting(Engine engine) {
        return waiting().stream().filter(c -> LogTail.engine(c.log()).orElse(USUAL) == engine).toList();
    }

    /** Memory is short: whoever waits is ended, and nobody waits for a while. */
    synchronized void empty(long ms) {
        shortUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        waiting().forEach(c -> c.kill("was not needed while memory is short"));
    }

    /** Starts what is missing, unless memory is short, and ends what is too many since a setting changed. Returns false if starting failed. */
    synchronized boolean refill() {
        if (System.nanoTime() - shortUntil < 0) return true;
        try {
            var named = source.named();
            for (Engine e : Engine.values()) {
                int wanted = e == USUAL ? size : named.contains(e) ? Math.min(size, 1) : 0;
                waiting(e).stream().skip(wanted).forEach(c -> c.kill("was not needed: fewer are to wait"));
                for (int n = waiting(e).size(); n < wanted; n++) spawn(Optional.empty(), source.usualMemoryMb(), e);
            }
            return true;
        } catch (IOException | WeftException e) {
            LOG.log(Level.WARNING, "no runtime can be kept waiting: {0}", e.getMessage());
            return false;
        }
    }

    private Child spawn(Optional<SessionId> session, int memoryMb, Engine engine) throws IOException {
        try {
            Child child = children.spawn(new ChildSpec(Role.runtime, session, token -> command(token, memoryMb, engine), LogTail.newFile(logs, engine)));
            resources.started(child, memoryMb);
            return child;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Children.Command command(String token, int memoryMb, Engine engine) {
        try {
            return source.command(token, memoryMb, engine);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
