package weft.compositor.backend.kms;

import java.util.function.LongConsumer;
import weft.os.EventLoop;
import weft.os.OsException;

/**
 * Tells when a frame was seen, and keeps to the display's rate where the device does not: virtual ones say at once that a
 * frame is shown.
 */
final class FramePace implements AutoCloseable {
    private static final long MOST_BEFORE_NOW = 1_000_000_000;
    private final EventLoop.Timer timer;
    private final LongConsumer onSeen;
    private long period, last;

    /** @param onSeen told the time of {@link System#nanoTime} at which a frame was seen */
    FramePace(EventLoop loop, LongConsumer onSeen) throws OsException {
        this.onSeen = onSeen;
        timer = loop.timer(() -> tell(System.nanoTime()));
    }

    void refresh(int millihertz) {
        period = 1_000_000_000_000L / millihertz;
    }

    /** The device says that the frame is on the screen since that time. */
    void shown(long nanoTime) {
        long now = System.nanoTime();
        if (now < last + period - period / 8) timer.startAt(last + period);
        else tell(nanoTime > now || nanoTime < now - MOST_BEFORE_NOW ? now : nanoTime);
    }

    /** The frame could not be shown: the next one is due when it would have been seen. */
    void skipped() {
        timer.startAt(System.nanoTime() + period);
    }

    /** Nothing is under way any more. */
    void stop() {
        timer.stop();
    }

    private void tell(long nanoTime) {
        last = nanoTime;
        onSeen.accept(nanoTime);
    }

    @Override
    public void close() {
        timer.close();
    }
}
