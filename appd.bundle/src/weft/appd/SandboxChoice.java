package weft.appd;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.os.Landlock;
import weft.runtime.launch.RuntimeCommand;
import weft.runtime.launch.RuntimeCommand.Sandbox;
import weft.runtime.launch.SandboxPermission;
import weft.runtime.launch.SandboxTrial;

/**
 * Which sandbox runtimes get: namespaces, where the machine gives them, which is tried once. Where it does not, no app is started, unless the
 * user's file {@code sandbox} has the line {@code allow landlock}, which is read anew for each start, and the kernel has Landlock.
 */
final class SandboxChoice {
    private static final System.Logger LOG = System.getLogger("weft.appd");
    private final SandboxPermission permission;
    private final List<String> before;
    private Boolean namespaces;

    SandboxChoice(Path config) {
        this(config, List.of());
    }

    /** @param before put in front of the command that tries, for a machine of another kind */
    SandboxChoice(Path config, List<String> before) {
        this.permission = SandboxPermission.in(config);
        this.before = before;
    }

    /** @throws WeftException UNAVAILABLE, saying what is missing and what can be done */
    synchronized Sandbox choose() {
        if (namespaces == null) namespaces = tryNamespaces();
        if (namespaces) return Sandbox.NAMESPACES;
        if (Landlock.version() == 0) throw refused("this machine gives neither user namespaces nor Landlock, of which its sandbox needs one (weft doctor tells more)");
        if (!permission.allows(SandboxPermission.LANDLOCK))
            throw refused("this machine gives no user namespaces, which its sandbox needs (weft doctor tells more); " + permission.line(SandboxPermission.LANDLOCK) + " allows a weaker one");
        return Sandbox.LANDLOCK;
    }

    private static WeftException refused(String why) {
        return new WeftException(ErrorCode.UNAVAILABLE, why);
    }

    private boolean tryNamespaces() {
        var command = new ArrayList<>(before);
        command.addAll(RuntimeCommand.probe());
        var failure = SandboxTrial.failure(command);
        failure.ifPresent(words -> LOG.log(Level.WARNING, "no namespaces for apps: {0}", words));
        return failure.isEmpty();
    }
}
