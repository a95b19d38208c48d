package weft.tool;

import aQute.bnd.build.Project;
import aQute.bnd.build.Workspace;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Plain JUnit tests: each project's {@code test} folder, compiled and run in a process of its own with
 * {@code weft.root} set to the workspace. A project's {@code weft.test.minutes} bounds its run (10 by default). Of one that is {@code weft.test.slow} only
 * the class {@code weft.test.always} is run unless it is named.
 */
final class UnitTests {
    private static final int MOST_SECOND_TRIES = 6;
    private final Workspace workspace;
    private final Problems problems;
    private Path reports;

    UnitTests(Workspace workspace, Problems problems) {
        this.workspace = workspace;
        this.problems = problems;
        this.reports = TestReport.folder(workspace.getBase().toPath());
    }

    /** Runs the tests of the named projects, or of all; {@code PROJECT:CLASS} limits a project to one test class. */
    void run(List<String> wanted) throws Exception {
        for (Project project : workspace.getBuildOrder()) {
            var only = new ArrayList<String>();
            if (Boolean.parseBoolean(project.getProperty("weft.test.slow")) && wanted.isEmpty()) {
                String always = project.getProperty("weft.test.always", "");
                if (always.isEmpty()) continue;
                only.add(always);
            }
            boolean named = false;
            for (String w : wanted) {
                if (!w.split(":")[0].equals(project.getName())) continue;
                named = true;
                if (w.contains(":")) only.add(w.split(":")[1]);
            }
            if (wanted.isEmpty() || named) test(project, only);
        }
    }

    /**
     * Runs the classes with failed tests once more: on a machine that is busy with something else, what waits for a
     * foreign program can be late. What fails twice has failed; more failed classes than {@link #MOST_SECOND_TRIES} are no chance.
     */
    void runFailedAgain() throws Exception {
        Path root = workspace.getBase().toPath();
        if (Files.exists(TestReport.secondFolder(root))) FolderMirror.delete(TestReport.secondFolder(root));
        var failed = TestReport.failedClasses(root);
        if (failed.values().stream().mapToInt(Set::size).sum() > MOST_SECOND_TRIES) return;
        reports = TestReport.secondFolder(root);
        for (var e : failed.entrySet()) {
            Project project = workspace.getProject(e.getKey());
            if (project != null) test(project, List.copyOf(e.getValue()));
        }
    }

    private void test(Project project, List<String> only) throws Exception {
        if (!Files.isDirectory(project.getTestSrc().toPath()) || project.getTestSrc().list().length == 0) return;
        var classpath = classpath(project);
        if (!JavaCompile.test(project, classpath, project.getTarget().toPath().resolve("test.sources"))) {
            problems.add(project.getName() + ": tests do not compile");
            return;
        }
        if (!project.getTestOutput().isDirectory()) return;
        System.out.println("  testing " + project.getName());
        var command = command(project, classpath, only);
        var process = new ProcessBuilder(command).directory(project.getBase()).inheritIO().start();
        long minutes = Long.parseLong(project.getProperty("weft.test.minutes", "10"));
        if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            TestReport.timedOut(reports, project.getName(), minutes);
        }
    }

    /** What a project's tests are compiled against, and run with behind their own classes. */
    static List<File> classpath(Project project) throws Exception {
        var classpath = new ArrayList<File>(List.of(project.getOutput()));
        classpath.addAll(JavaCompile.files(project.getTestpath()));
        classpath.addAll(JavaCompile.files(project.getBuildpath()));
        return classpath;
    }

    private List<String> command(Project project, List<File> classpath, List<String> only) {
        var path = new ArrayList<String>(List.of(project.getTestOutput().getPath()));
        classpath.forEach(f -> path.add(f.getPath()));
        var command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Xmx1g",
                "-Dweft.root=" + workspace.getBase(), "-cp", String.join(File.pathSeparator, path),
                "org.junit.platform.console.ConsoleLauncher", "execute", "--details=tree", "--disable-banner",
                "--details-theme=ascii", "--exclude-engine=junit-vintage", "--reports-dir=" + reports.resolve(project.getName())));
        if (System.console() == null || !System.console().isTerminal()) command.add("--disable-ansi-colors");
        if (only.isEmpty()) command.add("--scan-class-path=" + project.getTestOutput());
        for (String c : only) command.add("--select-class=" + c);
        return command;
    }
}
