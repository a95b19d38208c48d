package weft.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import weft.ffi.Libc;

/** Filters last for the life of a process, so each test judges one process of its own: {@link Probe}. */
class SeccompTest {
    @Test
    void a_check_on_an_argument_decides() throws Exception {
        assertEquals(List.of("getpriority(0,0) allowed", "getpriority(1,0) EPERM", "getpriority(0|high bits) allowed"), probe("argument"));
    }

    @Test
    void a_wide_check_sees_the_upper_half() throws Exception {
        assertEquals(List.of("prlimit get allowed", "prlimit set EPERM", "prlimit set at a high address EPERM"), probe("wide"));
    }

    @Test
    void rules_of_one_call_are_alternatives_and_others_keep_their_error() throws Exception {
        assertEquals(List.of("getpriority(0,0) allowed", "getpriority(2,0) allowed", "getpriority(1,0) EPERM", "clone3 ENOSYS", "x32 EPERM"),
                probe("alternatives"));
    }

    @Test
    void threads_started_before_are_bound_too() throws Exception {
        assertEquals(List.of("earlier thread EPERM"), probe("thread"));
    }

    private static List<String> probe(String what) throws Exception {
        var process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"),
                Probe.class.getName(), what).redirectErrorStream(true).start();
        try (var out = process.inputReader()) {
            return out.lines().toList();
        } finally {
            process.waitFor(30, TimeUnit.SECONDS);
            process.destroyForcibly();
        }
    }

    /** Installs a filter that leaves the JVM alive, and prints what some calls answer under it. */
    static final class Probe {
        private static final int GETPRIORITY = 140, PRLIMIT64 = 302, CLONE3 = 435;

        public static void main(String[] args) throws Exception {
            var out = new StringBuilder();
            switch (args[0]) {
                case "argument" -> {
                    lenient().allowIf(GETPRIORITY, Seccomp.Check.equal(0, 0)).install();
                    out.append(call("getpriority(0,0)", GETPRIORITY, 0)).append(call("getpriority(1,0)", GETPRIORITY, 1))
                            .append(call("getpriority(0|high bits)", GETPRIORITY, 1L << 40));
                }
                case "wide" -> {
                    lenient().allowIf(PRLIMIT64, Seccomp.Check.zero(2)).install();
                    out.append(call("prlimit get", PRLIMIT64, 0)).append(line("prlimit set", Libc.syscall(PRLIMIT64, 0, 0, 8, 0, 0, 0)))
                            .append(line("prlimit set at a high address", Libc.syscall(PRLIMIT64, 0, 0, 1L << 40, 0, 0, 0)));
                }
                case "alternatives" -> {
                    lenient().allowIf(GETPRIORITY, Seccomp.Check.equal(0, 0)).allowIf(GETPRIORITY, Seccomp.Check.equal(0, 2))
                            .fail(CLONE3, Errno.ENOSYS).install();
                    out.append(call("getpriority(0,0)", GETPRIORITY, 0)).append(call("getpriority(2,0)", GETPRIORITY, 2))
                            .append(call("getpriority(1,0)", GETPRIORITY, 1)).append(call("clone3", CLONE3, 0))
                            .append(call("x32", 0x40000000 | 39, 0));
                }
                default -> {
                    var installed = new CountDownLatch(1);
                    var thread = new Thread(() -> {
                        try {
                            installed.await();
                            out.append(call("earlier thread", GETPRIORITY, 0));
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    });
                    thread.start();
                    lenient().install();
                    installed.countDown();
                    thread.join();
                }
            }
            System.out.print(out);
        }

        /** Allows everything but the calls that the tests decide on. */
        private static Seccomp lenient() {
            var filter = new Seccomp();
            for (int n = 0; n < 470; n++) if (n != GETPRIORITY && n != PRLIMIT64 && n != CLONE3) filter.allow(n);
            return filter;
        }

        private static String call(String what, int number, long argument) {
            return line(what, Libc.syscall(number, argument, 0, 0, 0, 0, 0));
        }

        private static String line(String what, long result) {
            return what + " " + (result < 0 ? Errno.name((int) -result) : "allowed") + "\n";
        }
    }
}
