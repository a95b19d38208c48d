package weft.tool;

import aQute.bnd.build.Workspace;
import biz.aQute.resolve.Bndrun;
import java.io.File;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tests inside a running framework: every {@code run-configs/*.test.bndrun}. */
final class FrameworkTests {
    private static final int MINUTES = 5;
    private final Workspace workspace;
    private final Problems problems;

    FrameworkTests(Workspace workspace, Problems problems) {
        this.workspace = workspace;
        this.problems = problems;
    }

    void run() throws Exception {
        File[] files = workspace.getFile("run-configs").listFiles((d, n) -> n.endsWith("test.bndrun"));
        for (File file : files == null ? new File[0] : files) run(file);
    }

    private void run(File file) throws Exception {
        System.out.println("  testing " + file.getName());
        try (var run = Bndrun.createBndrun(workspace, file); var worker = Executors.newSingleThreadExecutor()) {
            var tester = run.getProjectTester();
            if (!problems.take(run, file.getName())) return;
            var reports = TestReport.folder(workspace.getBase().toPath()).resolve(file.getName()).toFile();
            reports.mkdirs();
            tester.setReportDir(reports);
            tester.prepare();
            // A tester bundle that does not resolve makes bnd's launcher wait for ever.
            Callable<Integer> test = tester::test;
            var result = worker.submit(test);
            try {
                int failures = result.get(MINUTES, TimeUnit.MINUTES);
                if (failures != 0) System.out.println("  " + file.getName() + ": tester answered " + failures);
            } catch (TimeoutException | ExecutionException e) {
                tester.getProjectLauncher().cancel();
                TestReport.timedOut(workspace.getBase().toPath(), file.getName(), MINUTES);
                System.out.println("  " + file.getName() + ": " + e);
            }
        }
    }
}
