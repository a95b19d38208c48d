package weft.compositor.backend.nested;

import java.util.LinkedHashMap;
import java.util.Map;
import weft.wayland.client.Registry;
import weft.wayland.protocol.client.WlOutput;

/** The parent's outputs: how often each shows a frame, and how many of its pixels one of the desktop takes. Follows those that come and go. */
final class ParentOutputs {
    private static final int VERSION = 4, RELEASABLE = 3, DEFAULT_REFRESH = 60_000, LEAST_REFRESH = 1_000, MOST_REFRESH = 1_000_000, MOST_SCALE = 4;
    private final Map<Integer, Output> outputs = new LinkedHashMap<>();
    private Runnable onChange = () -> { };

    ParentOutputs(Registry registry) {
        registry.onGlobal(g -> {
            if (!g.type().equals(WlOutput.TYPE.wire().name())) return;
            var output = new Output(registry.bind(g, WlOutput.TYPE, VERSION));
            outputs.put(g.name(), output);
        });
        registry.onRemove(g -> {
            var gone = outputs.remove(g.name());
            if (gone == null) return;
            if (gone.proxy.version() >= RELEASABLE) gone.proxy.release();
            onChange.run();
        });
    }

    /** Calls back when one of them is another, or gone. */
    void onChange(Runnable listener) {
        onChange = listener;
    }

    /** The rate of the fastest of some outputs, in thousandths of a hertz; of the first, if a window is on none yet. */
    int refresh(Iterable<WlOutput> shown) {
        int most = 0;
        for (var s : shown) for (var o : outputs.values()) if (o.proxy == s) most = Math.max(most, o.refresh);
        if (most > 0) return most;
        return outputs.isEmpty() ? DEFAULT_REFRESH : outputs.values().iterator().next().refresh;
    }

    /** The greatest whole scale of some outputs; 1 if there are none. */
    int scale(Iterable<WlOutput> shown) {
        int most = 1;
        for (var s : shown) for (var o : outputs.values()) if (o.proxy == s) most = Math.max(most, o.scale);
        return most;
    }

    private final class Output implements WlOutput.Events {
        private final WlOutput proxy;
        private int refresh = DEFAULT_REFRESH, scale = 1;

        Output(WlOutput proxy) {
            this.proxy = proxy;
            proxy.setEvents(this);
        }

        @Override
        public void mode(WlOutput self, int flags, int width, int height, int millihertz) {
            if ((flags & WlOutput.MODE_CURRENT) != 0 && millihertz > 0) refresh = Math.clamp(millihertz, LEAST_REFRESH, MOST_REFRESH);
        }

        @Override
        public void scale(WlOutput self, int factor) {
            scale = Math.clamp(factor, 1, MOST_SCALE);
        }

        @Override
        public void done(WlOutput self) {
            onChange.run();
        }
    }
}
