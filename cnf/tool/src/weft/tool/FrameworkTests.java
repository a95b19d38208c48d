package weft.tool;

import aQute.bnd.build.ProjectLauncher;
import aQute.bnd.build.Workspace;
import biz.aQute.resolve.Bndrun;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

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
        Path home = Files.createTempDirectory("weft-"); // sockets have short names
        try (var run = Bndrun.createBndrun(workspace, file)) {
            run.setProperty("weft.test.home", home.toString());
            run.setProperty("weft.test.port", Integer.toString(freePort()));
            run.setProperty("weft.test.dist", workspace.getFile("dist").getPath());
            test(run, file.getName());
            problems.take(run, file.getName());
        } finally {
            endWhatNames(home);
            FolderMirror.delete(home);
        }
    }

    private void test(Bndrun run, String name) throws Exception {
        Path root = workspace.getBase().toPath(), reports = TestReport.folder(root).resolve(name);
        if (Files.exists(reports)) FolderMirror.delete(reports);
        Files.createDirectories(reports);
        var tester = run.getProjectTester();
        if (!run.getErrors().isEmpty()) return;
        tester.setReportDir(reports.toFile());
        tester.prepare();
        // A tester bundle that does not resolve makes bnd's launcher wait for ever.
        tester.getProjectLauncher().setTimeout(MINUTES, TimeUnit.MINUTES);
        int answer = tester.test();
        run.clear(); // that the process failed, which the report says better
        if (answer == ProjectLauncher.TIMEDOUT) TestReport.timedOut(TestReport.folder(root), name, MINUTES);
        else if (answer != 0 && TestReport.failed(reports) == 0) TestReport.ended(TestReport.folder(root), name, answer);
    }

    // The platform's children outlive it, as they should; these have the home's sockets in their command lines.
    private static void endWhatNames(Path home) {
        ProcessHandle.allProcesses().filter(p -> commandLine(p).contains(home + "/")).forEach(p -> {
            p.descendants().forEach(ProcessHandle::destroyForcibly);
            p.destroyForcibly();
        });
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended, or is another user's
        }
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
