package weft.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Classes that a process of ours loads in a rehearsed life, parsed and linked, for the JVM to map instead (class data sharing):
 * {@code dist/NAME/NAME.jsa}; and {@code dist/jdk.jsa}, the JDK's own classes alone, for the processes that have none of their own. An archive is good for
 * exactly these jars, options and JDK. Every process starts without it too, only later: where it cannot be made, this is said and nothing else.
 *
 * <p>An archive is laid out for an address that is drawn anew each time one is made, and used there ({@code -XX:ArchiveRelocationMode=0}):
 * moved at each start instead, its pages would be each process's own, and yet the address is nobody's to guess.
 */
final class ClassArchive {
    private static final long LOWEST = 1L << 40, HIGHEST = 1L << 46, STEP = 1L << 30;
    private final Path folder, archive, classes;

    /** The archive of a process. */
    ClassArchive(Path dist, String name) {
        this(dist.resolve(name), dist.resolve(name).resolve(name + ".jsa"));
    }

    private ClassArchive(Path folder, Path archive) {
        this.folder = folder;
        this.archive = archive;
        classes = folder.resolve("classes");
    }

    /** Where an archive may lie, for {@code -XX:SharedBaseAddress}. */
    static long anyAddress() {
        return new SecureRandom().nextLong(LOWEST / STEP, HIGHEST / STEP) * STEP;
    }

    /** @param rehearsal the class whose main, with an empty folder as its argument, runs through a short life */
    void rehearse(String rehearsal) throws IOException, InterruptedException {
        if (!Files.isDirectory(folder.resolve("lib")) || isFresh()) return;
        Files.deleteIfExists(archive);
        Path scratch = Files.createTempDirectory("weft-rehearsal");
        try {
            Path stage = Files.createDirectory(scratch.resolve("stage")), log = scratch.resolve("log");
            boolean made = java(log, stage, List.of("-XX:DumpLoadedClassList=" + classes, "-cp", classPath(), rehearsal, stage.toString()))
                    && dump(log, stage, List.of("-cp", classPath()));
            if (!made) tell(log);
        } finally {
            try (var walk = Files.walk(scratch)) {
                for (Path p : walk.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(p);
            }
        }
    }

    /**
     * Keeps {@code dist/jdk.jsa}: what the JDK itself thinks worth it, and what this process took from the JDK when it was rehearsed.
     *
     * @param options the process whose options those of its users agree with, as far as an archive depends on them
     */
    void shareJdk(String options) throws IOException, InterruptedException {
        var shared = new ClassArchive(folder.resolveSibling(options), folder.resolveSibling("jdk.jsa"));
        if (!Files.exists(classes) || shared.isFresh()) return;
        Path scratch = Files.createTempDirectory("weft-rehearsal"), log = scratch.resolve("log");
        try {
            var names = new ArrayList<>(Files.readAllLines(Path.of(System.getProperty("java.home"), "lib/classlist")));
            for (String line : Files.readAllLines(classes)) {
                if (line.startsWith("@lambda-form-invoker")) names.add(line);
                else if (line.matches("(java|jdk|sun)/.*") && !line.contains("source:")) names.add(line.split(" ")[0]);
            }
            Files.write(shared.classes, names);
            if (!shared.dump(log, scratch, List.of())) shared.tell(log);
        } finally {
            Files.deleteIfExists(log);
            Files.deleteIfExists(scratch);
        }
    }

    private boolean isFresh() throws IOException {
        if (!Files.exists(archive)) return false;
        FileTime since = Files.getLastModifiedTime(archive);
        var inputs = new ArrayList<>(List.of(folder.resolve("jvm.options"), Path.of(System.getProperty("java.home"), "release")));
        if (archive.startsWith(folder)) {
            inputs.add(folder.resolve("classpath"));
            try (var jars = Files.list(folder.resolve("lib"))) {
                inputs.addAll(jars.toList());
            }
        }
        for (Path p : inputs) if (Files.getLastModifiedTime(p).compareTo(since) > 0) return false;
        return true;
    }

    private boolean dump(Path log, Path stage, List<String> more) throws IOException, InterruptedException {
        Path part = archive.resolveSibling(archive.getFileName() + ".part");
        var arguments = new ArrayList<>(List.of("-Xshare:dump", "-XX:SharedClassListFile=" + classes, "-XX:SharedArchiveFile=" + part,
                "-XX:SharedBaseAddress=" + anyAddress()));
        arguments.addAll(more);
        if (!java(log, stage, arguments)) return false;
        Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    private void tell(Path log) throws IOException {
        System.out.println("WARN " + archive.getFileName() + " could not be made; what would use it starts more slowly:\n" + Files.readString(log).strip());
    }

    private String classPath() throws IOException {
        return String.join(":", Files.readAllLines(folder.resolve("classpath")).stream().map(n -> folder.resolve("lib").resolve(n).toString()).toList());
    }

    private boolean java(Path log, Path stage, List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "@" + folder.resolve("jvm.options")));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(n -> n.matches("(WEFT_|LISTEN_|XDG_|WAYLAND_).*|DISPLAY"));
        for (String place : List.of("HOME", "XDG_RUNTIME_DIR")) builder.environment().put(place, stage.toString());
        var process = builder.start();
        if (process.waitFor(2, TimeUnit.MINUTES)) return process.exitValue() == 0;
        process.destroyForcibly();
        return false;
    }
}
