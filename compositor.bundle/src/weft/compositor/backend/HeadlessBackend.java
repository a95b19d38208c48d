package weft.compositor.backend;

import weft.compositor.input.InputListener;
import weft.compositor.render.Canvas;
import weft.compositor.scene.Region;
import weft.os.EventLoop;
import weft.os.OsException;

/** An output that nobody sees. Its clock ticks only while frames are presented: idle, it never wakes. */
public final class HeadlessBackend implements Backend {
    private static final int HERTZ = 60;
    private static final long PERIOD = 1_000_000_000L / HERTZ;
    private final int width, height;
    private final EventLoop.Timer timer;
    private final long origin = System.nanoTime();
    private Listener listener;
    private long tick;

    public HeadlessBackend(EventLoop loop, int width, int height) throws OsException {
        this.width = width;
        this.height = height;
        timer = loop.timer(() -> listener.vblank(tick));
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int refresh() {
        return HERTZ * 1000;
    }

    @Override
    public void start(Listener newListener, InputListener input) {
        listener = newListener;
    }

    @Override
    public void present(Canvas frame, Region damage) {
        tick = nextTick(origin, PERIOD, System.nanoTime());
        timer.startAt(tick);
    }

    /** The first tick after a time of a clock that ticks every {@code period} from {@code origin} on. */
    static long nextTick(long origin, long period, long now) {
        return origin + ((now - origin) / period + 1) * period;
    }

    @Override
    public void close() {
        timer.close();
    }
}
