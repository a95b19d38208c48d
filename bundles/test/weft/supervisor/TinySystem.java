package weft.supervisor;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import weft.os.Fd;
import weft.os.LockedFolder;
import weft.os.Pidfd;
import weft.os.UnixSocket;

/** A real supervisor process over a distribution whose compositor and platform are tiny, in folders of its own. */
final class TinySystem implements AutoCloseable {
    private static final long PATIENCE_S = 30;
    final Path root, runtime, wayland, state;
    private final Map<String, String> environment = new HashMap<>();
    private final LinkedBlockingQueue<String> output = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();
    private Process supervisor;

    TinySystem(Path root) throws IOException {
        this.root = root;
        runtime = root.resolve("run/weft/t");
        wayland = root.resolve("run/weft-t");
        state = root.resolve("state/weft/t");
        Files.createDirectories(root.resolve("run"));
        environment.putAll(Map.of("PATH", System.getenv("PATH"), "HOME", root.toString(), "WEFT_INSTANCE", "t", "WEFT_DIST", root.resolve("dist").toString(),
                "XDG_RUNTIME_DIR", root.resolve("run").toString(), "XDG_STATE_HOME", root.resolve("state").toString()));
        service("compositor", "control");
        service("platform", "weft");
    }

    // What the build lays out for a process, with a main class that serves one socket.
    private void service(String name, String socket) throws IOException {
        Path folder = Files.createDirectories(root.resolve("dist").resolve(name).resolve("lib")).getParent();
        Path source = Files.createDirectories(root.resolve("src").resolve(name)).resolve("Main.java");
        Files.writeString(source, "package weft." + name + "; public class Main { public static void main(String... a) throws Exception { "
                + "weft.supervisor.child.TinyService.serve(\"" + name + "\", \"" + socket + "\"); } }");
        var path = new ArrayList<String>(List.of("classes"));
        Path classes = Files.createDirectory(folder.resolve("lib/classes"));
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), "-cp", System.getProperty("java.class.path"), source.toString());
        if (result != 0) throw new IOException("the tiny " + name + " does not compile");
        for (Class<?> c : List.of(TinySystem.class, Fd.class)) {
            Path real = Path.of(c.getProtectionDomain().getCodeSource().getLocation().getPath());
            path.add(Files.createSymbolicLink(folder.resolve("lib").resolve("l" + path.size() + ".jar"), real).getFileName().toString());
        }
        Files.write(folder.resolve("classpath"), path);
        Files.write(folder.resolve("jvm.options"), List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED"));
    }

    TinySystem with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    TinySystem start(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xmx16m", "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), "weft.supervisor.Main"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        supervisor = builder.start();
        var reader = supervisor.inputReader();
        Thread.ofPlatform().daemon().start(() -> read(reader));
        return this;
    }

    private void read(BufferedReader reader) {
        try (reader) {
            for (String line; (line = reader.readLine()) != null; ) output.add(line);
            output.add("(end)");
        } catch (IOException e) {
            output.add("(broken)");
        }
    }

    /** Waits for the first line of the supervisor's output, from the last one looked at on, that matches. */
    String await(Predicate<String> wanted) throws InterruptedException {
        for (String line; (line = output.poll(PATIENCE_S, TimeUnit.SECONDS)) != null; ) {
            seen.add(line);
            if (wanted.test(line)) return line;
            if (line.equals("(end)")) break;
        }
        throw new AssertionError("not said: " + seen);
    }

    TinySystem awaitUp() throws InterruptedException {
        await(l -> l.startsWith("WEFT OS is up"));
        return this;
    }

    /** What was looked at so far. */
    List<String> said() {
        return seen;
    }

    /** Everything said until the supervisor ended. */
    List<String> allSaid() throws InterruptedException {
        await(l -> l.equals("(end)"));
        return seen;
    }

    int awaitExit() throws InterruptedException {
        if (!supervisor.waitFor(PATIENCE_S, TimeUnit.SECONDS)) throw new AssertionError("still runs; said: " + seen);
        return supervisor.exitValue();
    }

    void signal(String name) throws Exception {
        signal(name, supervisor.pid());
    }

    static void signal(String name, long pid) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    }

    long pid() {
        return supervisor.pid();
    }

    /** The process that the session's lock file names. */
    int pidOf(String service) {
        return Facts.pid(LockedFolder.read(runtime).orElseThrow(), service).orElseThrow();
    }

    Fd connect(String socket) throws IOException {
        return UnixSocket.connect(runtime.resolve(socket));
    }

    static String ask(Fd connection, String question) throws IOException {
        byte[] line = (question + "\n").getBytes();
        connection.write(line, 0, line.length);
        var answer = new StringBuilder();
        byte[] one = new byte[1];
        while (connection.read(one, 0, 1) == 1 && one[0] != '\n') answer.append((char) one[0]);
        return answer.toString();
    }

    String askPlatform(String question) throws IOException {
        try (Fd connection = connect("weft.sock")) {
            return ask(connection, question);
        }
    }

    String askCompositor(String question) throws IOException {
        try (Fd connection = connect("compositor.sock")) {
            return ask(connection, question);
        }
    }

    static boolean awaitGone(long pid) throws IOException {
        try (var process = Pidfd.open((int) pid)) {
            return process.awaitExit((int) TimeUnit.SECONDS.toMillis(PATIENCE_S));
        } catch (weft.os.OsException e) {
            return true;
        }
    }

    /** Every living process that was started for this session, by its environment. */
    List<String> processes() throws IOException {
        var mark = Pattern.compile("(^|\0)WEFT_(RUNTIME_DIR|DIST)=" + Pattern.quote(root.toString()));
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(p -> p.getFileName().toString().matches("\\d+")).filter(p -> mark.matcher(text(p.resolve("environ"))).find())
                    .map(p -> p.getFileName() + " " + text(p.resolve("cmdline")).replace('\0', ' ')).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** Ends what a failed test left. */
    @Override
    public void close() throws Exception {
        if (supervisor != null && supervisor.isAlive()) {
            supervisor.destroyForcibly().waitFor();
        }
        for (String process : processes()) {
            long pid = Long.parseLong(process.split(" ")[0]);
            signal("KILL", pid);
            awaitGone(pid);
        }
    }
}
