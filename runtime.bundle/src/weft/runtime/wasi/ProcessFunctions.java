package weft.runtime.wasi;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import weft.os.Clock;
import weft.os.KernelRandom;
import weft.os.OsException;
import weft.runtime.engine.GuestExit;
import weft.runtime.engine.GuestMemory;

/** Arguments, the empty environment, clocks, random numbers, the end. */
final class ProcessFunctions {
    private static final int MAX_RANDOM = 1 << 16;
    private static final int SIGNALS = 31, SIGNALLED = 128;
    /** Signals that a process does not end of unless it says otherwise: none, CHLD, CONT, URG, WINCH. */
    private static final Set<Integer> HARMLESS = Set.of(0, 16, 17, 22, 27);
    private final List<byte[]> arguments;
    private final DescriptorTable table;

    ProcessFunctions(List<String> arguments, DescriptorTable table) {
        this.table = table;
        this.arguments = arguments.stream().map(a -> (a + "\0").getBytes(StandardCharsets.UTF_8)).toList();
    }

    void register(Wasi wasi) {
        wasi.add("args_sizes_get", (m, a) -> {
            m.putInt(a[0], arguments.size());
            m.putInt(a[1], arguments.stream().mapToInt(b -> b.length).sum());
        });
        wasi.add("args_get", (m, a) -> putArguments(m, a[0], a[1]));
        wasi.add("environ_sizes_get", (m, a) -> {
            m.putInt(a[0], 0);
            m.putInt(a[1], 0);
        });
        wasi.add("environ_get", (m, a) -> { });
        wasi.add("clock_res_get", (m, a) -> m.putLong(a[1], clock(a[0]).resolution()));
        wasi.add("clock_time_get", (m, a) -> m.putLong(a[2], clock(a[0]).nanos()));
        wasi.add("random_get", (m, a) -> random(m, a[0], a[1]));
        wasi.add("sched_yield", (m, a) -> Thread.yield());
        wasi.add("proc_exit", (m, a) -> {
            throw new GuestExit((int) a[0]);
        });
        wasi.add("proc_raise", (m, a) -> raise((int) a[0]));
        // There are no sockets, so no descriptor can be one.
        for (String name : List.of("sock_accept", "sock_recv", "sock_send", "sock_shutdown")) wasi.add(name, (m, a) -> {
            table.get(a[0]);
            throw new WasiFailure(WasiErrno.NOTSOCK);
        });
    }

    // A guest has no handlers: what happens is what the signal does by itself.
    private static void raise(int signal) {
        if (signal < 0 || signal >= SIGNALS) throw new WasiFailure(WasiErrno.INVAL);
        if (!HARMLESS.contains(signal)) throw new GuestExit(SIGNALLED + signal);
    }

    private void putArguments(GuestMemory memory, long pointers, long bytes) {
        for (byte[] argument : arguments) {
            memory.putInt(pointers, (int) bytes);
            memory.write(bytes, argument, 0, argument.length);
            pointers += 4;
            bytes += argument.length;
        }
    }

    static Clock clock(long id) {
        Clock[] clocks = Clock.values();
        if (id >= clocks.length) throw new WasiFailure(WasiErrno.INVAL);
        return clocks[(int) id];
    }

    private static void random(GuestMemory memory, long address, long length) {
        memory.require(address, length);
        try {
            for (long done = 0; done < length; done += MAX_RANDOM) {
                byte[] part = KernelRandom.bytes((int) Math.min(length - done, MAX_RANDOM));
                memory.write(address + done, part, 0, part.length);
            }
        } catch (OsException e) {
            throw new WasiFailure(WasiErrno.IO);
        }
    }
}
