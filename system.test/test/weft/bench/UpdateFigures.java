package weft.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import weft.codec.Envelope;
import weft.codec.Json;
import weft.os.Fd;
import weft.os.UnixSocket;
import weft.system.RunningSystem;

/**
 * Every replaceable system bundle is swapped again and again while apps run and eight clients ask at a fixed rate: what
 * fails, what waits, beside the same without swaps; and what grows in the platform. {@code WEFT_BENCH_SWAPS} says how
 * often (100).
 */
final class UpdateFigures {
    private static final int CLIENTS = 8, PERIOD_MS = 20, CALM_S = 15;
    private static final List<String> BUNDLES = List.of("appd.bundle", "portal.bundle", "bundles.packages", "bundles.console", "shell.bundle"),
            QUESTIONS = List.of("QUERY_RUNNING", "QUERY_INSTALLED_APPS", "QUERY_SYSTEM"), APPS = List.of("org.weft.notes", "org.weft.counter");
    private final Path root, folder;
    private final int swaps = Integer.parseInt(System.getenv().getOrDefault("WEFT_BENCH_SWAPS", "100"));
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    UpdateFigures(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    void run() throws Exception {
        try (var system = new RunningSystem()) {
            for (String app : APPS) system.weft("launch", app);
            var pids = pids(system);
            var socket = Path.of((String) ((Map<?, ?>) Json.read(system.weft("paths", "--json"))).get("socket"));
            ask(socket, () -> TimeUnit.SECONDS.sleep(CALM_S)); // the start is over, its classes are compiled
            Sample calm = ask(socket, () -> TimeUnit.SECONDS.sleep(CALM_S));
            for (String bundle : BUNDLES) swap(system, socket, bundle, calm);
            System.out.printf("%-34s %s%n", "app processes", pids.equals(pids(system)) ? "the same as before" : pids + " before, " + pids(system) + " now");
            System.out.printf("%-34s %d %s%n", "failed requests and updates", failures.size(), failures.stream().distinct().limit(3).toList());
        }
    }

    private void swap(RunningSystem system, Path socket, String bundle, Sample calm) throws Exception {
        long platform = system.processes("weft.platform.Main").getFirst().pid();
        swapOnce(system, bundle, 0); // classes that only an update needs
        var before = sizes(platform);
        var pauses = new Sample();
        Sample swapping = ask(socket, () -> {
            for (int i = 1; i <= swaps; i++) swapOnce(system, bundle, i).ifPresent(pauses::add);
        });
        pauses.print(bundle + ", switch", "ms");
        Sample.compare("request, " + swaps + " swaps", "ms", "swapping", swapping, "calm", calm);
        System.out.printf("%-34s swapping max %.1f ms, calm max %.1f ms%n", "longest wait", swapping.percentile(100), calm.percentile(100));
        System.out.printf("%-34s %s before, %s after%n", "platform", before, sizes(platform));
    }

    private java.util.OptionalDouble swapOnce(RunningSystem system, String bundle, int number) throws Exception {
        Path jar = changed(bundle, "0.1." + (number + 1));
        try {
            var done = system.gateway.call("APPLY_UPDATE", Map.of("jars", List.of(jar.toString())));
            if (!done.get("steps").toString().contains("has left the memory")) failures.add(bundle + " stays in memory: " + done.get("steps"));
            return java.util.OptionalDouble.of(((Number) done.get("pause_ms")).doubleValue());
        } catch (IOException e) {
            failures.add(e.getMessage());
            return java.util.OptionalDouble.empty();
        } finally {
            Files.delete(jar);
        }
    }

    private Path changed(String bundle, String version) throws IOException {
        Path to = folder.resolve(bundle + ".jar");
        try (var in = new JarInputStream(Files.newInputStream(root.resolve("dist/bundles/" + bundle + ".jar")))) {
            var manifest = in.getManifest();
            manifest.getMainAttributes().putValue("Bundle-Version", version);
            try (var out = new JarOutputStream(Files.newOutputStream(to), manifest)) {
                for (var entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    in.transferTo(out);
                }
            }
        }
        return to;
    }

    private interface Work {
        void run() throws Exception;
    }

    // The wait of each request counts from when it was due, so that one that waits does not hide those behind it.
    private Sample ask(Path socket, Work meanwhile) throws Exception {
        var on = new AtomicBoolean(true);
        var waits = new Sample();
        var clients = new ArrayList<Thread>();
        for (int i = 0; i < CLIENTS; i++) clients.add(Thread.ofPlatform().start(() -> ask(socket, on, waits)));
        try {
            meanwhile.run();
        } finally {
            on.set(false);
            for (Thread t : clients) t.join();
        }
        return waits;
    }

    private void ask(Path socket, AtomicBoolean on, Sample waits) {
        try (Fd fd = UnixSocket.connect(socket)) {
            long due = System.nanoTime();
            for (int n = 1; on.get(); n++, due += PERIOD_MS * 1_000_000L) {
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                answer(fd, n);
                synchronized (waits) {
                    waits.add((System.nanoTime() - due) / 1e6);
                }
            }
        } catch (Exception e) {
            failures.add(e.toString());
        }
    }

    private static void answer(Fd fd, int number) throws IOException {
        byte[] line = (Json.line(Map.of("id", number, "type", QUESTIONS.get(number % QUESTIONS.size()), "body", Map.of())) + "\n").getBytes(StandardCharsets.US_ASCII);
        fd.write(line, 0, line.length);
        var text = new StringBuilder();
        byte[] buffer = new byte[1 << 14];
        while (text.isEmpty() || text.charAt(text.length() - 1) != '\n') {
            int n = fd.read(buffer, 0, buffer.length);
            if (n == 0) throw new IOException("the connection was closed");
            text.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
        }
        Envelope e = Envelope.fromTree(Json.read(text.toString()));
        if (e.re() != number) throw new IOException("asked " + number + ", answered " + e.re());
        e.answer();
    }

    private static Map<String, Object> pids(RunningSystem system) throws IOException {
        var pids = new TreeMap<String, Object>();
        for (Object app : (List<?>) system.gateway.call("QUERY_RUNNING", Map.of()).get("apps")) pids.put((String) ((Map<?, ?>) app).get("app_id"), ((Map<?, ?>) app).get("pid"));
        return pids;
    }

    // After a full collection, which is what the count of loaders makes.
    private static Map<String, Object> sizes(long pid) throws Exception {
        var sizes = new TreeMap<String, Object>();
        jcmd(pid, "GC.run");
        sizes.put("loaders", jcmd(pid, "VM.classloader_stats").lines().filter(l -> l.contains("BundleClassLoader")).count());
        String heap = jcmd(pid, "GC.heap_info");
        var used = java.util.regex.Pattern.compile("(?i)tenured.*?used (\\d+)K").matcher(heap);
        if (used.find()) sizes.put("tenured_kb", Long.parseLong(used.group(1)));
        for (String what : List.of("task", "fd")) {
            try (var entries = Files.list(Path.of("/proc/" + pid + "/" + what))) {
                sizes.put(what.equals("task") ? "threads" : "descriptors", entries.count());
            }
        }
        return sizes;
    }

    private static String jcmd(long pid, String what) throws Exception {
        var process = new ProcessBuilder(System.getProperty("java.home") + "/bin/jcmd", Long.toString(pid), what).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said;
    }
}
