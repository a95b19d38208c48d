package weft.runtime.launch;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import weft.os.Patience;

/** Tries once whether the machine makes a sandbox, by a command that does nothing in it. */
public final class SandboxTrial {
    private static final int LIMIT_S = 30;

    private SandboxTrial() {}

    /** Why the command does not end with code 0, in its own words; empty if it does. */
    public static Optional<String> failure(List<String> command) {
        try {
            var trial = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).start();
            String words = new String(trial.getInputStream().readAllBytes()).strip();
            if (!trial.waitFor(Patience.of(LIMIT_S), TimeUnit.SECONDS)) trial.destroyForcibly();
            else if (trial.exitValue() == 0) return Optional.empty();
            return Optional.of(words);
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }
}
