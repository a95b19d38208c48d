package weft.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import weft.api.Printable;
import weft.os.Fd;
import weft.os.OsException;
import weft.os.StandardOutput;

/**
 * The pipe to whoever started this process. One line goes through it, {@code READY} or {@code FAILED} with a sentence, written by
 * the runtime alone: nothing that a guest does ends here. Safe from any thread.
 */
final class ReadyPipe {
    private final Fd pipe;
    private boolean told;

    private ReadyPipe(Fd pipe) {
        this.pipe = pipe;
    }

    static ReadyPipe takeOver() throws OsException {
        return new ReadyPipe(StandardOutput.takeOver());
    }

    int descriptor() {
        return pipe.number();
    }

    /** The app runs. Only the first word counts: later ones are not said. */
    void ready() {
        tell("READY");
    }

    /** The app will not run; returns whether that was news. */
    boolean failed(String sentence) {
        return tell("FAILED " + Printable.text(sentence));
    }

    synchronized boolean told() {
        return told;
    }

    private synchronized boolean tell(String line) {
        if (told) return false;
        told = true;
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            pipe.write(bytes, 0, bytes.length);
        } catch (IOException e) {
            // The starter is gone. It will ask who is here when it is back.
        }
        pipe.close();
        return true;
    }
}
