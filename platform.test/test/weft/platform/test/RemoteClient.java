package weft.platform.test;

import aQute.bnd.build.ProjectLauncher;
import aQute.bnd.build.Run;
import aQute.bnd.build.Workspace;
import aQute.bnd.build.RunSession;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * What bndtools does for a launch of a {@code .bndrun} file with {@code -runremote}, by bnd's own launcher, in a process of its own: {@code
 * WORKSPACE FILE}. Each line of its input says that a build has changed the jars; the end of the input ends the launch.
 */
public final class RemoteClient {
    private RemoteClient() {}

    public static void main(String... args) throws Exception {
        var workspace = Workspace.getWorkspace(new File(args[0]));
        try (var run = new Run(workspace, new File(args[1]))) {
            ProjectLauncher launcher = run.getProjectLauncher();
            launcher.prepare();
            RunSession session = launcher.getRunSessions().getFirst();
            session.stdout(new Line("out "));
            session.stderr(new Line("err "));
            var thread = Thread.ofPlatform().daemon().start(() -> {
                try {
                    session.launch();
                } catch (Exception e) {
                    System.out.println("failed " + e);
                }
            });
            session.waitTillStarted(60_000);
            System.out.println("launched " + session.getName() + " " + run.getErrors());
            var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (orders.readLine() != null) {
                launcher.update();
                System.out.println("updated " + run.getErrors());
            }
            session.cancel();
            thread.join(10_000);
        }
        System.exit(0);
    }

    // Each piece on a line of its own.
    private record Line(String kind) implements Appendable {
        @Override
        public Appendable append(CharSequence text) {
            System.out.println(kind + text.toString().stripTrailing());
            return this;
        }

        @Override
        public Appendable append(CharSequence text, int start, int end) {
            return append(text.subSequence(start, end));
        }

        @Override
        public Appendable append(char c) {
            return append(String.valueOf(c));
        }
    }
}
