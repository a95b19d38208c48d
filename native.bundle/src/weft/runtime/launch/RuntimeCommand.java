package weft.runtime.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The command that starts one app runtime in its sandbox (bwrap(1)): its own user, pid, network, ipc, uts, cgroup and
 * mount namespaces, no capabilities, a session of its own, and a read-only root that holds nothing but the JDK, the
 * few libraries a JVM needs, the runtime's jars and the two sockets. No app is named: the runtime waits for ASSIGN.
 *
 * <p>The starter hands the process {@code /dev/null} as standard input, a pipe as standard output (the line
 * {@code READY} or {@code FAILED …} comes there and nothing else) and a log file as standard error, exactly
 * {@link #environment()} as its environment, and no other descriptor. The runtime outlives its starter.
 *
 * @param javaHome      a JDK 25
 * @param runtime       {@code dist/runtime}: {@code lib/}, {@code classpath}, {@code jvm.options}
 * @param gatewaySocket the gateway's listening socket; it must exist and stay the same file as long as the runtime lives
 * @param portalSocket  the portal's, likewise
 * @param token         birth token, never on the command line, where others could read it
 * <p>Where there are no user namespaces, {@link Sandbox#LANDLOCK} is weaker: the runtime sees that there are other files and processes, but may
 * touch none, and it cannot connect again, so it ends with the platform.
 *
 * @param heapMb        bound of the heap; the guest's memory lives in it, see {@link #heapFor}
 * @param sandbox       what holds it
 */
public record RuntimeCommand(Path javaHome, Path runtime, Path gatewaySocket, Path portalSocket, String token, int heapMb, Sandbox sandbox) {
    public enum Sandbox { NAMESPACES, LANDLOCK }

    public RuntimeCommand(Path javaHome, Path runtime, Path gatewaySocket, Path portalSocket, String token, int heapMb) {
        this(javaHome, runtime, gatewaySocket, portalSocket, token, heapMb, Sandbox.NAMESPACES);
    }

    /** The variable that tells a runtime which sandbox it must find itself in. */
    public static final String SANDBOX = "WEFT_SANDBOX";
    public static final String MAIN = "weft.runtime.Main", COMPILER = "weft.runtime.CompileModule";
    /** Where the sandbox shows what it was given. */
    public static final String JDK = "/jdk", RUNTIME = "/runtime", GATEWAY = "/run/gateway.sock", PORTAL = "/run/portal.sock";
    /** The heap of a runtime that waits for any app: room for a guest of 64 MiB. */
    public static final int DEFAULT_HEAP_MB = heapFor(64);
    private static final int TMP_BYTES = 4 << 20;
    private static final Path BWRAP = Path.of("/usr/bin/bwrap");
    private static final List<String> NAMESPACES = List.of(BWRAP.toString(), "--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc",
            "--unshare-uts", "--unshare-cgroup-try", "--disable-userns", "--uid", "65534", "--gid", "65534", "--hostname", "app",
            "--as-pid-1", "--new-session", "--cap-drop", "ALL");
    private static final List<String> LIBRARIES = List.of("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1");
    private static final String LOADER = "/lib64/ld-linux-x86-64.so.2", LIBRARY_FOLDER = "/lib/x86_64-linux-gnu/";

    /** The heap that a guest with this much memory needs: growing copies it once, the engine itself needs some more. */
    public static int heapFor(int memoryMb) {
        return 2 * memoryMb + 96;
    }

    /** Program and arguments. */
    public List<String> argv() throws IOException {
        return sandboxed(List.of("--ro-bind", gatewaySocket.toString(), GATEWAY, "--ro-bind", portalSocket.toString(), PORTAL), MAIN);
    }

    /**
     * Program and arguments of a process in the same sandbox, without the sockets, that compiles one module ahead: the starter hands it the module as
     * standard input and a new file as standard output, and {@link #compilerEnvironment} as its environment. Exit code 0 if the file is whole.
     */
    public List<String> compilerArgv() throws IOException {
        return sandboxed(List.of(), COMPILER);
    }

    /** A command that does nothing, in the namespaces that a runtime gets: if it ends with code 0, they are to be had. */
    public static List<String> probe() {
        var argv = new ArrayList<>(NAMESPACES);
        argv.addAll(List.of("--ro-bind", "/", "/", "--proc", "/proc", "--", "/bin/true"));
        return argv;
    }

    private List<String> sandboxed(List<String> more, String main) throws IOException {
        if (sandbox == Sandbox.LANDLOCK) return landlocked(main);
        var argv = new ArrayList<>(NAMESPACES);
        bind(argv, javaHome.toRealPath().toString(), JDK);
        bind(argv, LOADER, LOADER);
        for (String library : LIBRARIES) bind(argv, LIBRARY_FOLDER + library, LIBRARY_FOLDER + library);
        bind(argv, runtime.toRealPath().toString(), RUNTIME);
        argv.addAll(more);
        argv.addAll(List.of("--proc", "/proc", "--size", Integer.toString(TMP_BYTES), "--tmpfs", "/tmp", "--remount-ro", "/",
                "--chdir", "/", "--"));
        argv.addAll(java(main, JDK, RUNTIME));
        return argv;
    }

    private List<String> landlocked(String main) throws IOException {
        String jdk = javaHome.toRealPath().toString(), jars = runtime.toRealPath().toString();
        var argv = new ArrayList<>(List.of(jdk + "/bin/java", "-Xshare:auto", "-Xmx32m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED", "-cp", jars + "/lib/native.bundle.jar", LandlockLauncher.class.getName(), jdk, jars, LOADER));
        for (String library : LIBRARIES) argv.add(LIBRARY_FOLDER + library);
        argv.add("--");
        argv.addAll(java(main, jdk, jars));
        return argv;
    }

    private List<String> java(String main, String jdk, String jars) throws IOException {
        var java = new ArrayList<>(List.of(jdk + "/bin/java", "-Xmx" + heapMb + "m", "@" + jars + "/jvm.options"));
        if (!jars.equals(RUNTIME)) java.add("-Dtruffle.attach.library=" + jars + "/libtruffleattach.so");
        if (Files.exists(runtime.resolve("runtime.aot"))) java.add("-XX:AOTCache=" + jars + "/runtime.aot");
        java.addAll(List.of("-cp", classPath(jars), main));
        return java;
    }

    private String classPath(String jars) throws IOException {
        return String.join(":", Files.readAllLines(runtime.resolve("classpath")).stream().map(n -> jars + "/lib/" + n).toList());
    }

    private static void bind(List<String> argv, String from, String to) {
        argv.addAll(List.of("--ro-bind", from, to));
    }

    /** The whole environment: nothing of the starter's own passes into the sandbox. */
    public Map<String, String> environment() {
        boolean inside = sandbox == Sandbox.NAMESPACES;
        return Map.of("LANG", "C.UTF-8", "HOME", "/tmp", "WEFT_TOKEN", token, SANDBOX, sandbox.name(),
                "WEFT_GATEWAY", inside ? GATEWAY : gatewaySocket.toString(), "WEFT_PORTAL", inside ? PORTAL : portalSocket.toString());
    }

    /** What a process with this environment was told that holds it. */
    public static Sandbox sandbox(Map<String, String> environment) {
        return Sandbox.valueOf(environment.getOrDefault(SANDBOX, Sandbox.NAMESPACES.name()));
    }

    /** The compiler's. */
    public static Map<String, String> compilerEnvironment() {
        return Map.of("LANG", "C.UTF-8", "HOME", "/tmp");
    }

    /**
     * The runtime's own pid as seen from outside: the child of the bwrap process, which merely waits for it. Ending this
     * one ends everything inside; ending bwrap's does not. Empty while bwrap is still preparing, or when it is over.
     * The peer credentials of the runtime's connection name the same pid.
     */
    public static OptionalInt runtimePid(int bwrapPid) {
        try {
            String children = Files.readString(Path.of("/proc/" + bwrapPid + "/task/" + bwrapPid + "/children")).strip();
            if (!children.isEmpty()) return OptionalInt.of(Integer.parseInt(children.split(" ")[0]));
        } catch (IOException e) {
            // A kernel without CONFIG_PROC_CHILDREN, or no such process any more: the slow way tells.
        }
        return ProcessHandle.of(bwrapPid).flatMap(p -> p.children().findFirst())
                .map(p -> OptionalInt.of((int) p.pid())).orElse(OptionalInt.empty());
    }
}
