package weft.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the engines make of the same source, in processor time: native C, node's V8, GraalWasm with its compiler, Chicory compiled. */
final class ComputeFigures {
    private static final List<String> KERNELS = List.of("mandelbrot", "sha256", "matrix", "sieve");
    private static final int TIMES = 30, WARM_TIMES = 300, LIMIT_S = 240;
    private final Path source, dist, folder;

    ComputeFigures(Path root, Path folder) {
        source = root.resolve("system.test/test-apps/compute");
        dist = root.resolve("dist");
        this.folder = folder;
    }

    void run() throws Exception {
        Path module = folder.resolve("kernels.wasm"), program = folder.resolve("kernels");
        output(List.of("clang", "--target=wasm32", "-O2", "-fno-builtin", "-nostdlib", "-Wl,--no-entry", "-o", module.toString(), source.resolve("kernels.c").toString()));
        output(List.of("gcc", "-O2", "-o", program.toString(), source.resolve("kernels.c").toString(), source.resolve("native.c").toString()));
        System.out.println("Computing: processor time of one run, the best after warming up, beside the first; the engines' compilers are not counted");
        for (String kernel : KERNELS) {
            var times = new LinkedHashMap<String, List<Long>>();
            times.put("native C (gcc -O2)", times(List.of(program.toString(), kernel, Integer.toString(TIMES))));
            times.put("V8 (node)", times(List.of("node", source.resolve("v8.mjs").toString(), module.toString(), kernel, Integer.toString(TIMES))));
            times.put("GraalWasm, compiler", times(java("runtime-graalwasm", module, kernel, WARM_TIMES)));
            times.put("Chicory, compiled", times(java("runtime", module, kernel, WARM_TIMES)));
            print(kernel, times);
        }
    }

    private static void print(String kernel, Map<String, List<Long>> times) {
        double c = best(times.get("native C (gcc -O2)")), v8 = best(times.get("V8 (node)"));
        times.forEach((who, all) -> System.out.printf("  %-12s %-20s best %8.2f ms, first %8.2f ms | %.2f of native | %.2f of V8%n", kernel, who, best(all) / 1000, all.getFirst() / 1000.0, best(all) / c, best(all) / v8));
    }

    private static double best(List<Long> times) {
        return times.stream().mapToLong(Long::longValue).min().orElseThrow();
    }

    // The runtime's own options, whose paths are those inside the sandbox.
    private List<String> java(String runtime, Path module, String kernel, int times) throws IOException {
        Path home = dist.resolve(runtime), options = folder.resolve(runtime + ".options");
        Files.writeString(options, Files.readString(home.resolve("jvm.options")).replace("/runtime/", home + "/"));
        String path = String.join(":", Files.readAllLines(home.resolve("classpath")).stream().map(n -> home.resolve("lib").resolve(n).toString()).toList());
        return List.of(System.getProperty("java.home") + "/bin/java", "-Xmx224m", "@" + options, "-cp", path, "weft.runtime.KernelTimes", module.toString(), kernel, Integer.toString(times));
    }

    private static List<Long> times(List<String> command) throws Exception {
        var times = new ArrayList<Long>();
        output(command).lines().forEach(l -> times.add(Long.parseLong(l)));
        return times;
    }

    private static String output(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var clock = process.onExit().orTimeout(LIMIT_S, TimeUnit.SECONDS).exceptionally(e -> process.destroyForcibly());
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
        clock.cancel(true);
        return said.strip();
    }
}
