package weft.appd;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import weft.api.Printable;
import weft.api.packages.AppPackage.Engine;

/** The log files of runtimes: one each, the oldest are removed. What is in them was written by apps. */
final class LogTail {
    private static final int MAX_BYTES = 8 << 10, MAX_LINES = 20, MAX_FILES = 64;

    private LogTail() {}

    /** The last lines, made harmless. */
    static List<String> of(Path file) {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, in.length() - MAX_BYTES);
            in.seek(from);
            byte[] bytes = new byte[(int) Math.min(MAX_BYTES, in.length() - from)];
            in.readFully(bytes);
            var lines = new String(bytes, StandardCharsets.UTF_8).lines().map(Printable::text).toList();
            return lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }

    /** A file for a runtime of this engine: its name is where that is kept, for whoever finds the runtime later. */
    static Path newFile(Path folder, Engine engine) throws IOException {
        Files.createDirectories(folder);
        try (var files = Files.list(folder)) {
            var names = files.filter(f -> f.getFileName().toString().startsWith("runtime-")).sorted(Comparator.comparing(Path::getFileName)).toList();
            for (Path f : names.subList(0, Math.max(0, names.size() - MAX_FILES))) Files.deleteIfExists(f);
        }
        return folder.resolve("runtime-%d-%04x-%s.log".formatted(System.currentTimeMillis(), ThreadLocalRandom.current().nextInt(1 << 16), engine));
    }

    /** The engine of the runtime that writes to such a file. */
    static Optional<Engine> engine(Path file) {
        return Arrays.stream(Engine.values()).filter(e -> file.toString().endsWith("-" + e + ".log")).findFirst();
    }
}
