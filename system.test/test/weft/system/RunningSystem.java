package weft.system;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.imageio.ImageIO;

/**
 * The real system, started by its own command in a home of its own, and met as a user meets it: by the pointer, the
 * keyboard, the screen, and the sockets that scripts use. Closing it stops it and removes its home.
 */
public final class RunningSystem implements AutoCloseable {
    static final Path ROOT = Path.of(System.getProperty("weft.root"));
    private static final int END_LIMIT_S = 30;
    public final Path home;
    private final String instance = "test-" + ProcessHandle.current().pid();
    private final Map<String, String> environment = new HashMap<>();
    private final Process process;
    public final JsonSocket compositor;
    public final JsonSocket gateway;

    public RunningSystem(String... options) throws Exception {
        this(List.of(), options);
    }

    /** @param before put in front of the command that starts it, for a machine of another kind */
    RunningSystem(List<String> before, String... options) throws Exception {
        home = Files.createTempDirectory("weft-");
        for (String kind : List.of("RUNTIME", "DATA", "STATE", "CACHE", "CONFIG")) {
            Path folder = Files.createDirectory(home.resolve(kind.toLowerCase(java.util.Locale.ROOT)),
                    java.nio.file.attribute.PosixFilePermissions.asFileAttribute(java.nio.file.attribute.PosixFilePermissions.fromString("rwx------")));
            environment.put(kind.equals("RUNTIME") ? "XDG_RUNTIME_DIR" : "XDG_" + kind + "_HOME", folder.toString());
        }
        environment.put("WEFT_CONSOLE_PORT", Integer.toString(freePort()));
        var arguments = new java.util.ArrayList<>(List.of("run", "--no-build", "--instance", instance));
        arguments.addAll(List.of(options));
        var builder = command(arguments);
        builder.command().addAll(0, before);
        process = builder.redirectErrorStream(true).redirectOutput(home.resolve("run.log").toFile()).start();
        try {
            compositor = connect("compositor.sock");
            gateway = connect("weft.sock");
            compositor.send("SUBSCRIBE", Map.of());
            gateway.send("SUBSCRIBE", Map.of());
        } catch (Throwable t) {
            System.out.println(Files.readString(home.resolve("run.log")));
            close();
            throw t;
        }
    }

    private static int freePort() throws IOException {
        try (var probe = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private ProcessBuilder command(List<String> arguments) {
        var line = new java.util.ArrayList<>(List.of(ROOT.resolve("weft").toString()));
        line.addAll(arguments);
        var builder = new ProcessBuilder(line).directory(home.toFile());
        builder.environment().keySet().removeIf(k -> k.startsWith("WEFT_") || k.equals("WAYLAND_DISPLAY") || k.equals("DISPLAY"));
        builder.environment().putAll(environment);
        return builder;
    }

    /** Runs {@code ./weft ARGUMENTS --instance …} and returns what it printed; a failure is an exception with the output. */
    public String weft(String... arguments) throws Exception {
        var line = new java.util.ArrayList<>(List.of(arguments));
        line.addAll(List.of("--instance", instance));
        var p = command(line).redirectErrorStream(true).start();
        String output = new String(p.getInputStream().readAllBytes());
        if (p.waitFor() != 0) throw new IOException("weft " + String.join(" ", arguments) + ": " + output);
        return output;
    }

    public Path runtimeFolder() {
        return Path.of(environment.get("XDG_RUNTIME_DIR"), "weft", instance);
    }

    public Path appData(String app) {
        return Path.of(environment.get("XDG_DATA_HOME"), "weft", "data", app);
    }

    public Path state() {
        return Path.of(environment.get("XDG_STATE_HOME"), "weft", instance);
    }

    /** A further connection for scripts. */
    public JsonSocket connect(String socket) throws Exception {
        Path path = runtimeFolder().resolve(socket);
        eventually(Duration.ofSeconds(90), path + " to exist", () -> Files.exists(path) || !process.isAlive());
        return new JsonSocket(path);
    }

    /** Looks again, each time the clock ticks, until the condition holds; for facts that nothing announces. */
    public static void eventually(Duration limit, String what, Condition condition) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) throw new AssertionError("waited for " + what);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    public interface Condition {
        boolean holds() throws Exception;
    }

    // What a user sees and does.

    BufferedImage screen() throws IOException {
        var png = compositor.call("SCREENSHOT", Map.of());
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode((String) png.get("base64"))));
    }

    void saveScreen(Path file) throws IOException {
        var png = compositor.call("SCREENSHOT", Map.of());
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode((String) png.get("base64")));
    }

    void click(int x, int y) throws IOException {
        compositor.call("POINTER_MOVE", Map.of("x", x, "y", y));
        compositor.call("POINTER_BUTTON", Map.of("button", "left", "pressed", true));
        compositor.call("POINTER_BUTTON", Map.of("button", "left", "pressed", false));
    }

    void type(String text) throws IOException {
        compositor.call("TYPE", Map.of("text", text));
    }

    /** Presses keys together and releases them in reverse order; evdev codes. */
    void press(int... codes) throws IOException {
        for (int code : codes) compositor.call("KEY", Map.of("code", code, "pressed", true));
        for (int i = codes.length - 1; i >= 0; i--) compositor.call("KEY", Map.of("code", codes[i], "pressed", false));
    }

    @SuppressWarnings("unchecked")
    List<Map<String, Object>> windows() throws IOException {
        return (List<Map<String, Object>>) compositor.call("WINDOWS", Map.of()).get("windows");
    }

    public Optional<Map<String, Object>> window(String appId) throws IOException {
        return windows().stream().filter(w -> appId.equals(w.get("app_id")) && Boolean.TRUE.equals(w.get("mapped"))).findFirst();
    }

    Map<String, Object> awaitWindow(String appId, Duration limit) throws Exception {
        eventually(limit, "a window of " + appId, () -> window(appId).isPresent());
        return window(appId).orElseThrow();
    }

    // What scripts see.

    public Map<String, Object> awaitState(int mark, String appId, String state) {
        return JsonSocket.body(gateway.awaitAfter(mark, isState(appId, state), Duration.ofSeconds(60), appId + " to be " + state));
    }

    static Predicate<Map<String, Object>> isState(String appId, String state) {
        return m -> "APP_STATE".equals(m.get("type")) && appId.equals(JsonSocket.body(m).get("app_id")) && state.equals(JsonSocket.body(m).get("state"));
    }

    /** Living processes of this instance, by a word of their command line: everything below the command that started it. */
    public List<ProcessHandle> processes(String word) {
        return process.descendants().filter(p -> arguments(p.pid()).contains(word)).toList();
    }

    /** Waits for the session's end, and tells how it ended. */
    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    static String arguments(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() throws Exception {
        if (compositor != null) compositor.close();
        if (gateway != null) gateway.close();
        process.destroy();
        if (!process.waitFor(END_LIMIT_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the session did not end within " + END_LIMIT_S + " s of SIGTERM");
        }
        try (var all = Files.walk(home)) {
            for (Path p : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(p);
        }
    }
}
