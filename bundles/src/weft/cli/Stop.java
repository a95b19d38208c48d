package weft.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import weft.api.Places;
import weft.os.LockedFolder;
import weft.os.Pidfd;

/** Ends a session, by asking its supervisor, and waits until it is gone. */
final class Stop {
    private static final Pattern SUPERVISOR = Pattern.compile("(?m)^supervisor (\\d{1,9}) (\\d{1,18})$");
    private static final int LIMIT_S = 40, PROGRESS_S = 2;

    private Stop() {}

    static void run(Places places) throws InterruptedException, ExecutionException {
        ProcessHandle supervisor = supervisor(places).orElseThrow(() -> Failure.notRunning(places.instance()));
        supervisor.destroy();
        for (int waited = 0; waited < LIMIT_S; waited += PROGRESS_S) {
            try {
                supervisor.onExit().get(PROGRESS_S, TimeUnit.SECONDS);
                return;
            } catch (TimeoutException e) {
                System.err.println("weft: ending the session (" + (waited + PROGRESS_S) + " s)");
            }
        }
        throw Failure.failed("The session \"" + places.instance() + "\" (process " + supervisor.pid() + ") has not ended within " + LIMIT_S + " seconds.");
    }

    /** The living supervisor that the session's lock file names: a later process with its number does not count. */
    static Optional<ProcessHandle> supervisor(Places places) {
        var named = SUPERVISOR.matcher(LockedFolder.read(places.runtime()).orElse(""));
        if (!named.find()) return Optional.empty();
        try {
            int pid = Integer.parseInt(named.group(1));
            return Pidfd.startTime(pid) == Long.parseLong(named.group(2)) ? ProcessHandle.of(pid) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
