package weft.appd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import weft.api.SessionId;
import weft.api.gateway.Child;
import weft.api.gateway.Children;
import weft.api.gateway.Children.ChildSpec;
import weft.api.message.Connection.Role;

/**
 * Finds a process for a session: a runtime that waits already, or a new one. Which ones wait is a fact of the gateway:
 * runtimes without a session.
 */
final class RuntimePool {
    private static final System.Logger LOG = System.getLogger("weft.appd");
    private final Children children;
    private final RuntimeSource source;
    private final Path logs;
    private final int size;

    /** Makes the command for a runtime that has room for a guest of so many MiB. */
    interface RuntimeSource {
        Children.Command command(String token, int memoryMb) throws IOException;

        /** What a runtime that waits for any app has room for. */
        int usualMemoryMb();
    }

    /** @param size how many runtimes wait for an app @param logs folder of the runtimes' log files */
    RuntimePool(Children children, RuntimeSource source, Path logs, int size) {
        this.children = children;
        this.source = source;
        this.logs = logs;
        this.size = size;
    }

    /** A process that is for this session alone, from now on. */
    Child take(SessionId session, int memoryMb) throws IOException {
        if (memoryMb <= source.usualMemoryMb()) {
            for (Child c : waiting()) if (claim(c, session)) return c;
        }
        return spawn(Optional.of(session), memoryMb);
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

    /** Starts what is missing. Returns false if that failed. */
    boolean refill() {
        try {
            for (int n = waiting().size(); n < size; n++) spawn(Optional.empty(), source.usualMemoryMb());
            return true;
        } catch (IOException e) {
            LOG.log(Level.WARNING, "no runtime can be kept waiting: {0}", e.getMessage());
            return false;
        }
    }

    private Child spawn(Optional<SessionId> session, int memoryMb) throws IOException {
        try {
            return children.spawn(new ChildSpec(Role.runtime, session, token -> command(token, memoryMb), LogTail.newFile(logs)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Children.Command command(String token, int memoryMb) {
        try {
            return source.command(token, memoryMb);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
