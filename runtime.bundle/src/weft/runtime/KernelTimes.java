package weft.runtime;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import weft.runtime.engine.Engines;
import weft.runtime.engine.WasmEngine;

/**
 * How long an exported function of a module takes in this runtime's engine, for {@code ./weft bench}: arguments module, function, how often. The processor time
 * of each run in microseconds, a line each; the engine's compiler works on threads of its own and is not counted.
 */
final class KernelTimes {
    private KernelTimes() {}

    public static void main(String[] args) throws Exception {
        WasmEngine engine = Engines.make();
        byte[] wasm = Files.readAllBytes(Path.of(args[0]));
        var instance = engine.instantiate(wasm, Optional.empty(), List.of());
        var clock = ManagementFactory.getThreadMXBean();
        for (int n = Integer.parseInt(args[2]); n > 0; n--) {
            long from = clock.getCurrentThreadCpuTime();
            instance.run(args[1]);
            System.out.println((clock.getCurrentThreadCpuTime() - from) / 1000);
        }
        System.exit(0);
    }
}
