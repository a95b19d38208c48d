package weft.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Keeps {@code dist/engine/engine.aot}: the classes of a rehearsed start of the web engine, in a form that the JVM maps
 * instead of loading and linking them (JEP 514), good for exactly these jars, options and JDK. The engine starts without
 * it too, only later; so where it cannot be rehearsed, this is said and nothing else.
 */
final class WebEngineRehearsal {
    private static final List<String> ORDINARY_USER = List.of("unshare", "--user", "--map-user=1000", "--map-group=1000", "setpriv", "--no-new-privs");
    private final Path engine;
    private final Path cache;

    WebEngineRehearsal(Path dist) {
        engine = dist.resolve("engine");
        cache = engine.resolve("engine.aot");
    }

    void run() throws IOException, InterruptedException {
        if (!Files.isDirectory(engine.resolve("lib")) || !Files.isDirectory(engine.resolve("natives")) || isFresh()) return;
        Files.deleteIfExists(cache);
        Path folder = Files.createTempDirectory("weft-rehearsal");
        try {
            rehearse(folder);
        } finally {
            deleteTree(folder);
        }
    }

    private boolean isFresh() throws IOException {
        if (!Files.exists(cache)) return false;
        var since = Files.getLastModifiedTime(cache);
        for (Path p : List.of(engine.resolve("jvm.options"), engine.resolve("classpath"))) if (Files.getLastModifiedTime(p).compareTo(since) > 0) return false;
        try (var jars = Files.list(engine.resolve("lib"))) {
            for (Path p : jars.toList()) if (Files.getLastModifiedTime(p).compareTo(since) > 0) return false;
        }
        return true;
    }

    private void rehearse(Path folder) throws IOException, InterruptedException {
        Path part = engine.resolve("engine.aot.part"), log = folder.resolve("log");
        var builder = new ProcessBuilder(command(folder, part)).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("TMPDIR", Files.createDirectory(folder.resolve("tmp")) + "/");
        builder.environment().put("HOME", folder.toString());
        var process = builder.start();
        if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0 || !Files.exists(part)) {
            process.destroyForcibly();
            System.out.println("WARN the web engine could not be rehearsed; it will start more slowly:\n" + Files.readString(log).strip());
            return;
        }
        Files.move(part, cache, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private List<String> command(Path folder, Path part) throws IOException {
        String path = String.join(":", Files.readAllLines(engine.resolve("classpath")).stream().map(n -> engine.resolve("lib").resolve(n).toString()).toList());
        var command = new ArrayList<String>();
        if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) command.addAll(ORDINARY_USER);
        command.addAll(List.of(ProcessHandle.current().info().command().orElseThrow(), "-XX:AOTCacheOutput=" + part, "-XX:SharedBaseAddress=" + ClassArchive.anyAddress(), "-Xlog:aot=off,cds=off",
                "@" + engine.resolve("jvm.options"), "-cp", path, "weft.shell.engine.Rehearsal", engine.resolve("natives").toString(), folder.toString()));
        return command;
    }

    private static void deleteTree(Path folder) throws IOException {
        try (var walk = Files.walk(folder)) {
            for (Path p : walk.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(p);
        }
    }
}
