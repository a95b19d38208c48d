package weft.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import weft.codec.Json;
import weft.wayland.client.Connection;
import weft.wayland.protocol.client.WlKeyboard;
import weft.wayland.protocol.client.WlOutput;
import weft.wayland.protocol.client.WlSeat;

/**
 * What a compositor at work costs: ours and weston, both headless with a software renderer, side by side with the same client. Processor time
 * and memory are those of the compositor's process alone; weston's panel and background are processes of their own, and not counted.
 */
final class CompositorFigures {
    private static final int WIDTH = 1920, HEIGHT = 1080, SMALL = 200, SIDE = 400, WINDOWS = 10;
    private static final int SETTLE_S = 10, COUNTED_S = 10, ROUNDS = 5, KEYS = 100, KEY_A = 30;
    private static final long WARM_MS = 3000, ROUND_MS = 2000, REST_MS = 30;
    private final Path root, folder;

    CompositorFigures(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    void run() throws Exception {
        System.out.println("Compositor, " + WIDTH + "x" + HEIGHT);
        try (var weft = weft("weft", WIDTH + "x" + HEIGHT); var weston = new MeasuredCompositor(folder, "weston", List.of("weston", "--backend=headless-backend.so", "--use-pixman",
                "--no-config", "--idle-time=0", "--width=" + WIDTH, "--height=" + HEIGHT, "--socket=weston"))) {
            var pair = List.of(weft, weston);
            quiet("idle, no client", pair);
            compare("memory (PSS), no client", "MiB", pss(pair));
            try (var ours = new Connection(weft.connect()); var theirs = new Connection(weston.connect())) {
                var clients = List.of(ours, theirs);
                for (var c : clients) c.roundtrip();
                var windows = windows(clients);
                quiet("idle, a window that rests", pair);
                while (windows.size() < 2 * WINDOWS) windows.addAll(windows(clients));
                compare("memory (PSS), " + WINDOWS + " of " + SIDE + "x" + SIDE, "MiB", pss(pair));
                for (var w : windows) w.close();
            }
            frames(pair);
            compare("CPU a second, weston-simple-shm", "ms", simpleShm(pair));
            latency(weft);
        }
        outputs();
    }

    private MeasuredCompositor weft(String name, String outputs) throws IOException {
        return new MeasuredCompositor(folder, name, CompositorStart.javaProcess(root, "compositor", "weft.compositor.Main",
                "--outputs", outputs, "--socket", name, "--control", control(name).toString()));
    }

    private Path control(String name) {
        return folder.resolve(name + ".control");
    }

    private static List<MeasuredWindow> windows(List<Connection> clients) throws IOException {
        var all = new ArrayList<MeasuredWindow>();
        for (var c : clients) all.add(new MeasuredWindow(c, SIDE, SIDE, null));
        return all;
    }

    private static void compare(String what, String unit, List<Double> pair) {
        String ratio = pair.get(1) == 0 ? "" : String.format(" | ratio %.2f", pair.get(0) / pair.get(1));
        System.out.printf("%-34s weft %.2f | weston %.2f %s%s%n", what, pair.get(0), pair.get(1), unit, ratio);
    }

    private static List<Double> pss(List<MeasuredCompositor> pair) throws IOException {
        var all = new ArrayList<Double>();
        for (var c : pair) all.add(Memory.pssKiB(c.pid()) / 1024.0);
        return all;
    }

    /** Both at once, after a time to settle. */
    private static void quiet(String what, List<MeasuredCompositor> pair) throws Exception {
        for (var c : pair) c.connect().close();
        TimeUnit.SECONDS.sleep(SETTLE_S);
        var before = new ArrayList<Long>();
        for (var c : pair) before.add(c.voluntarySwitches());
        TimeUnit.SECONDS.sleep(COUNTED_S);
        var rates = new ArrayList<Double>();
        for (int i = 0; i < pair.size(); i++) rates.add((pair.get(i).voluntarySwitches() - before.get(i)) / (double) COUNTED_S);
        compare(what, "wake-ups/s", rates);
    }

    /** By turns, after warming up. */
    private static void frames(List<MeasuredCompositor> pair) throws Exception {
        Sample[] full = {new Sample(), new Sample()}, small = {new Sample(), new Sample()}, wait = {new Sample(), new Sample()};
        for (int round = 0; round <= ROUNDS; round++) {
            for (int i = 0; i < pair.size(); i++) {
                try (var connection = new Connection(pair.get(i).connect())) {
                    connection.roundtrip();
                    var window = List.of(new MeasuredWindow(connection, WIDTH, HEIGHT, connection.registry().bind(WlOutput.TYPE, 1)));
                    long millis = round == 0 ? WARM_MS : ROUND_MS;
                    double f = frame(pair.get(i), connection, window, WIDTH, HEIGHT, millis), s = frame(pair.get(i), connection, window, SMALL, SMALL, millis);
                    if (round == 0) continue;
                    full[i].add(f);
                    small[i].add(s);
                    fromRest(window.getFirst(), wait[i]);
                }
            }
        }
        Sample.compare("CPU a frame, all damaged", "us", "weft", full[0], "weston", full[1]);
        Sample.compare("CPU a frame, " + SMALL + "x" + SMALL + " damaged", "us", "weft", small[0], "weston", small[1]);
        Sample.compare("rest: commit -> frame callback", "us", "weft", wait[0], "weston", wait[1]);
    }

    /** Processor time of the compositor a frame, in us. */
    private static double frame(MeasuredCompositor compositor, Connection connection, List<MeasuredWindow> windows, int width, int height, long millis) throws IOException {
        long before = compositor.cpuNanos();
        int frames = MeasuredWindow.animate(connection, windows, width, height, millis);
        return (compositor.cpuNanos() - before) / 1e3 / frames;
    }

    /** Others' client: 256x256, most of which is new in each frame. */
    private List<Double> simpleShm(List<MeasuredCompositor> pair) throws Exception {
        var all = new ArrayList<Double>();
        for (var c : pair) {
            var client = c.start("weston-simple-shm");
            try {
                TimeUnit.MILLISECONDS.sleep(WARM_MS);
                long before = c.cpuNanos();
                TimeUnit.SECONDS.sleep(COUNTED_S);
                if (!client.isAlive()) throw new IOException("weston-simple-shm ended");
                all.add((c.cpuNanos() - before) / 1e6 / COUNTED_S);
            } finally {
                client.destroy();
                client.waitFor();
            }
        }
        return all;
    }

    private static void fromRest(MeasuredWindow window, Sample us) throws Exception {
        for (int i = 0; i < KEYS / ROUNDS; i++) {
            TimeUnit.MILLISECONDS.sleep(REST_MS + i % 16);
            int before = window.frames();
            long start = System.nanoTime();
            window.commit(SMALL, SMALL);
            window.await(() -> window.frames() > before);
            us.add((System.nanoTime() - start) / 1e3);
        }
    }

    /** A key goes in by the control socket; the client that hears it commits; until it hears that its frame is drawn. */
    private void latency(MeasuredCompositor weft) throws Exception {
        Sample heard = new Sample(), drawn = new Sample();
        try (var connection = new Connection(weft.connect()); var control = weft.connect(control("weft"))) {
            connection.roundtrip();
            var window = new MeasuredWindow(connection, WIDTH, HEIGHT, connection.registry().bind(WlOutput.TYPE, 1));
            var at = new long[1];
            connection.registry().bind(WlSeat.TYPE, 5).getKeyboard().setEvents(new WlKeyboard.Events() {
                @Override
                public void key(WlKeyboard self, int serial, int time, int key, int state) {
                    at[0] = System.nanoTime();
                    window.commit(SMALL, SMALL);
                }
            });
            connection.roundtrip();
            for (int i = 0; i < 2 * KEYS; i++) {
                TimeUnit.MILLISECONDS.sleep(REST_MS + i % 16);
                byte[] line = (Json.line(Map.of("id", i, "type", "KEY", "body", Map.of("code", KEY_A, "pressed", i % 2 == 0))) + "\n").getBytes(StandardCharsets.UTF_8);
                int before = window.frames();
                long start = System.nanoTime();
                control.write(line, 0, line.length);
                window.await(() -> window.frames() > before);
                heard.add((at[0] - start) / 1e3);
                drawn.add((System.nanoTime() - start) / 1e3);
                Line.read(control);
            }
        }
        heard.print("key -> the client hears it", "us");
        drawn.print("key -> its frame is drawn", "us");
    }

    /** Ours alone: weston's headless backend has one output. */
    private void outputs() throws Exception {
        String one = "1280x800";
        double alone = outputs("one", one, 1), idle = outputs("three", one + "," + one + "," + one, 1), busy = outputs("busy", one + "," + one + "," + one, 3);
        System.out.printf("%-34s one output %.0f us | three, one of them busy %.0f us, ratio %.2f | three busy %.0f us, ratio %.2f%n",
                "CPU a frame, " + one, alone, idle, idle / alone, busy, busy / alone);
    }

    private double outputs(String name, String outputs, int busy) throws Exception {
        try (var weft = weft(name, outputs); var connection = new Connection(weft.connect())) {
            connection.roundtrip();
            var registry = connection.registry();
            var globals = registry.globals().stream().filter(g -> g.type().equals(WlOutput.TYPE.wire().name())).limit(busy).toList();
            var windows = new ArrayList<MeasuredWindow>();
            for (var g : globals) windows.add(new MeasuredWindow(connection, 1280, 800, registry.bind(g, WlOutput.TYPE, 1)));
            frame(weft, connection, windows, 1280, 800, WARM_MS);
            var us = new Sample();
            for (int i = 0; i < ROUNDS; i++) us.add(frame(weft, connection, windows, 1280, 800, ROUND_MS));
            return us.median();
        }
    }
}
