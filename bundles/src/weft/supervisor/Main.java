package weft.supervisor;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import weft.api.WeftException;
import weft.os.LockedFolder;

/**
 * The supervisor process. SIGTERM, SIGINT and SIGHUP end the session. Exit codes: 0 the session ended as wanted, 1 it
 * failed, 2 wrong arguments, 3 a session of this name runs already.
 */
public final class Main {
    private static final int FAILED = 1, USAGE = 2, RUNS_ALREADY = 3;

    private Main() {}

    public static void main(String... args) {
        var terminal = new Terminal();
        int code;
        try {
            code = run(Session.of(System.getenv(), Options.parse(args)), terminal);
        } catch (LockedFolder.InUseException e) {
            terminal.error(runsAlready());
            code = RUNS_ALREADY;
        } catch (IllegalArgumentException | WeftException e) {
            terminal.error(e.getMessage());
            code = USAGE;
        } catch (IOException e) {
            terminal.error("The session cannot run: " + e.getMessage() + ".");
            code = FAILED;
        } catch (Throwable t) {
            t.printStackTrace();
            code = FAILED;
        }
        System.out.flush();
        // Not exit: after a signal that would wait for the hook, which waits for us.
        Runtime.getRuntime().halt(code);
    }

    private static int run(Session session, Terminal terminal) throws IOException, InterruptedException {
        var supervisor = new Supervisor(session, terminal);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("weft-signal").unstarted(() -> {
            supervisor.end("asked to by a signal");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        return supervisor.run();
    }

    private static String runsAlready() {
        var places = weft.api.Places.of(System.getenv());
        String text = LockedFolder.read(places.runtime()).orElse("");
        String by = Facts.pid(text, "supervisor").map(pid -> " (process " + pid + ")").orElse("");
        return "The session \"" + places.instance() + "\" runs already" + by + ". End it with ./weft stop, or start another one with --instance NAME.";
    }
}
