package weft.shell.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The command that starts the web engine in its sandbox (bwrap(1)): its own user, pid, network, ipc, uts and cgroup
 * namespaces, and a view of the file system that holds the system's libraries and fonts, the JDK, the engine, the pages'
 * folders (all read-only), two sockets, and as the only writable place its profiles; {@code /tmp} and {@code /dev/shm} are
 * private and fresh. Chromium's own sandbox nests inside.
 *
 * <p>Where there are no user namespaces, {@link Sandbox#SETUID} is weaker: pages are held by Chromium's own setuid sandbox, and nothing is
 * around the engine itself, which keeps its pages from any network by its own settings.
 *
 * <p>The starter hands the process {@code /dev/null} as standard input, a log file as standard output and error, exactly
 * {@link #environment()} as its environment, and no other descriptor. The engine outlives its starter. The process started
 * is a shell that only waits; killing that one, or the JVM itself (the peer of the engine's connection), ends everything
 * inside at once, by the kernel. Asked to end in order, with SHUTDOWN on its connection, the engine first saves its pages' data.
 *
 * @param javaHome      a JDK 25
 * @param engine        {@code dist/engine}: {@code lib/}, {@code classpath}, {@code jvm.options}, {@code natives/}
 * @param gatewaySocket the gateway's listening socket; it must exist and stay the same file as long as the engine lives
 * @param waylandSocket the compositor's privileged one, likewise
 * @param profiles      where pages' data is kept; made if absent; for one engine at a time
 * @param pages         folders below which pages' files lie, now or later; absent ones are left out
 * @param token         birth token, never on the command line, where others could read it
 * @param sandbox       what holds it
 */
public record EngineCommand(Path javaHome, Path engine, Path gatewaySocket, Path waylandSocket, Path profiles, List<Path> pages, String token, Sandbox sandbox) {
    public enum Sandbox { NAMESPACES, SETUID }

    /** What Chromium calls its setuid sandbox by; an engine that finds it set uses that sandbox and no other. */
    public static final String SETUID_PROGRAM = "CHROME_DEVEL_SANDBOX";
    public static final String MAIN = "weft.shell.engine.Main";
    /** Where the sandbox shows what it was given; pages' folders stay where they are. */
    public static final String JDK = "/jdk", ENGINE = "/engine", GATEWAY = "/run/gateway.sock", WAYLAND = "/run/wayland.sock", PROFILES = "/profiles";
    private static final List<String> NAMESPACES = List.of("/usr/bin/bwrap", "--die-with-parent", "--new-session", "--unshare-user", "--unshare-pid",
            "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--hostname", "weft-engine", "--cap-drop", "ALL");
    private static final List<String> SYSTEM = List.of("/etc/ld.so.cache", "/etc/fonts", "/var/cache/fontconfig");
    // The shell waits, and its death ends bwrap (--die-with-parent), whose death ends all inside. The shell itself belongs to nobody.
    private static final List<String> WAITING_SHELL = List.of("/bin/sh", "-c", "\"$@\"; exit $?", "weft-engine");
    /** Chromium refuses to be root with its sandbox on: a session that runs as root becomes an ordinary user for it. */
    private static final List<String> ORDINARY_USER = List.of("/usr/bin/unshare", "--user", "--map-user=1000", "--map-group=1000", "/usr/bin/setpriv", "--no-new-privs");

    /** Program and arguments. */
    public List<String> argv() throws IOException {
        Files.createDirectories(profiles);
        if (sandbox == Sandbox.SETUID) return unwrapped();
        var argv = new ArrayList<String>();
        if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) argv.addAll(ORDINARY_USER);
        argv.addAll(WAITING_SHELL);
        argv.addAll(NAMESPACES);
        system(argv);
        argv.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"));
        bind(argv, "--ro-bind", javaHome.toRealPath(), JDK);
        bind(argv, "--ro-bind", engine.toRealPath(), ENGINE);
        bind(argv, "--ro-bind", gatewaySocket, GATEWAY);
        bind(argv, "--ro-bind", waylandSocket, WAYLAND);
        for (Path folder : pages) bind(argv, "--ro-bind-try", folder, folder.toString());
        bind(argv, "--bind", profiles, PROFILES);
        argv.addAll(List.of("--remount-ro", "/", "--chdir", "/", "--"));
        argv.addAll(java(JDK, ENGINE, PROFILES));
        return argv;
    }

    private List<String> unwrapped() throws IOException {
        var old = temporary();
        if (Files.isDirectory(old)) remove(old);
        Files.createDirectories(old, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return java(javaHome.toRealPath().toString(), engine.toRealPath().toString(), profiles.toString());
    }

    // Only one engine uses it at a time.
    private static void remove(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (Path p : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(p);
        }
    }

    private Path temporary() {
        return gatewaySocket.resolveSibling("engine-tmp");
    }

    /** A command that does nothing, in the namespaces that the engine gets, with one more for Chromium's own: if it ends with code 0, they are to be had. */
    public static List<String> probe() {
        var argv = new ArrayList<>(NAMESPACES);
        argv.addAll(List.of("--ro-bind", "/", "/", "--proc", "/proc", "--", "/usr/bin/unshare", "--user", "/bin/true"));
        return argv;
    }

    /** Chromium's setuid sandbox, beside the engine's native files. */
    public static Path setuidProgram(Path engine) {
        return engine.resolve("natives/chrome-sandbox");
    }

    private static void system(List<String> argv) throws IOException {
        bind(argv, "--ro-bind", Path.of("/usr"), "/usr");
        for (String folder : List.of("bin", "lib", "lib64")) {
            Path p = Path.of("/", folder);
            if (Files.isSymbolicLink(p)) argv.addAll(List.of("--symlink", Files.readSymbolicLink(p).toString(), p.toString()));
            else if (Files.isDirectory(p)) bind(argv, "--ro-bind", p, p.toString());
        }
        for (String file : SYSTEM) bind(argv, "--ro-bind-try", Path.of(file), file);
    }

    private static void bind(List<String> argv, String how, Path from, String to) {
        argv.addAll(List.of(how, from.toString(), to));
    }

    private List<String> java(String jdk, String jars, String kept) throws IOException {
        var java = new ArrayList<>(List.of(jdk + "/bin/java", "@" + jars + "/jvm.options"));
        // The cache knows its jars by their paths.
        if (jars.equals(ENGINE) && Files.exists(engine.resolve("engine.aot"))) java.add("-XX:AOTCache=" + ENGINE + "/engine.aot");
        java.addAll(List.of("-cp", classPath(jars), MAIN, jars + "/natives", kept));
        return java;
    }

    private String classPath(String jars) throws IOException {
        return String.join(":", Files.readAllLines(engine.resolve("classpath")).stream().map(n -> jars + "/lib/" + n).toList());
    }

    /** The whole environment: nothing of the starter's own passes into the sandbox. */
    public Map<String, String> environment() {
        boolean inside = sandbox == Sandbox.NAMESPACES;
        String temporary = inside ? "/tmp" : temporary().toString();
        var environment = new HashMap<>(Map.of("PATH", "/usr/bin:/bin", "LANG", "C.UTF-8", "TZ", ZoneId.systemDefault().getId(), "HOME", temporary,
                "TMPDIR", temporary + "/", "WEFT_TOKEN", token, "WEFT_GATEWAY", inside ? GATEWAY : gatewaySocket.toString(),
                "WEFT_WAYLAND", inside ? WAYLAND : waylandSocket.toString()));
        if (!inside) environment.put(SETUID_PROGRAM, setuidProgram(engine).toAbsolutePath().toString());
        return environment;
    }
}
