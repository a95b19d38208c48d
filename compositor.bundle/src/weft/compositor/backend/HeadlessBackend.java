package weft.compositor.backend;

import java.util.ArrayList;
import java.util.List;
import weft.compositor.input.InputListener;
import weft.compositor.output.OutputIdentity;
import weft.compositor.output.OutputMode;
import weft.compositor.output.OutputSettings;
import weft.compositor.render.Frame;
import weft.compositor.scene.Region;
import weft.os.EventLoop;
import weft.os.OsException;

/** Outputs that nobody sees, as many as are asked for. Their clocks tick only while frames are presented: idle, it never wakes. */
public final class HeadlessBackend implements Backend {
    public static final int MOST_OUTPUTS = 16, LEAST_SIDE = 64, MOST_SIDE = 16384;
    private static final int HERTZ = 60;
    private final EventLoop loop;
    private final List<Output> outputs = new ArrayList<>();
    private Listener listener;

    /** One output, {@code WEFT-1}. */
    public HeadlessBackend(EventLoop loop, int width, int height) throws OsException {
        this(loop);
        add(new OutputIdentity("WEFT-1", "", "", ""), new OutputMode(width, height, HERTZ * 1000), null);
    }

    /** None yet. */
    public HeadlessBackend(EventLoop loop) {
        this.loop = loop;
    }

    /**
     * Plugs an output in.
     *
     * @param mode a rate of 0 is 60 Hz
     * @param wish how it is to be shown, or null
     * @throws IllegalArgumentException if there are too many, or one of that name
     */
    public BackendOutput add(OutputIdentity identity, OutputMode mode, OutputSettings wish) throws OsException {
        if (outputs.size() >= MOST_OUTPUTS) throw new IllegalArgumentException("there are " + MOST_OUTPUTS + " outputs already");
        if (outputs.stream().anyMatch(o -> o.identity.name().equals(identity.name()))) throw new IllegalArgumentException("there is an output " + identity.name() + " already");
        if (!isPossible(mode)) throw new IllegalArgumentException("no output is " + mode.width() + "x" + mode.height() + " at " + mode.refresh() / 1000.0 + " Hz");
        var output = new Output(identity, mode.refresh() == 0 ? new OutputMode(mode.width(), mode.height(), HERTZ * 1000) : mode, wish);
        outputs.add(output);
        if (listener != null) listener.connected(output);
        return output;
    }

    /** Unplugs an output; returns whether there was one of that name. */
    public boolean remove(String name) {
        for (var o : outputs) {
            if (!o.identity.name().equals(name)) continue;
            outputs.remove(o);
            if (listener != null) listener.disconnected(o);
            o.timer.close();
            return true;
        }
        return false;
    }

    private static boolean isPossible(OutputMode m) {
        return m.width() >= LEAST_SIDE && m.width() <= MOST_SIDE && m.height() >= LEAST_SIDE && m.height() <= MOST_SIDE && (m.refresh() == 0 || m.refresh() >= 1000 && m.refresh() <= 1_000_000);
    }

    @Override
    public List<? extends BackendOutput> outputs() {
        return List.copyOf(outputs);
    }

    @Override
    public void start(Listener newListener, InputListener input) {
        listener = newListener;
    }

    /** The first tick after a time of a clock that ticks every {@code period} from {@code origin} on. */
    static long nextTick(long origin, long period, long now) {
        return origin + ((now - origin) / period + 1) * period;
    }

    @Override
    public void close() {
        for (var o : outputs) o.timer.close();
    }

    private final class Output implements BackendOutput {
        private final OutputIdentity identity;
        private final OutputMode preferred;
        private final OutputSettings wish;
        private final EventLoop.Timer timer;
        private final long origin = System.nanoTime();
        private OutputMode mode;
        private long tick;

        Output(OutputIdentity identity, OutputMode mode, OutputSettings wish) throws OsException {
            this.identity = identity;
            this.mode = preferred = mode;
            this.wish = wish;
            timer = loop.timer(() -> listener.vblank(this, tick));
        }

        @Override
        public OutputIdentity identity() {
            return identity;
        }

        @Override
        public OutputMode mode() {
            return mode;
        }

        @Override
        public List<OutputMode> modes() {
            return mode.equals(preferred) ? List.of(preferred) : List.of(preferred, mode);
        }

        @Override
        public boolean canShow(OutputMode m) {
            return isPossible(m);
        }

        @Override
        public boolean setMode(OutputMode m) {
            if (!canShow(m)) return false;
            mode = m.refresh() == 0 ? new OutputMode(m.width(), m.height(), preferred.refresh()) : m;
            return true;
        }

        @Override
        public int millimetresWide() {
            return 0;
        }

        @Override
        public int millimetresHigh() {
            return 0;
        }

        @Override
        public OutputSettings wish() {
            return wish;
        }

        @Override
        public void present(Frame frame, Region damage) {
            tick = nextTick(origin, 1_000_000_000_000L / mode.refresh(), System.nanoTime());
            timer.startAt(tick);
        }

        @Override
        public void power(boolean on) {
            timer.stop();
        }
    }
}
