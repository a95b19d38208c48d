package weft.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aQute.bnd.build.Project;
import aQute.bnd.build.Workspace;
import aQute.bnd.osgi.eclipse.EclipseUtil;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Eclipse with bndtools opens the workspace with the files that bnd's own generator makes. */
class EclipseFilesTest {
    private static Workspace workspace;

    @BeforeAll
    static void open() throws Exception {
        workspace = new Workspace(new File(System.getProperty("weft.root")));
    }

    @AfterAll
    static void close() {
        workspace.close();
    }

    @Test
    void every_project_has_the_description_and_class_path_that_bnd_generates() throws Exception {
        assertTrue(workspace.getAllProjects().size() >= 9);
        for (Project project : workspace.getAllProjects()) {
            Path base = project.getBase().toPath();
            assertEquals(EclipseUtil.getProjectDescription(project), Files.readString(base.resolve(".project")), project + "/.project: run ./weft tool eclipse");
            String generated = EclipseUtil.getClasspath(project).replaceAll("((?:path|output)=\"[^\"]*)/\"", "$1\"");
            assertEquals(generated, Files.readString(base.resolve(".classpath")), project + "/.classpath: run ./weft tool eclipse");
        }
    }

    @Test
    void every_project_is_compiled_for_the_java_version_of_the_workspace() throws Exception {
        for (Project project : workspace.getAllProjects()) {
            String prefs = Files.readString(project.getBase().toPath().resolve(".settings/org.eclipse.jdt.core.prefs"));
            assertTrue(prefs.contains("compiler.source=" + project.getProperty("javac.source")), project + ": " + prefs);
        }
    }
}
