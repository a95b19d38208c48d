package weft.tool;

import aQute.bnd.build.Project;
import java.nio.file.Files;

/** Runs a project's source generator, named by its {@code weft.generator} property, before it is compiled. */
final class GeneratedSources {
    private GeneratedSources() {}

    static void refresh(Project project) throws Exception {
        String generator = project.getProperty("weft.generator");
        if (generator == null) return;
        Files.createDirectories(project.getFile("gen").toPath());
        switch (generator) {
            default -> throw new IllegalArgumentException(project.getName() + ": no such generator: " + generator);
        }
    }
}
