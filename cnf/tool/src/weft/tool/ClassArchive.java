package weft.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Keeps {@code dist/NAME/NAME.jsa}: the classes that a process of ours loads in a rehearsed life, parsed and linked, for the JVM to map instead
 * (class data sharing). It is good for exactly these jars, options and JDK. Every process starts without it too, only later: where it cannot be
 * made, this is said and nothing else.
 *
 * <p>The archive is laid out for an address that is drawn anew each time one is made, and used there ({@code -XX:ArchiveRelocationMode=0}):
 * moved at each start instead, its pages would be each process's own, and yet the address is nobody's to guess.
 */
final class ClassArchive {
    private static final long LOWEST = 1L << 40, HIGHEST = 1L << 46, STEP = 1L << 30;
    private final Path folder, archive;
    private final String name, rehearsal;

    /** @param rehearsal the class whose main, with an empty folder as its argument, runs through a short life */
    ClassArchive(Path dist, String name, String rehearsal) {
        this.name = name;
        this.rehearsal = rehearsal;
        folder = dist.resolve(name);
        archive = folder.resolve(name + ".jsa");
    }

    void run() throws IOException, InterruptedException {
        if (!Files.isDirectory(folder.resolve("lib")) || isFresh()) return;
        Files.deleteIfExists(archive);
        Path scratch = Files.createTempDirectory("weft-rehearsal");
        try {
            make(scratch);
        } finally {
            try (var walk = Files.walk(scratch)) {
                for (Path p : walk.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(p);
            }
        }
    }

    private boolean isFresh() throws IOException {
        if (!Files.exists(archive)) return false;
        FileTime since = Files.getLastModifiedTime(archive);
        try (var files = Files.walk(folder)) {
            for (Path p : files.filter(Files::isRegularFile).toList()) if (Files.getLastModifiedTime(p).compareTo(since) > 0) return false;
        }
        return true;
    }

    private void make(Path scratch) throws IOException, InterruptedException {
        Path classes = scratch.resolve("classes"), part = folder.resolve(name + ".jsa.part"), log = scratch.resolve("log");
        Path stage = Files.createDirectory(scratch.resolve("stage"));
        boolean made = java(log, stage, List.of("-XX:DumpLoadedClassList=" + classes), List.of(rehearsal, stage.toString()))
                && java(log, stage, List.of("-Xshare:dump", "-XX:SharedClassListFile=" + classes, "-XX:SharedArchiveFile=" + part,
                        "-XX:SharedBaseAddress=" + ThreadLocalRandom.current().nextLong(LOWEST, HIGHEST) / STEP * STEP), List.of());
        if (made) Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        else System.out.println("WARN " + name + " could not be rehearsed; it will start more slowly:\n" + Files.readString(log).strip());
    }

    private boolean java(Path log, Path stage, List<String> options, List<String> main) throws IOException, InterruptedException {
        String path = String.join(":", Files.readAllLines(folder.resolve("classpath")).stream().map(n -> folder.resolve("lib").resolve(n).toString()).toList());
        var command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "@" + folder.resolve("jvm.options")));
        command.addAll(options);
        command.addAll(List.of("-cp", path));
        command.addAll(main);
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(n -> n.startsWith("WEFT_") || n.startsWith("LISTEN_"));
        builder.environment().put("XDG_RUNTIME_DIR", stage.toString());
        var process = builder.start();
        if (process.waitFor(2, TimeUnit.MINUTES)) return process.exitValue() == 0;
        process.destroyForcibly();
        return false;
    }
}
