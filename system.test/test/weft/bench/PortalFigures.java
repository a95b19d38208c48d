package weft.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import weft.system.RunningSystem;

/**
 * Opening and reading one file, in the page cache, by the same C source: as a guest through the portal, as a native
 * program, and as that program through a FUSE mirror (bindfs), which is how a sandbox could share folders otherwise.
 */
final class PortalFigures {
    private static final String READER = "org.example.reader", PORTAL = "guest, through the portal", NATIVE = "native", MIRROR = "native, through bindfs";
    private static final int ROUNDS = 8, WARM_UP = 8, COUNT = 400, LIMIT_S = 60;
    private static final Pattern FIGURES = Pattern.compile("(opens|reads): min (\\d+) median (\\d+) p99 (\\d+) ns");
    private final Path source, folder;

    PortalFigures(Path root, Path folder) {
        source = root.resolve("system.test/test-apps/reader");
        this.folder = folder;
    }

    /** What one round measured, in microseconds. */
    private record Figures(double min, double median, double p99) {}

    void run() throws Exception {
        Path program = folder.resolve("reader");
        run("gcc", "-O2", "-o", program.toString(), source.resolve("native.c").toString());
        var rounds = new LinkedHashMap<String, Map<String, List<Figures>>>();
        for (String who : List.of(NATIVE, PORTAL, MIRROR)) rounds.put(who, Map.of("opens", new ArrayList<>(), "reads", new ArrayList<>()));
        try (var system = new RunningSystem(); var mirror = new Mirror(system)) {
            String session = start(system);
            Path big = system.appData(READER).resolve("big");
            for (int i = -WARM_UP; i < ROUNDS; i++) {
                boolean counts = i >= 0;
                for (String op : List.of("opens", "reads")) add(rounds.get(PORTAL), guest(system, session, op), counts);
                add(rounds.get(NATIVE), run(program.toString(), big.toString(), Integer.toString(COUNT)), counts);
                if (mirror.missing.isEmpty()) add(rounds.get(MIRROR), run(program.toString(), mirror.folder.resolve("big").toString(), Integer.toString(COUNT)), counts);
            }
            mirror.missing.ifPresent(why -> System.out.println("The FUSE mirror is left out: " + why));
        }
        System.out.printf("A file of 16 MiB in the page cache, %d rounds of %d: each figure is the least and the median over the rounds%n", ROUNDS, COUNT);
        for (String op : List.of("opens", "reads")) print(op, rounds);
    }

    private static void print(String op, Map<String, Map<String, List<Figures>>> rounds) {
        double base = least(rounds.get(NATIVE).get(op)), usual = median(rounds.get(NATIVE).get(op));
        rounds.forEach((who, all) -> {
            var figures = all.get(op);
            if (figures.isEmpty()) return;
            System.out.printf("  %-22s %-26s least %8.1f us, median %8.1f us, p99 %8.1f us | of native: %.2f, %.2f%n", op.equals("opens") ? "open" : "read 1 MiB", who,
                    least(figures), median(figures), figures.stream().mapToDouble(Figures::p99).sorted().skip(figures.size() / 2).findFirst().orElseThrow(), least(figures) / base, median(figures) / usual);
        });
    }

    private static double least(List<Figures> figures) {
        return figures.stream().mapToDouble(Figures::min).min().orElseThrow();
    }

    private static double median(List<Figures> figures) {
        return figures.stream().mapToDouble(Figures::median).sorted().skip(figures.size() / 2).findFirst().orElseThrow();
    }

    private static void add(Map<String, List<Figures>> to, String said, boolean counts) {
        var m = FIGURES.matcher(said);
        boolean any = false;
        while (m.find()) {
            any = true;
            if (counts) to.get(m.group(1)).add(new Figures(us(m.group(2)), us(m.group(3)), us(m.group(4))));
        }
        if (!any) throw new IllegalStateException("no figures: " + said);
    }

    private static double us(String ns) {
        return Long.parseLong(ns) / 1e3;
    }

    private String start(RunningSystem system) throws Exception {
        Path project = Files.createDirectories(system.home.resolve("reader"));
        Files.createDirectory(project.resolve("src"));
        for (String name : List.of("wapp.toml", "src/reader.c", "src/measure.h")) Files.copy(source.resolve(name), project.resolve(name));
        system.weft("app", "install", project.toString(), "--yes");
        Files.createDirectories(system.appData(READER));
        Files.write(system.appData(READER).resolve("big"), new byte[16 << 20]);
        int mark = system.gateway.mark();
        system.weft("launch", READER);
        return (String) system.awaitState(mark, READER, "Running").get("session");
    }

    private static String guest(RunningSystem system, String session, String op) throws Exception {
        int before = lines(system).size();
        system.gateway.tell(session, Map.of("op", op, "n", COUNT));
        RunningSystem.eventually(Duration.ofSeconds(LIMIT_S), "the guest's figures", () -> lines(system).size() > before);
        return lines(system).getLast();
    }

    private static List<String> lines(RunningSystem system) throws IOException {
        var found = new ArrayList<String>();
        try (var logs = Files.list(system.state().resolve("log/apps"))) {
            for (Path log : logs.toList()) Files.readAllLines(log).stream().filter(l -> l.matches(".*INFO (opens|reads): .*")).forEach(found::add);
        }
        return found;
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var clock = process.onExit().orTimeout(LIMIT_S, TimeUnit.SECONDS).exceptionally(e -> process.destroyForcibly());
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) throw new IOException(String.join(" ", command) + ": " + said);
        clock.cancel(true);
        return said;
    }

    /** The reader's data once more, through FUSE, where bindfs is installed and may mount. */
    private static final class Mirror implements AutoCloseable {
        final Path folder;
        final Optional<String> missing;

        Mirror(RunningSystem system) throws Exception {
            folder = Files.createDirectory(system.home.resolve("mirror"));
            missing = mount(Files.createDirectories(system.appData(READER)));
        }

        private Optional<String> mount(Path data) throws InterruptedException {
            try {
                PortalFigures.run("bindfs", data.toString(), folder.toString());
                return Optional.empty();
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                return Optional.of(e.getMessage());
            }
        }

        @Override
        public void close() throws Exception {
            if (missing.isEmpty()) PortalFigures.run("fusermount", "-u", folder.toString());
        }
    }
}
