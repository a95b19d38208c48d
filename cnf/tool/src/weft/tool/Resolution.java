package weft.tool;

import aQute.bnd.build.Workspace;
import biz.aQute.resolve.Bndrun;
import biz.aQute.resolve.ResolveProcess;
import java.io.File;
import java.util.List;
import org.osgi.service.resolver.ResolutionException;

/** Computes {@code -runbundles} from {@code -runrequires} and writes them back into the file. */
final class Resolution {
    private final Workspace workspace;
    private final Problems problems;

    Resolution(Workspace workspace, Problems problems) {
        this.workspace = workspace;
        this.problems = problems;
    }

    void run(List<String> files) throws Exception {
        for (String f : files) {
            try (var run = Bndrun.createBndrun(workspace, new File(f).getAbsoluteFile())) {
                System.out.println(run.resolve(false, true));
                problems.take(run, f);
            } catch (ResolutionException e) {
                problems.add(f + ": " + ResolveProcess.format(e, false));
            }
        }
    }
}
