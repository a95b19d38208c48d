package weft.compositor.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A compositor in a process of its own, as it is started in a session, and clients that connect to it. */
final class CompositorProcess implements AutoCloseable {
    private final Path folder;
    private final Process process;
    private final List<Process> clients = new ArrayList<>();
    private final String ready;

    CompositorProcess(Path folder, String... arguments) throws IOException {
        this(folder, Map.of(), arguments);
    }

    /** One with further variables in its environment. */
    CompositorProcess(Path folder, Map<String, String> variables, String... arguments) throws IOException {
        this.folder = folder;
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=1g", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                "weft.compositor.Main", "--socket", "wayland-test", "--control", folder.resolve("control").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(folder.resolve("compositor.log").toFile());
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        // Not the settings of whoever runs the tests.
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("settings").toString());
        builder.environment().putAll(variables);
        process = builder.start();
        ready = firstLine();
        if (ready == null || !ready.startsWith("ready")) throw new IOException("not ready: " + ready + "\n" + log());
    }

    private String firstLine() throws IOException {
        var reader = process.inputReader();
        var line = CompletableFuture.supplyAsync(() -> {
            try {
                return reader.readLine();
            } catch (IOException e) {
                return null;
            }
        });
        try {
            return line.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            process.destroyForcibly();
            throw new IOException("it is not ready within a minute", e);
        }
    }

    /** The line that it printed when it was ready. */
    String ready() {
        return ready;
    }

    Process process() {
        return process;
    }

    ControlClient control() throws IOException {
        return new ControlClient(folder.resolve("control"));
    }

    /** Starts a program on the compositor; it ends with the test. */
    Process start(String... command) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve(Path.of(command[0]).getFileName() + ".log").toFile());
        var environment = builder.environment();
        environment.put("XDG_RUNTIME_DIR", folder.toString());
        environment.put("WAYLAND_DISPLAY", "wayland-test");
        environment.put("HOME", folder.toString());
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("QT_QPA_PLATFORM", "wayland");
        environment.put("GDK_BACKEND", "wayland");
        environment.put("GSK_RENDERER", "cairo");
        environment.put("GSETTINGS_BACKEND", "memory");
        environment.put("NO_AT_BRIDGE", "1");
        environment.remove("DISPLAY");
        environment.putAll(xEnvironment());
        var client = builder.start();
        clients.add(client);
        return client;
    }

    /** What X programs need; empty if none are shown. */
    Map<String, String> xEnvironment() {
        int at = ready.indexOf(" x11=");
        return at < 0 ? Map.of() : Map.of("DISPLAY", ready.substring(at + " x11=".length()), "XAUTHORITY", folder.resolve("wayland-test-xauthority").toString());
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("compositor.log"));
    }

    /** Ends it by SIGTERM; returns its exit code. */
    int terminate() throws Exception {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) throw new AssertionError("it does not end");
        return process.exitValue();
    }

    @Override
    public void close() {
        for (var c : clients) end(c);
        end(process);
    }

    private static void end(Process p) {
        p.destroy();
        try {
            if (p.waitFor(5, TimeUnit.SECONDS)) return;
            p.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            p.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
