package weft.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import weft.runtime.engine.chicory.ChicoryEngine;
import weft.runtime.engine.graal.GraalWasmEngine;

/** What is asked of every engine, asked of each. */
@ParameterizedClass
@EnumSource(EngineTest.Kind.class)
class EngineTest {
    private static final int CAP_PAGES = 40, STACK = 16 << 20;
    private static final byte[] WASM = read();

    enum Kind {
        GRAALWASM, CHICORY, CHICORY_COMPILED_AHEAD;

        WasmEngine engine() {
            return this == GRAALWASM ? new GraalWasmEngine() : new ChicoryEngine();
        }
    }

    @Parameter
    Kind kind;
    private final List<Long> said = new ArrayList<>();
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final Map<String, HostFunction> host = new HashMap<>();
    private WasmEngine engine;

    private static byte[] read() {
        try {
            return Files.readAllBytes(Path.of(System.getProperty("weft.root"), "dist/test-guests/engine.wasm"));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void prepare() {
        engine = kind.engine();
        host.put("say", (m, a) -> said.add(a[0]) ? 0 : 1);
        host.put("mix", (m, a) -> {
            assertArrayEquals(new long[] {0xfffffff0L, Long.MIN_VALUE + 1, 0xfffffffbL, -1}, a);
            return Long.MAX_VALUE - 2;
        });
        host.put("narrow", (m, a) -> a[0]);
        host.put("leave", (m, a) -> {
            throw new GuestExit((int) a[0]);
        });
        host.put("outside", (m, a) -> m.getInt(m.size() - 3));
        host.put("fill", (m, a) -> {
            var bytes = new byte[(int) a[1] + 5];
            for (int i = 0; i < a[1]; i++) bytes[i + 5] = (byte) (i * 7 + 1);
            m.write(a[0], bytes, 5, (int) a[1]);
            return a[1];
        });
        host.put("sum", (m, a) -> {
            long sum = 0;
            byte[] bytes = m.read(a[0], a[1]);
            for (int i = 0; i < bytes.length; i++) sum += (long) (bytes[i] & 255) * ((a[0] + i - (a[0] - 3)) & 7);
            return sum;
        });
        host.put("wait", (m, a) -> {
            waiting.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new GuestExit(9);
            }
            return 0;
        });
    }

    private WasmInstance instance() throws Exception {
        var outline = ModuleOutline.of(WASM);
        HostFunction none = (m, a) -> 0;
        var linked = outline.imports().stream().map(i -> new WasmEngine.Linked(i, host.getOrDefault(i.name(), none))).toList();
        Optional<byte[]> compiled = kind == Kind.CHICORY_COMPILED_AHEAD ? engine.compile(WASM) : Optional.empty();
        assertEquals(kind == Kind.CHICORY_COMPILED_AHEAD, compiled.isPresent());
        WasmInstance instance = engine.instantiate(outline.withMaximum(WASM, CAP_PAGES), compiled, linked);
        return instance;
    }

    private List<Long> says(String rule) throws Exception {
        WasmInstance instance = instance();
        onGuestThread(() -> {
            instance.run(rule);
            return null;
        });
        return said;
    }

    private String traps(String rule) throws Exception {
        WasmInstance instance = instance();
        return onGuestThread(() -> assertThrows(GuestTrap.class, () -> instance.run(rule)).getMessage());
    }

    // As the runtime does: a thread with a stack of its own.
    private static <T> T onGuestThread(java.util.concurrent.Callable<T> work) throws Exception {
        var task = new FutureTask<>(work);
        new Thread(null, task, "guest", STACK).start();
        return task.get(2, TimeUnit.MINUTES);
    }

    @Test
    void what_a_guest_prepares_is_there() throws Exception {
        assertEquals(List.of(42L), says("constructors"));
    }

    @Test
    void numbers_cross_the_border_whole() throws Exception {
        assertEquals(List.of(Long.MAX_VALUE - 2, -1L, -7L), says("numbers"));
    }

    @Test
    void arithmetic_is_webassembly_s() throws Exception {
        assertEquals(List.of(0L, 1_000_000_000_000_000_000L, 1_000_000L, 16L + 31 + 40), says("arithmetic"));
    }

    @Test
    void many_bytes_go_both_ways_and_none_beside_them() throws Exception {
        long sum = 0;
        for (int i = 0; i < 300_000 - 3; i++) sum += (long) ((i * 7 + 1) & 255) * ((i + 3) & 7);
        assertEquals(List.of(299_997L, sum, sum, 0L), says("bytes"));
    }

    @Test
    void many_bytes_are_put_where_the_memory_lies_and_none_beside_them() throws Exception {
        host.put("fill", (m, a) -> {
            for (long i = 0; i < a[1]; ) {
                var part = m.part(a[0] + i, (int) (a[1] - i)).orElseThrow();
                for (int j = 0; j < part.length(); j++, i++) part.array()[part.offset() + j] = (byte) (i * 7 + 1);
            }
            assertThrows(OutOfGuestMemory.class, () -> m.part(m.size() - 3, 4));
            return a[1];
        });
        many_bytes_go_both_ways_and_none_beside_them();
    }

    @Test
    void an_exit_of_a_host_function_comes_through() throws Exception {
        WasmInstance instance = instance();
        assertEquals(17, onGuestThread(() -> assertThrows(GuestExit.class, () -> instance.run("leaves")).code()));
    }

    @Test
    void each_trap_says_what_it_was() throws Exception {
        assertEquals("it gave up by itself (unreachable instruction)", traps("trap"));
        assertEquals("integer divide by zero", traps("divide"));
        assertEquals("integer overflow", traps("overflow"));
        assertEquals("out of bounds memory access", traps("beyond"));
        assertEquals("out of bounds memory access", traps("high"));
        assertEquals("out of bounds memory access in a call to the system", traps("host_outside"));
        assertEquals("out of bounds memory access", traps("edge"));
        assertEquals(List.of(9L), said, "the last byte is inside");
        assertTrue(traps("indirect").contains("indirect call"), "a call of the wrong type");
        assertTrue(!traps("null_call").isEmpty(), "a call of nothing");
    }

    @Test
    void a_guest_that_traps_is_over_and_the_next_one_is_not() throws Exception {
        traps("trap");
        assertEquals(List.of(Long.MAX_VALUE - 2, -1L, -7L), says("numbers"));
    }

    @Test
    void endless_recursion_is_a_trap() throws Exception {
        String reason = traps("recurse");
        assertTrue(reason.equals("call stack exhausted") || reason.equals("out of bounds memory access"), reason);
    }

    @Test
    void memory_grows_to_its_maximum_and_no_further() throws Exception {
        assertEquals(List.of((long) CAP_PAGES, -1L, 0L), says("grow"));
    }

    @Test
    void what_must_not_be_linked_is_refused() throws Exception {
        var linked = ModuleOutline.of(WASM).imports().stream().map(i -> new WasmEngine.Linked(i, (m, a) -> 0)).toList();
        assertThrows(InvalidModule.class, () -> engine.instantiate(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 1, 5}, Optional.empty(), List.of()));
        byte[] broken = WASM.clone();
        broken[broken.length / 2] ^= 0x55;
        broken[broken.length / 2 + 7] ^= 0x2a;
        for (int i = broken.length / 3; i < broken.length / 2; i += 97) broken[i] ^= 0x11;
        assertThrows(Exception.class, () -> engine.instantiate(broken, Optional.empty(), linked).run("numbers"));
    }

