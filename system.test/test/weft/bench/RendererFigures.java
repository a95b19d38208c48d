package weft.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weft.wayland.client.Connection;
import weft.wayland.protocol.client.WlOutput;

/**
 * What a frame costs the processor by what draws it: our two renderers and weston's two, headless, by turns with the same client. Where there is no GPU,
 * OpenGL is computed on the processor too, and this says what that would cost.
 */
final class RendererFigures {
    private static final int WIDTH = 1920, HEIGHT = 1080, SMALL = 200, SIDE = 400, WINDOWS = 5, ROUNDS = 4;
    private static final long WARM_MS = 3000, ROUND_MS = 2000;
    private final Path root, folder;

    RendererFigures(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    /** One that is measured. */
    private record Drawn(String name, MeasuredCompositor compositor, Sample full, Sample small, Sample several) {
        Drawn(String name, MeasuredCompositor compositor) {
            this(name, compositor, new Sample(), new Sample(), new Sample());
        }
    }

    void run() throws Exception {
        var all = new ArrayList<Drawn>();
        try {
            for (String renderer : List.of("software", "gles")) all.add(new Drawn("weft " + renderer, weft(renderer)));
            for (String renderer : List.of("pixman", "gl")) all.add(new Drawn("weston " + renderer, weston(renderer)));
            for (int round = 0; round <= ROUNDS; round++) for (var d : all) measure(d, round == 0);
            for (var d : all) {
                System.out.printf("%-34s %s: all damaged %.0f us, %dx%d damaged %.0f us, %d windows of %dx%d %.0f us; memory (PSS) %.0f MiB%n", "CPU a frame, by renderer", d.name, d.full.median(),
                        SMALL, SMALL, d.small.median(), WINDOWS, SIDE, SIDE, d.several.median(), Memory.pssKiB(d.compositor.pid()) / 1024.0);
            }
        } finally {
            for (var d : all) d.compositor.close();
        }
    }

    private MeasuredCompositor weft(String renderer) throws Exception {
        return new MeasuredCompositor(folder, "weft-" + renderer, CompositorStart.javaProcess(root, "compositor", "weft.compositor.Main",
                "--size", WIDTH + "x" + HEIGHT, "--renderer", renderer, "--socket", "weft-" + renderer));
    }

    private MeasuredCompositor weston(String renderer) throws Exception {
        return new MeasuredCompositor(folder, "weston-" + renderer, List.of("weston", "--backend=headless-backend.so", "--use-" + renderer, "--no-config", "--idle-time=0",
                "--width=" + WIDTH, "--height=" + HEIGHT, "--socket=weston-" + renderer));
    }

    private static void measure(Drawn d, boolean warming) throws Exception {
        try (var connection = new Connection(d.compositor.connect())) {
            connection.roundtrip();
            long millis = warming ? WARM_MS : ROUND_MS;
            var whole = new MeasuredWindow(connection, WIDTH, HEIGHT, connection.registry().bind(WlOutput.TYPE, 1));
            double full = frame(d, connection, List.of(whole), WIDTH, HEIGHT, millis), small = frame(d, connection, List.of(whole), SMALL, SMALL, millis);
            whole.close();
            var windows = new ArrayList<MeasuredWindow>();
            for (int i = 0; i < WINDOWS; i++) windows.add(new MeasuredWindow(connection, SIDE, SIDE, null));
            // Each frame of the output has one of each window.
            double several = WINDOWS * frame(d, connection, windows, SIDE, SIDE, millis);
            if (warming) return;
            d.full.add(full);
            d.small.add(small);
            d.several.add(several);
        }
    }

    /** Processor time of the compositor a frame of a window, in us. */
    private static double frame(Drawn d, Connection connection, List<MeasuredWindow> windows, int width, int height, long millis) throws Exception {
        long before = d.compositor.cpuNanos();
        int frames = MeasuredWindow.animate(connection, windows, width, height, millis);
        return (d.compositor.cpuNanos() - before) / 1e3 / frames;
    }
}
