package weft.shell.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import weft.os.Pidfd;

/** The engine's renderer processes, as seen from outside its sandbox. */
final class Renderers {
    private Renderers() {}

    /** The one that was started last. */
    static ProcessHandle newest(EngineProcess engine) {
        try (var descendants = engine.handle().descendants()) {
            return descendants.filter(p -> commandLine(p).contains("--type=renderer")).max(Comparator.comparingLong(Renderers::startTime)).orElseThrow();
        }
    }

    private static long startTime(ProcessHandle process) {
        try {
            return Pidfd.startTime((int) process.pid());
        } catch (IOException e) {
            return 0;
        }
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc/" + process.pid() + "/cmdline")), StandardCharsets.UTF_8).replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }
}
