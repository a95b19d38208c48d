package weft.shell.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The engine, started as {@link EngineCommand} says. Closing kills it. */
final class EngineProcess implements AutoCloseable {
    static final Path ROOT = Path.of(System.getProperty("weft.root"));
    private final Process process;
    private final Path log;

    EngineProcess(Path folder, Path gateway, Path wayland, Path pages) throws IOException {
        this(folder, gateway, wayland, pages, List.of(), ROOT.resolve("dist/engine"), EngineCommand.Sandbox.NAMESPACES);
    }

    /** @param before put in front of its command */
    EngineProcess(Path folder, Path gateway, Path wayland, Path pages, List<String> before, Path engine, EngineCommand.Sandbox sandbox) throws IOException {
        log = folder.resolve("engine.log");
        var command = new EngineCommand(Path.of(System.getProperty("java.home")), engine, gateway, wayland,
                folder.resolve("profiles"), List.of(pages), TestGateway.TOKEN, sandbox);
        var argv = new java.util.ArrayList<>(before);
        argv.addAll(command.argv());
        var builder = new ProcessBuilder(argv).redirectInput(new File("/dev/null")).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(command.environment());
        process = builder.start();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    boolean awaitEnd() throws InterruptedException {
        return process.waitFor(10, TimeUnit.SECONDS);
    }

    int exitCode() {
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
