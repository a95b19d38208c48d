package weft.platform.test;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import weft.os.Fd;
import weft.os.Pidfd;
import weft.os.Spawn;
import weft.os.UnixSocket;
import weft.os.Wait;
import weft.platform.framework.Script;

/**
 * The real platform process, started as the supervisor does: on listening sockets that live on when it dies, with this
 * process as the new parent of its orphans.
 */
final class PlatformProcess implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("weft.root"));
    static final Path DIST = ROOT.resolve("dist");
    final Path home, runtime, log;
    private final Path dist;
    private final Map<String, Fd> sockets = new TreeMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private Pidfd process;
    private Fd lifeline;
    private boolean lives;

    PlatformProcess(Path home) throws IOException {
        this(home, DIST);
    }

    /** Of another distribution than the workspace's own. */
    PlatformProcess(Path home, Path dist) throws IOException {
        this.home = home;
        this.dist = dist;
        runtime = folder("run/weft/0");
        log = home.resolve("platform.log");
        for (String name : List.of("gateway", "portal", "weft")) sockets.put(name, UnixSocket.listen(runtime.resolve(name + ".sock"), 64));
        environment.putAll(Map.of("WEFT_INSTANCE", "0", "WEFT_RUNTIME_DIR", runtime.toString(), "WEFT_DIST", dist.toString(), "PATH", "/usr/bin:/bin",
                "JAVA_HOME", System.getProperty("java.home"), "HOME", home.toString(), "XDG_RUNTIME_DIR", home.resolve("run").toString(),
                "WEFT_CONSOLE_PORT", Integer.toString(freePort()), "LISTEN_FDS", "4", "LISTEN_FDNAMES", String.join(":", sockets.keySet()) + ":lifeline"));
        for (String kind : List.of("STATE", "DATA", "CACHE", "CONFIG")) environment.put("XDG_" + kind + "_HOME", folder(kind.toLowerCase(java.util.Locale.ROOT)).toString());
        Wait.adoptOrphans();
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(home.resolve(name), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Starts it as when a session begins. */
    PlatformProcess startSession() throws IOException {
        environment.put("WEFT_START", "session");
        try {
            return start();
        } finally {
            environment.remove("WEFT_START");
        }
    }

    /** Starts it. There is nothing to wait for: who asks waits in the backlog. */
    PlatformProcess start() throws IOException {
        var argv = new java.util.ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "@" + dist.resolve("platform/jvm.options"), "-cp",
                String.join(":", Files.readAllLines(dist.resolve("platform/classpath")).stream().map(n -> dist.resolve("platform/lib").resolve(n).toString()).toList()),
                "weft.platform.Main"));
        Fd[] pair = UnixSocket.pair();
        lifeline = pair[0];
        var passed = new java.util.ArrayList<>(sockets.values());
        passed.add(pair[1]);
        try (Fd _ = pair[1]) {
            int pid = new Spawn(argv).environment(environment).descriptors(passed).append(1, log).append(2, log).ownSession().start();
            process = Pidfd.open(pid);
            lives = true;
        }
        return this;
    }

    /** Sends a signal to it and waits for its end. */
    Wait.Exit end(int signal) throws IOException {
        process.signal(signal);
        if (!process.awaitExit(30_000)) throw new IOException("the platform does not end");
        process.close();
        lives = false;
        return Wait.reap(process.pid()).orElseThrow();
    }

    /** Waits for it to end by itself. */
    Wait.Exit ended() throws IOException {
        if (!process.awaitExit(120_000)) throw new IOException("the platform does not end");
        process.close();
        lives = false;
        return Wait.reap(process.pid()).orElseThrow();
    }

    /** What it told its supervisor, once it has ended. */
    String told() throws IOException {
        var text = new StringBuilder();
        byte[] buffer = new byte[4096];
        for (int n = lifeline.read(buffer, 0, buffer.length); n > 0; n = lifeline.read(buffer, 0, buffer.length)) text.append(new String(buffer, 0, n));
        return text.toString();
    }

    /** The variables that a command of this session finds. */
    Map<String, String> environment() {
        var out = new HashMap<>(environment);
        out.keySet().removeIf(k -> k.startsWith("LISTEN_"));
        return out;
    }

    Script asking() throws IOException {
        return new Script(runtime.resolve("weft.sock"));
    }

    /** Ends it and everything that it started, in this life or an earlier one. */
    @Override
    public void close() throws IOException {
        if (lives) end(9);
        for (var left = ProcessHandle.current().descendants().toList(); !left.isEmpty(); left = ProcessHandle.current().descendants().toList()) {
            left.forEach(ProcessHandle::destroyForcibly);
            for (var p : left) Wait.reap((int) p.pid());
        }
        sockets.values().forEach(Fd::close);
        lifeline.close();
    }
}
