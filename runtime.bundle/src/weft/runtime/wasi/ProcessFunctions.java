package weft.runtime.wasi;

import java.nio.charset.StandardCharsets;
import java.util.List;
import weft.os.Clock;
import weft.os.KernelRandom;
import weft.os.OsException;
import weft.runtime.engine.GuestExit;
import weft.runtime.engine.GuestMemory;

/** Arguments, the empty environment, clocks, random numbers, the end. */
final class ProcessFunctions {
    private static final int MAX_RANDOM = 1 << 16;
    private final List<byte[]> arguments;

    ProcessFunctions(List<String> arguments) {
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
        wasi.refuse(WasiErrno.NOSYS, "proc_raise");
        wasi.refuse(WasiErrno.NOTSOCK, "sock_accept", "sock_recv", "sock_send", "sock_shutdown");
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
        if (address + length > memory.size()) throw new WasiFailure(WasiErrno.FAULT);
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
