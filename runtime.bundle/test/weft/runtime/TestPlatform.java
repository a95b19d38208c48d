package weft.runtime;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import weft.runtime.launch.RuntimeCommand;

/** A folder with a gateway, a portal and an app's data, and the runtimes that were started for them. Leaves nothing behind. */
final class TestPlatform implements AutoCloseable {
    static final int PATIENCE_S = 90;
    static final Path ROOT = Path.of(System.getProperty("weft.root"));
    static final String TOKEN = "a-token-given-at-birth";
    final Path runtime;
    final Path folder;
    final Path data;
    final TestGateway gateway;
    final TestPortal portal;
    private final List<Running> started = new ArrayList<>();

    TestPlatform() throws IOException {
        this("runtime");
    }

    /** @param runtime which of the distribution's runtimes is meant: its folder's name */
    TestPlatform(String runtime) throws IOException {
        this.runtime = ROOT.resolve("dist").resolve(runtime);
        folder = Files.createTempDirectory("weft-runtime-test");
        data = Files.createDirectory(folder.resolve("data"));
        gateway = new TestGateway(folder.resolve("gateway.sock"));
        portal = new TestPortal(folder.resolve("portal.sock"), data);
    }

    static Path guest(String name) {
        return ROOT.resolve("dist/test-guests").resolve(name + ".wasm");
    }

    static Path app(String id) {
        return ROOT.resolve("dist/apps").resolve(id).resolve("module.wasm");
    }

    static long cString(Path path) {
        return Arena.ofAuto().allocateFrom(path.toString()).address();
    }

    RuntimeCommand command(int heapMb, RuntimeCommand.Sandbox sandbox) {
        return new RuntimeCommand(Path.of(System.getProperty("java.home")), runtime, folder.resolve("gateway.sock"),
                folder.resolve("portal.sock"), TOKEN, heapMb, sandbox);
    }

    RuntimeCommand command(int heapMb) {
        return new RuntimeCommand(Path.of(System.getProperty("java.home")), runtime, folder.resolve("gateway.sock"),
                folder.resolve("portal.sock"), TOKEN, heapMb);
    }

    /** Starts a runtime that waits for its app. */
    Running start() throws IOException {
        return start(List.of(), command(RuntimeCommand.DEFAULT_HEAP_MB).argv());
    }

    /** Starts a program with the runtime's environment; {@code before} is put in front of its command line. */
    Running start(List<String> before, List<String> argv) throws IOException {
        return start(before, argv, command(1).environment());
    }

    Running start(List<String> before, List<String> argv, java.util.Map<String, String> environment) throws IOException {
        var whole = new ArrayList<>(before);
        whole.addAll(argv);
        Path log = folder.resolve("log-" + started.size());
        var builder = new ProcessBuilder(whole).redirectInput(new File("/dev/null")).redirectError(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        var running = new Running(builder.start(), log);
        started.add(running);
        return running;
    }

    /** Starts a runtime and gives it an app. */
    Running launch(Path module, String... args) throws Exception {
        Running running = start();
        gateway.awaitRuntime();
        gateway.assign(module, 64, false, args);
        return running;
    }

    /** A started runtime, from outside. */
    static final class Running {
        final Process process;
        private final Path log;
        private final CompletableFuture<String> output = new CompletableFuture<>();
        private final CompletableFuture<String> firstLine = new CompletableFuture<>();

        Running(Process process, Path log) {
            this.process = process;
            this.log = log;
            Thread.ofPlatform().daemon().start(this::read);
        }

        private void read() {
            var all = new StringBuilder();
            try (var reader = process.inputReader()) {
                for (int c; (c = reader.read()) >= 0; ) {
                    all.append((char) c);
                    if (c == '\n') firstLine.complete(all.substring(0, all.length() - 1));
                }
            } catch (IOException e) {
                all.append(e);
            }
            firstLine.complete("(the pipe ended: " + all + ")");
            output.complete(all.toString());
        }

        /** READY, FAILED …, or why there is no line. */
        String firstLine() throws Exception {
            return firstLine.get(PATIENCE_S, TimeUnit.SECONDS);
        }

        /** Everything that came through the pipe, once it is closed. */
        String wholeOutput() throws Exception {
            return output.get(PATIENCE_S, TimeUnit.SECONDS);
        }

        boolean hasSpoken() {
            return firstLine.isDone();
        }

        int exitCode() throws InterruptedException {
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) throw new AssertionError("the runtime does not end");
            return process.exitValue();
        }

        String log() throws IOException {
            return Files.readString(log);
        }

        int pid() {
            return RuntimeCommand.runtimePid((int) process.pid()).orElseThrow();
        }

        // Its child first: that is the runtime, and without it bwrap ends by itself.
        private void end() {
            process.children().forEach(ProcessHandle::destroyForcibly);
            if (process.onExit().completeOnTimeout(null, 5, TimeUnit.SECONDS).join() == null) process.destroyForcibly();
        }
    }

    @Override
    public void close() throws IOException {
        for (Running r : started) r.end();
        gateway.close();
        portal.close();
        try (var files = Files.walk(folder)) {
            for (Path p : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(p);
        }
    }
}
