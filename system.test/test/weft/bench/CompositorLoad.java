package weft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import weft.os.EventLoop;
import weft.wayland.client.Connection;

/**
 * Clients that each draw at every frame, side by side with weston, with pixman and with GL (on the processor, where there is no other device): processor time of the
 * compositor, how evenly frames come, how long a commit takes to the screen; and the pauses of our garbage collector.
 */
final class CompositorLoad {
    private static final int WIDTH = 1920, HEIGHT = 1080, SIDE = 256, ROUNDS = 3, GC_CLIENTS = 5;
    private static final int[] CLIENTS = {1, 5, 20};
    private static final long WARM_UP_MS = 6000, WARM_MS = 1000, ROUND_MS = 2500, GC_MS = 60_000;
    private static final Pattern PAUSE = Pattern.compile("Pause .* ([0-9.]+)ms");
    private final Path root, folder;

    CompositorLoad(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    void run() throws Exception {
        System.out.println("Compositor under load, " + WIDTH + "x" + HEIGHT + ", clients of " + SIDE + "x" + SIDE + " that draw at each frame");
        var all = new LinkedHashMap<String, MeasuredCompositor>();
        try {
            all.put("weft", new MeasuredCompositor(folder, "loaded", weft("loaded")));
            all.put("weston, pixman", new MeasuredCompositor(folder, "pixman", weston("pixman", "--use-pixman")));
            all.put("weston, GL", new MeasuredCompositor(folder, "gl", weston("gl", "--use-gl")));
            // What a process does for the first time, a JVM does slowly.
            for (var c : all.values()) try (var crowd = new Crowd(c, CLIENTS[1])) {
                crowd.draw(WARM_UP_MS, new Figures());
            }
            for (int clients : CLIENTS) together(all, clients);
            for (var c : all.entrySet()) System.out.printf("resident memory then, %-15s %.1f MiB%n", c.getKey(), Memory.rssKiB(c.getValue().pid()) / 1024.0);
        } finally {
            all.values().forEach(MeasuredCompositor::close);
        }
        pauses();
    }

    private List<String> weft(String socket) throws IOException {
        return CompositorStart.javaProcess(root, "compositor", "weft.compositor.Main", "--size", WIDTH + "x" + HEIGHT, "--socket", socket);
    }

    private static List<String> weston(String socket, String renderer) {
        return List.of("weston", "--backend=headless-backend.so", renderer, "--no-config", "--idle-time=0", "--width=" + WIDTH, "--height=" + HEIGHT, "--socket=" + socket);
    }

    /** What is measured of one compositor with so many clients. */
    private record Figures(Sample cpu, Sample rate, Sample interval, Sample untilSeen) {
        Figures() {
            this(new Sample(), new Sample(), new Sample(), new Sample());
        }

        void print(int clients, String name) {
            System.out.printf("%2d clients, %-15s CPU %.1f ms/s (min %.1f), %.3f ms a client's frame | %.1f frames/s each | interval p50 %.2f p99 %.2f max %.1f ms | commit to screen p50 %.2f p99 %.2f ms%n", clients, name,
                    cpu.median(), cpu.min(), cpu.median() / rate.median() / clients, rate.median(), interval.median(), interval.percentile(99), interval.percentile(100), untilSeen.median(), untilSeen.percentile(99));
        }
    }

    /** By turns, so that what else the machine does meets all of them. */
    private static void together(Map<String, MeasuredCompositor> all, int clients) throws Exception {
        var figures = new LinkedHashMap<String, Figures>();
        for (var name : all.keySet()) figures.put(name, new Figures());
        for (int round = 0; round < ROUNDS; round++) {
            for (var c : all.entrySet()) {
                try (var crowd = new Crowd(c.getValue(), clients)) {
                    crowd.draw(WARM_MS, new Figures());
                    crowd.draw(ROUND_MS, figures.get(c.getKey()));
                }
            }
        }
        figures.forEach((name, f) -> f.print(clients, name));
    }

    /** Clients, each with a connection and a window of its own. */
    private static final class Crowd implements AutoCloseable {
        private final MeasuredCompositor compositor;
        private final EventLoop loop = new EventLoop();
        private final List<Connection> connections = new ArrayList<>();
        private final List<MeasuredWindow> windows = new ArrayList<>();

        Crowd(MeasuredCompositor compositor, int clients) throws Exception {
            this.compositor = compositor;
            try {
                for (int i = 0; i < clients; i++) {
                    var connection = new Connection(compositor.connect(), loop);
                    connections.add(connection);
                    connection.roundtrip();
                    windows.add(new MeasuredWindow(connection, SIDE, SIDE, null));
                }
            } catch (Exception e) {
                close();
                throw e;
            }
        }

        /** Each commits at each of its frames. */
        void draw(long millis, Figures figures) throws IOException {
            for (var w : windows) w.followPresentation(figures.untilSeen);
            var seen = new int[windows.size()];
            var last = new long[windows.size()];
            for (int i = 0; i < seen.length; i++) seen[i] = windows.get(i).frames() - 1;
            long start = System.nanoTime(), cpu = compositor.cpuNanos(), now = start;
            int frames = 0;
            for (; now < start + TimeUnit.MILLISECONDS.toNanos(millis); loop.dispatch(100), now = System.nanoTime()) {
                for (int i = 0; i < seen.length; i++) {
                    var w = windows.get(i);
                    if (w.frames() == seen[i]) continue;
                    if (last[i] != 0) figures.interval.add((now - last[i]) / 1e6);
                    last[i] = now;
                    seen[i] = w.frames();
                    frames++;
                    w.commit(SIDE, SIDE);
                }
            }
            double seconds = (now - start) / 1e9;
            figures.cpu.add((compositor.cpuNanos() - cpu) / 1e6 / seconds);
            figures.rate.add(frames / seconds / seen.length);
            for (int i = 0; i < seen.length; i++) {
                int before = seen[i];
                var w = windows.get(i);
                w.await(() -> w.frames() > before);
            }
        }

        @Override
        public void close() {
            connections.forEach(Connection::close);
            loop.close();
        }
    }

    private void pauses() throws Exception {
        Path log = folder.resolve("gc.log");
        var command = new ArrayList<>(weft("collecting"));
        command.add(1, "-Xlog:gc:file=" + log);
        try (var weft = new MeasuredCompositor(folder, "collecting", command); var crowd = new Crowd(weft, GC_CLIENTS)) {
            crowd.draw(GC_MS, new Figures());
        }
        var ms = new Sample();
        int count = 0;
        for (String line : Files.readAllLines(log)) {
            var pause = PAUSE.matcher(line);
            if (!pause.find()) continue;
            ms.add(Double.parseDouble(pause.group(1)));
            count++;
        }
        System.out.printf("collections in a minute with %d clients, and since the start: %d", GC_CLIENTS, count);
        if (count > 0) System.out.printf(", pauses median %.2f max %.2f ms", ms.median(), ms.percentile(100));
        System.out.println();
    }
}
