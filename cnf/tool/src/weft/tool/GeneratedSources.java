package weft.tool;

import aQute.bnd.build.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weft.tool.wayland.WaylandGenerator;

/** Runs a project's source generator, named by its {@code weft.generator} property, before it is compiled. */
final class GeneratedSources {
    private GeneratedSources() {}

    static void refresh(Project project) throws Exception {
        String generator = project.getProperty("weft.generator");
        if (generator == null) return;
        Path output = project.getFile("gen").toPath();
        Files.createDirectories(output);
        switch (generator) {
            case "wayland" -> new WaylandGenerator(files(project, "weft.wayland.protocols"), output).run();
            default -> throw new IllegalArgumentException(project.getName() + ": no such generator: " + generator);
        }
    }

    // Comma-separated paths, absolute or relative to the project.
    private static List<Path> files(Project project, String property) throws IOException {
        var found = new ArrayList<Path>();
        for (var text : project.getProperty(property, "").split(",")) if (!text.isBlank()) found.add(found(project.getBase().toPath().resolve(text.strip())));
        return found;
    }

    // A folder's name may end in *, where a package puts its version.
    private static Path found(Path pattern) throws IOException {
        Path path = pattern.getRoot();
        for (Path name : pattern) {
            if (name.toString().endsWith("*") && Files.isDirectory(path)) {
                try (var matching = Files.newDirectoryStream(path, name.toString())) {
                    for (Path m : matching) name = m.getFileName();
                }
            }
            path = path.resolve(name);
        }
        return path;
    }
}
