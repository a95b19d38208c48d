package weft.tool;

import aQute.bnd.build.Project;
import aQute.bnd.build.Workspace;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** Compiles and packs every project in dependency order. */
final class WorkspaceBuild {
    private final Workspace workspace;
    private final Problems problems;

    WorkspaceBuild(Workspace workspace, Problems problems) {
        this.workspace = workspace;
        this.problems = problems;
    }

    void run() throws Exception {
        run(workspace.getBuildOrder());
    }

    /** Only these, in this order. */
    void run(Collection<Project> projects) throws Exception {
        if (!problems.take(workspace, "workspace")) return;
        for (Project project : projects) {
            long start = System.nanoTime();
            if (!build(project)) return;
            long ms = (System.nanoTime() - start) / 1_000_000;
            if (ms > 500) System.out.printf("  built %s (%d ms)%n", project.getName(), ms);
        }
    }

    private boolean build(Project project) throws Exception {
        try {
            GeneratedSources.refresh(project);
        } catch (IOException e) {
            problems.add(project.getName() + ": " + e.getMessage());
            return false;
        }
        project.prepare();
        if (!problems.take(project, project.getName())) return false;
        Path sources = project.getTarget().toPath().resolve("main.sources");
        if (!JavaCompile.main(project, sources)) {
            problems.add(project.getName() + ": does not compile");
            return false;
        }
        Files.createDirectories(project.getTarget().toPath());
        File[] built = project.build();
        if (!problems.take(project, project.getName())) return false;
        if (Baseline.isContract(project)) for (File jar : built) new Baseline(workspace.getBase().toPath()).check(jar, problems);
        return problems.none();
    }
}