    @Test
    void a_guest_that_spins_can_be_stopped() throws Exception {
        stops("spin");
    }

    @Test
    void a_guest_that_spins_through_calls_can_be_stopped() throws Exception {
        stops("spin_in_calls");
    }

    @Test
    void a_guest_that_waits_in_a_host_function_can_be_stopped() throws Exception {
        WasmInstance instance = instance();
        var guest = new FutureTask<>(() -> assertThrows(Exception.class, () -> instance.run("waits")));
        new Thread(null, guest, "guest", STACK).start();
        assertTrue(waiting.await(1, TimeUnit.MINUTES));
        instance.stop();
        Exception end = guest.get(1, TimeUnit.MINUTES);
        assertTrue(end instanceof GuestExit || end instanceof GuestTrap t && t.getMessage().equals("stopped from outside"), end.toString());
    }

    private void stops(String rule) throws Exception {
        WasmInstance instance = instance();
        var begun = new CountDownLatch(1);
        var guest = new FutureTask<>(() -> {
            begun.countDown();
            return assertThrows(GuestTrap.class, () -> instance.run(rule)).getMessage();
        });
        var thread = new Thread(null, guest, "guest", STACK);
        thread.start();
        assertTrue(begun.await(1, TimeUnit.MINUTES));
        while (!spins(thread)) Thread.onSpinWait();
        instance.stop();
        assertEquals("stopped from outside", guest.get(1, TimeUnit.MINUTES));
    }

    // It is where only the guest's code can be: it has used the processor for a while.
    private static boolean spins(Thread thread) {
        return java.lang.management.ManagementFactory.getPlatformMXBean(com.sun.management.ThreadMXBean.class).getThreadCpuTime(thread.threadId()) > 300_000_000;
    }
}
