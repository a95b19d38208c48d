package weft.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import weft.codec.Envelope;
import weft.codec.Json;
import weft.os.Fd;
import weft.os.UnixSocket;
import weft.system.GuestApp;
import weft.system.JsonSocket;
import weft.system.NewBuild;
import weft.system.RunningSystem;

/**
 * Eight clients that ask and tell at a fixed rate, and five apps that count what they are told and write through the portal, while system bundles are
 * swapped: what fails, is lost or comes twice, what waits, and what grows.
 */
public final class Drill {
    public static final List<String> BUNDLES = List.of("appd.bundle", "portal.bundle", "bundles.packages", "bundles.console", "shell.bundle", "bundles.proving");
    private static final int CLIENTS = 8, APPS = 5, PERIOD_MS = 20;
    private static final List<String> QUESTIONS = List.of("QUERY_RUNNING", "QUERY_INSTALLED_APPS", "QUERY_SYSTEM", "QUERY_GRANTS");
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private final RunningSystem system;
    private final List<String> sessions = new ArrayList<>();
    private final long[] told = new long[CLIENTS];
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private JsonSocket gateway;
    private int builds, reports;

    public interface Work {
        void run() throws Exception;
    }

    /** Installs the apps and starts them. */
    public Drill(RunningSystem system) throws Exception {
        this.system = system;
        gateway = system.gateway;
        for (int i = 0; i < APPS; i++) {
            String app = app(i);
            GuestApp.install(system, app, "drill");
            int mark = system.gateway.mark();
            system.weft("launch", app);
            sessions.add((String) system.awaitState(mark, app, "Running").get("session"));
        }
    }

    private static String app(int number) {
        return "org.example.drill" + number;
    }

    /** Swaps a bundle for a newer build of it; returns the milliseconds of the switch, negative if it failed. */
    public double swap(String bundle) throws Exception {
        Path jar = NewBuild.of(system.home, bundle, "0.2." + ++builds);
        try {
            var done = gateway.call("APPLY_UPDATE", Map.of("jars", List.of(jar.toString())));
            return ((Number) done.get("pause_ms")).doubleValue();
        } catch (IOException e) {
            failures.add(e.getMessage());
            return -1;
        } finally {
            Files.delete(jar);
        }
    }

    /** The waits of all requests while this work is done, in milliseconds from when each was due. */
    public Sample during(Work work) throws Exception {
        var on = new AtomicBoolean(true);
        var waits = new Sample();
        var clients = new ArrayList<Thread>();
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            clients.add(Thread.ofPlatform().start(() -> client(number, on, waits)));
        }
        try {
            work.run();
        } finally {
            on.set(false);
            for (Thread t : clients) t.join();
        }
        return waits;
    }

    private void client(int client, AtomicBoolean on, Sample waits) {
        try (Fd fd = UnixSocket.connect(system.runtimeFolder().resolve("weft.sock"))) {
            long due = System.nanoTime();
            for (int n = 1; on.get(); n++, due += PERIOD_MS * 1_000_000L) {
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                ask(fd, n, n % 5 == 0 ? tell(client, n) : Map.of("id", n, "type", QUESTIONS.get(n % QUESTIONS.size()), "body", Map.of()));
                synchronized (waits) {
                    waits.add((System.nanoTime() - due) / 1e6);
                }
            }
        } catch (Exception e) {
            failures.add(e.toString());
        }
    }

    // Each client tells one app, which counts.
    private Map<String, Object> tell(int client, int number) {
        return Map.of("id", number, "type", "IPC_FORWARD", "session", sessions.get(client % APPS), "body", Map.of("data", Map.of("op", "say", "client", client, "n", ++told[client])));
    }

    // Exactly one answer, to this request.
    private static void ask(Fd fd, int number, Map<String, Object> request) throws IOException {
        byte[] line = (Json.line(request) + "\n").getBytes(StandardCharsets.US_ASCII);
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

    /** What failed so far: requests, updates, and what the apps were told too little, twice, or could not write. */
    public List<String> failures() throws Exception {
        for (int i = 0; i < APPS; i++) {
            String app = app(i);
            long expected = 0, number = ++reports;
            for (int c = i; c < CLIENTS; c += APPS) expected += told[c];
            String session = sessions.get(i);
            RunningSystem.eventually(LIMIT, app + " to be there", () -> isTold(session, number));
            Path report = GuestApp.data(system, app).resolve("report");
            RunningSystem.eventually(LIMIT, app + " to report", () -> Files.exists(report) && Files.readString(report).startsWith(number + " "));
            String said = Files.readString(report).strip(), wanted = number + " " + expected + " 0 0 0";
            if (!said.equals(wanted)) failures.add(app + " reports (received, lost, doubled, failed) " + said + ", wanted " + wanted);
        }
        return List.copyOf(failures);
    }

    private boolean isTold(String session, long number) {
        try {
            gateway.tell(session, Map.of("op", "report", "n", number));
            return true;
        } catch (IOException e) {
            return false; // it has not found the restarted platform yet
        }
    }

    /** Kills the platform, as the only way to replace what it consists of; returns the milliseconds until the next one has answered. */
    double restartPlatform() throws Exception {
        long start = System.nanoTime();
        var process = system.processes("weft.platform.Main").getFirst();
        process.destroyForcibly();
        process.onExit().join();
        gateway.close();
        gateway = system.connect("weft.sock");
        RunningSystem.eventually(LIMIT, "an answer", this::isAnswered);
        return (System.nanoTime() - start) / 1e6;
    }

    private boolean isAnswered() {
        try {
            pids();
            return true;
        } catch (IOException e) {
            return false; // refused: whoever answers has not started yet
        }
    }

    /** The processor time that the platform has used, in milliseconds. */
    long cpu() throws Exception {
        return system.processes("weft.platform.Main").getFirst().info().totalCpuDuration().orElseThrow().toMillis();
    }

    /** Of each app its process. */
    public Map<String, Object> pids() throws IOException {
        var pids = new TreeMap<String, Object>();
        for (Object app : (List<?>) gateway.call("QUERY_RUNNING", Map.of()).get("apps")) pids.put((String) ((Map<?, ?>) app).get("app_id"), ((Map<?, ?>) app).get("pid"));
        return pids;
    }

    /** Class loaders of bundles, heap after a full collection, threads and descriptors of the platform. */
    public Map<String, Long> sizes() throws Exception {
        long pid = system.processes("weft.platform.Main").getFirst().pid();
        var sizes = new TreeMap<String, Long>();
        jcmd(pid, "GC.run");
        sizes.put("loaders", jcmd(pid, "VM.classloader_stats").lines().filter(l -> l.contains("BundleClassLoader")).count());
        var used = Pattern.compile("(\\d+)K used").matcher(jcmd(pid, "GC.heap_info"));
        if (used.find()) sizes.put("heap_kb", Long.parseLong(used.group(1)));
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
