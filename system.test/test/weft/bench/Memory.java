package weft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of a process, from /proc (proc(5)). */
final class Memory {
    private Memory() {}

    static long rssKiB(long pid) throws IOException {
        return field(Path.of("/proc/" + pid + "/status"), "VmRSS:");
    }

    /** Proportional set size: shared pages counted by their share. */
    static long pssKiB(long pid) throws IOException {
        return field(Path.of("/proc/" + pid + "/smaps_rollup"), "Pss:");
    }

    private static long field(Path file, String name) throws IOException {
        for (String line : Files.readAllLines(file)) if (line.startsWith(name)) return Long.parseLong(line.replaceAll("\\D+", ""));
        throw new IOException(file + " has no " + name);
    }
}
