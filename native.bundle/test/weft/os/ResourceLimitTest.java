package weft.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Bounds of a process, set by itself and by somebody else. */
class ResourceLimitTest {
    /** Runs in a process of its own, for what it does cannot be undone. */
    public static final class Lowered {
        public static void main(String... arguments) throws Exception {
            ResourceLimit.DESCRIPTORS.setOf((int) ProcessHandle.current().pid(), 100);
            ResourceLimit.DESCRIPTORS.set(200);
            ResourceLimit.DESCRIPTORS.set(90);
            for (String line : java.nio.file.Files.readAllLines(Path.of("/proc/self/limits"))) if (line.startsWith("Max open files")) System.out.println(line.replaceAll(" +", " ").strip());
        }
    }

    @Test
    void a_limit_that_somebody_has_set_lower_already_stays_as_it_is() throws Exception {
        var process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xmx32m", "-XX:TieredStopAtLevel=1", "-XX:-MaxFDLimit",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), Lowered.class.getName())).redirectErrorStream(true).start();
        String words = new String(process.getInputStream().readAllBytes()).strip();
        assertEquals(0, process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1, words);
        assertEquals("Max open files 90 90 files", words);
    }
}
