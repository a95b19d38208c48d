package weft.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** {@code ./weft bench}: each figure beside a baseline of the same run. Absolute figures mean little on a busy machine; ratios and minima do. */
public final class Main {
    private Main() {}

    public static void main(String... arguments) throws Exception {
        Path root = Path.of(System.getProperty("weft.root"));
        Path folder = Files.createTempDirectory("weft-bench-");
        try {
            System.out.println("Compositor start");
            new CompositorStart(root, folder).run();
            new DesktopFigures(folder).run();
        } finally {
            try (var all = Files.walk(folder)) {
                for (Path p : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(p);
            }
        }
        System.exit(0);
    }
}
