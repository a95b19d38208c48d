package weft.tool;

import aQute.bnd.build.Workspace;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/** Runs the measurements: {@code weft.bench.Main} of the project {@code system.test}, with {@code weft.root} set. */
final class Benchmarks {
    private final Workspace workspace;
    private final Problems problems;

    Benchmarks(Workspace workspace, Problems problems) {
        this.workspace = workspace;
        this.problems = problems;
    }

    void run(List<String> arguments) throws Exception {
        var project = workspace.getProject("system.test");
        var classpath = UnitTests.classpath(project);
        if (!JavaCompile.test(project, classpath, project.getTarget().toPath().resolve("test.sources"))) {
            problems.add("the measurements do not compile");
            return;
        }
        var path = new ArrayList<String>(List.of(project.getTestOutput().getPath()));
        classpath.forEach(f -> path.add(f.getPath()));
        var command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "--enable-native-access=ALL-UNNAMED",
                "-Dweft.root=" + workspace.getBase(), "-cp", String.join(File.pathSeparator, path), "weft.bench.Main"));
        command.addAll(arguments);
        problems.addIf(new ProcessBuilder(command).inheritIO().start().waitFor() != 0, "the measurements failed");
    }
}
