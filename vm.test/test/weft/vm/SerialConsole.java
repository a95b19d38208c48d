package weft.vm;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** The lines that a guest writes to its serial port, kept from the first on; a thread of its own reads them. */
final class SerialConsole {
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    SerialConsole(InputStream from) {
        Thread.ofVirtual().name("serial console").start(() -> read(from));
    }

    private void read(InputStream from) {
        var line = new StringBuilder();
        try (from) {
            for (int c; (c = from.read()) >= 0; ) {
                if (c == '\n') {
                    add(line.toString().strip());
                    line.setLength(0);
                } else if (line.length() < 4096) line.append((char) c);
            }
        } catch (IOException e) {
            add("the console broke: " + e.getMessage());
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    /** How many lines there are; a mark for {@link #await}. */
    synchronized int mark() {
        return lines.size();
    }

    /** Waits for a line that holds the words, from the mark on, and returns it. */
    synchronized String await(int mark, String words, Duration limit) throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + limit.toNanos();
        for (int seen = mark; ; ) {
            for (; seen < lines.size(); seen++) if (lines.get(seen).contains(words)) return lines.get(seen);
            long left = (end - System.nanoTime()) / 1_000_000;
            if (ended) throw new TimeoutException("the guest ended before \"" + words + "\"; its last lines:\n" + tail(40));
            if (left <= 0) throw new TimeoutException("\"" + words + "\" did not come within " + limit.toSeconds() + " s; the last lines:\n" + tail(40));
            wait(left);
        }
    }

    /** The last lines, for a message. */
    synchronized String tail(int count) {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }
}
