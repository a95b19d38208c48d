package weft.runtime.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import weft.api.Printable;
import weft.os.Fd;

/**
 * The session's log file, where a guest's standard output, standard error and log messages go: line by line, without
 * control characters, and only so much of it in all, so that no app fills the disk. Never the pipe that READY goes to.
 */
public final class GuestLog {
    private static final int MAX_LINE = 2000, MAX_BYTES = 1 << 20;
    private final Fd file;
    private int written;

    /** @param file stays the caller's */
    public GuestLog(Fd file) {
        this.file = file;
    }

    /** One of the guest's streams: holds an unfinished line until it ends, or grows too long. */
    public final class Stream {
        private final byte[] line = new byte[MAX_LINE];
        private int length;

        public void write(byte[] bytes) {
            for (byte b : bytes) {
                if (b == '\n' || length == MAX_LINE) flush();
                if (b != '\n') line[length++] = b;
            }
        }

        /** Writes the unfinished line, if any. */
        public void flush() {
            if (length > 0) guest(new String(line, 0, length, StandardCharsets.UTF_8));
            length = 0;
        }
    }

    /** A line that the guest wrote. */
    public void guest(String text) {
        if (written > MAX_BYTES) return;
        String line = visible(text);
        written += line.length();
        if (written > MAX_BYTES) line = "weft: the app has written too much; the rest is not kept";
        print(line);
    }

    /** A line of the runtime's own. */
    public void own(String text) {
        print("weft: " + visible(text));
    }

    private static String visible(String text) {
        var out = new StringBuilder();
        for (int i = 0; i < text.length(); i += 100) out.append(Printable.text(text.substring(i, Math.min(i + 100, text.length())).replace('\t', ' ')));
        return out.toString();
    }

    private synchronized void print(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            file.write(bytes, 0, bytes.length);
        } catch (IOException e) {
            // A full disk or a closed log must not end the app.
            written = MAX_BYTES;
        }
    }
}
