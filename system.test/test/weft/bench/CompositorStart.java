package weft.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weft.os.Fd;

/** From exec to the answer to a first request (wl_display.sync), and the memory held then: ours and weston's, one after the other. */
final class CompositorStart {
    private static final int RUNS = 7;
    private final Path root, folder;

    CompositorStart(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    void run() throws Exception {
        System.out.println("Compositor start");
        Figures weft = new Figures(), pixman = new Figures(), gl = new Figures();
        for (int i = 0; i < RUNS; i++) {
            once(compositor("ours-" + i), "ours-" + i, weft);
            once(weston("pixman-" + i, "--use-pixman"), "pixman-" + i, pixman);
            once(weston("gl-" + i, "--use-gl"), "gl-" + i, gl);
        }
        compare("pixman", weft, pixman);
        compare("GL", weft, gl);
    }

    private record Figures(Sample connected, Sample answered, Sample cpu, Sample rss) {
        Figures() {
            this(new Sample(), new Sample(), new Sample(), new Sample());
        }
    }

    private static void compare(String renderer, Figures weft, Figures weston) {
        String name = "weston, " + renderer;
        Sample.compare("exec -> its socket listens", "ms", "weft", weft.connected, name, weston.connected);
        Sample.compare("exec -> first round trip", "ms", "weft", weft.answered, name, weston.answered);
        Sample.compare("processor time until then", "ms", "weft", weft.cpu, name, weston.cpu);
        Sample.compare("resident memory then", "MiB", "weft", weft.rss, name, weston.rss);
    }

    private static List<String> weston(String socket, String renderer) {
        return List.of("weston", "--backend=headless-backend.so", renderer, "--no-config", "--socket=" + socket);
    }

    private List<String> compositor(String socket) throws IOException {
        return javaProcess(root, "compositor", "weft.compositor.Main", "--socket", socket, "--control", folder.resolve(socket + ".control").toString());
    }

    /** The command of one of our processes, as the supervisor starts it. */
    static List<String> javaProcess(Path root, String process, String main, String... arguments) throws IOException {
        Path dist = root.resolve("dist").resolve(process);
        var path = Files.readAllLines(dist.resolve("classpath")).stream().map(j -> dist.resolve("lib").resolve(j).toString()).toList();
        var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(Files.readAllLines(dist.resolve("jvm.options")));
        Path classes = dist.resolve(process + ".jsa");
        if (Files.exists(classes)) command.add("-XX:SharedArchiveFile=" + classes);
        command.addAll(List.of("-cp", String.join(":", path), main));
        command.addAll(List.of(arguments));
        return command;
    }

    private void once(List<String> command, String socket, Figures figures) throws Exception {
        long start = System.nanoTime();
        try (var compositor = new MeasuredCompositor(folder, socket, command)) {
            try (Fd connection = compositor.connect()) {
                figures.connected.add((System.nanoTime() - start) / 1e6);
                roundTrip(connection);
                figures.answered.add((System.nanoTime() - start) / 1e6);
            }
            figures.cpu.add(compositor.cpuNanos() / 1e6);
            figures.rss.add(Memory.rssKiB(compositor.pid()) / 1024.0);
        }
    }

    /** {@code wl_display.sync}, answered by {@code wl_callback.done}: 12 bytes each. */
    private static void roundTrip(Fd connection) throws IOException {
        var sync = ByteBuffer.allocate(12).order(ByteOrder.nativeOrder()).putInt(1).putInt(12 << 16).putInt(2);
        connection.write(sync.array(), 0, 12);
        byte[] done = new byte[12];
        for (int got = 0, n; got < 12; got += n)
            if ((n = connection.read(done, got, 12 - got)) <= 0) throw new IOException("the compositor closed the connection");
    }
}
