package weft.appd;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.os.Landlock;
import weft.runtime.launch.RuntimeCommand;
import weft.runtime.launch.RuntimeCommand.Sandbox;

/**
 * Which sandbox runtimes get: namespaces, where the machine gives them, which is tried once. Where it does not, no app is started, unless the
 * user's file {@code sandbox} has the line {@code allow landlock}, which is read anew for each start, and the kernel has Landlock.
 */
final class SandboxChoice {
    private static final System.Logger LOG = System.getLogger("weft.appd");
    private static final int PROBE_S = 30, MAX_BYTES = 64 << 10;
    private final Path permission;
    private final List<String> before;
    private Boolean namespaces;

    SandboxChoice(Path config) {
        this(config, List.of());
    }

    /** @param before put in front of the command that tries, for a machine of another kind */
    SandboxChoice(Path config, List<String> before) {
        this.permission = config.resolve("sandbox");
        this.before = before;
    }

    /** @throws WeftException UNAVAILABLE, saying what is missing and what can be done */
    synchronized Sandbox choose() {
        if (namespaces == null) namespaces = tryNamespaces();
        if (namespaces) return Sandbox.NAMESPACES;
        if (Landlock.version() == 0) throw refused("this machine gives neither user namespaces nor Landlock, of which its sandbox needs one (weft doctor tells more)");
        if (!isAllowed()) throw refused("this machine gives no user namespaces, which its sandbox needs (weft doctor tells more); the line \"allow landlock\" in " + permission + " allows a weaker one");
        return Sandbox.LANDLOCK;
    }

    private static WeftException refused(String why) {
        return new WeftException(ErrorCode.UNAVAILABLE, why);
    }

    private boolean tryNamespaces() {
        var command = new ArrayList<>(before);
        command.addAll(RuntimeCommand.probe());
        try {
            var probe = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null"))).start();
            String words = new String(probe.getInputStream().readAllBytes()).strip();
            if (!probe.waitFor(PROBE_S, TimeUnit.SECONDS)) probe.destroyForcibly();
            else if (probe.exitValue() == 0) return true;
            LOG.log(Level.WARNING, "no namespaces for apps: {0}", words);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "no namespaces for apps: {0}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private boolean isAllowed() {
        try {
            return Files.size(permission) <= MAX_BYTES && Files.readAllLines(permission).stream().anyMatch(l -> l.strip().matches("allow\\s+landlock"));
        } catch (IOException e) {
            return false;
        }
    }
}
