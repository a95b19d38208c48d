package weft.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessFactsTest {
    @Test
    void clocks_agree_with_the_virtual_machine_and_do_not_go_back() {
        long before = System.currentTimeMillis() * 1_000_000;
        long real = Clock.REALTIME.nanos();
        assertTrue(real >= before, real + " before " + before);
        for (Clock clock : Clock.values()) {
            long first = clock.nanos();
            assertTrue(clock.nanos() >= first, clock.name());
            assertTrue(clock.resolution() > 0, clock.name());
        }
    }

    @Test
    void random_bytes_fill_the_whole_array() throws Exception {
        byte[] a = KernelRandom.bytes(4096), b = KernelRandom.bytes(4096);
        assertEquals(4096, a.length);
        assertFalse(Arrays.equals(a, b));
        assertFalse(Arrays.equals(Arrays.copyOfRange(a, 4080, 4096), new byte[16]));
    }

    @Test
    void only_the_owner_of_standard_output_reaches_it() throws Exception {
        var process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), Speaker.class.getName()).start();
        try (var out = process.inputReader(); var err = process.errorReader()) {
            assertEquals("1024\nmine\n", out.readAllAsString());
            assertTrue(err.readAllAsString().contains("forged"));
        } finally {
            process.waitFor(30, TimeUnit.SECONDS);
            process.destroyForcibly();
        }
    }

    static final class Speaker {
        public static void main(String[] args) throws Exception {
            ResourceLimit.CORE.set(0);
            ResourceLimit.DESCRIPTORS.set(1024);
            String limit = java.nio.file.Files.readAllLines(java.nio.file.Path.of("/proc/self/limits")).stream()
                    .filter(l -> l.startsWith("Max open files")).findFirst().orElseThrow();
            System.out.println(limit.replaceAll("Max open files +(\\d+).*", "$1"));
            try (Fd own = StandardOutput.takeOver()) {
                System.out.println("forged");
                own.write("mine\n".getBytes(), 0, 5);
            }
        }
    }
}
