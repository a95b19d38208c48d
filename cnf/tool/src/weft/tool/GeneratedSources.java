package weft.tool;

import aQute.bnd.build.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
    private static List<Path> files(Project project, String property) {
        return Stream.of(project.getProperty(property, "").split(",")).map(String::strip).filter(s -> !s.isEmpty())
                .map(s -> project.getBase().toPath().resolve(s)).toList();
    }
}
