package weft.tool;

import aQute.bnd.build.Project;
import aQute.bnd.build.Workspace;
import aQute.bnd.osgi.eclipse.EclipseUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The Eclipse files of every project, as bnd's own generator makes them. */
final class EclipseFiles {
    private final Workspace workspace;

    EclipseFiles(Workspace workspace) {
        this.workspace = workspace;
    }

    void write() throws Exception {
        for (Project project : workspace.getAllProjects()) {
            for (var e : content(project).entrySet()) {
                Files.createDirectories(e.getKey().getParent());
                Files.writeString(e.getKey(), e.getValue());
            }
        }
    }

    static Map<Path, String> content(Project project) throws Exception {
        Path base = project.getBase().toPath();
        var out = new LinkedHashMap<Path, String>();
        out.put(base.resolve(".project"), EclipseUtil.getProjectDescription(project));
        // bnd ends a folder's name with a slash where the folder exists at that moment; the files must not depend on that.
        out.put(base.resolve(".classpath"), EclipseUtil.getClasspath(project).replaceAll("((?:path|output)=\"[^\"]*)/\"", "$1\""));
        out.put(base.resolve(".settings/org.eclipse.core.resources.prefs"),
                "eclipse.preferences.version=1\nencoding/<project>=UTF-8\n");
        String level = project.getProperty("javac.target");
        out.put(base.resolve(".settings/org.eclipse.jdt.core.prefs"), """
                eclipse.preferences.version=1
                org.eclipse.jdt.core.compiler.codegen.targetPlatform=%1$s
                org.eclipse.jdt.core.compiler.compliance=%1$s
                org.eclipse.jdt.core.compiler.release=enabled
                org.eclipse.jdt.core.compiler.source=%1$s
                """.formatted(level));
        return out;
    }
}
