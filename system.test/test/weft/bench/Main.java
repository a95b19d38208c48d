package weft.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** {@code ./weft bench [start|compositor|load|renderers|apps|compute|portal|desktop|life|update]…}: each figure beside a baseline of the same run. Absolute figures mean little on a busy machine; ratios and minima do. */
public final class Main {
    private Main() {}

    public static void main(String... arguments) throws Exception {
        Path root = Path.of(System.getProperty("weft.root"));
        Path folder = Files.createTempDirectory("weft-bench-");
        try {
            var asked = arguments.length == 0 ? List.of("start", "compositor", "apps", "desktop", "life") : List.of(arguments);
            for (String part : asked) {
                switch (part) {
                    case "start" -> new CompositorStart(root, folder).run();
                    case "compositor" -> {
                        new CompositorFigures(root, folder).run();
                        new CompositorLoad(root, folder).run();
                        new RendererFigures(root, folder).run();
                    }
                    case "load" -> new CompositorLoad(root, folder).run();
                    case "renderers" -> new RendererFigures(root, folder).run();
                    case "apps" -> {
                        new AppFigures(folder).run();
                        new ComputeFigures(root, folder).run();
                        new PortalFigures(root, folder).run();
                    }
                    case "compute" -> new ComputeFigures(root, folder).run();
                    case "portal" -> new PortalFigures(root, folder).run();
                    case "desktop" -> new DesktopFigures().run();
                    case "life" -> new LifeFigures().run();
                    case "update" -> new UpdateFigures().run();
                    default -> throw new IllegalArgumentException("there is no measurement " + part + ": start, compositor, load, renderers, apps, compute, portal, desktop, life, update");
                }
            }
        } finally {
            try (var all = Files.walk(folder)) {
                for (Path p : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(p);
            }
        }
        System.exit(0);
    }
}
