package weft.tool;

import aQute.bnd.build.Workspace;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The build tool: drives bnd's own model of the workspace. Verbs are run in the order given:
 * {@code build}, {@code unit [PROJECT…]}, {@code again}, {@code framework}, {@code bench}, {@code report}, {@code dist},
 * {@code resolve FILE.bndrun}, {@code eclipse}, {@code release}, {@code dev}.
 */
public final class Main {
    public static void main(String... args) throws Exception {
        var root = new File(args[0]).getCanonicalFile();
        var verbs = new ArrayDeque<>(Arrays.asList(args).subList(1, args.length));
        var problems = new Problems();
        try (var workspace = new Workspace(root)) {
            while (!verbs.isEmpty() && problems.none()) run(verbs.poll(), verbs, workspace, problems);
        }
        System.exit(problems.none() ? 0 : 1);
    }

    private static void run(String verb, ArrayDeque<String> rest, Workspace workspace, Problems problems) throws Exception {
        Path root = workspace.getBase().toPath();
        switch (verb) {
            case "build" -> new WorkspaceBuild(workspace, problems).run();
            case "unit" -> new UnitTests(workspace, problems).run(WordList.drain(rest));
            case "again" -> new UnitTests(workspace, problems).runFailedAgain();
            case "framework" -> new FrameworkTests(workspace, problems).run();
            case "bench" -> new Benchmarks(workspace, problems).run(WordList.drain(rest));
            case "dist" -> {
                new Distribution(workspace, problems).run();
                new GuestModules(root, problems).run();
                new RuntimeFiles(root, problems).run();
            }
            case "resolve" -> new Resolution(workspace, problems).run(WordList.drain(rest));
            case "eclipse" -> new EclipseFiles(workspace).write();
            case "release" -> new Baseline(root).release(workspace, problems);
            case "dev" -> new Development(workspace, WordList.drain(rest)).run();
            case "report" -> problems.addIf(!TestReport.print(root), "tests failed");
            default -> throw new IllegalArgumentException("no such verb: " + verb);
        }
    }
}
