package weft.tool;

import aQute.bnd.build.Project;
import aQute.bnd.build.Workspace;

/** Stores the current contracts (projects with {@code weft.contract: true}) as the ones later builds are compared with. */
final class Baseline {
    private final Workspace workspace;
    private final Problems problems;

    Baseline(Workspace workspace, Problems problems) {
        this.workspace = workspace;
        this.problems = problems;
    }

    void release() throws Exception {
        for (Project project : workspace.getBuildOrder()) {
            if (!Boolean.parseBoolean(project.getProperty("weft.contract"))) continue;
            project.release("Baseline");
            problems.take(project, project.getName());
        }
    }
}
