package weft.shell.engine.window;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import weft.wayland.client.Registry;
import weft.wayland.protocol.client.WlOutput;
import weft.wayland.protocol.client.ZxdgOutputManagerV1;
import weft.wayland.protocol.client.ZxdgOutputV1;

/** Watches the size of the output that the system page is laid out for: the one at the desktop's origin, or else the first from the left. */
final class Outputs {
    private static final int VERSION = 2, LOGICAL_VERSION = 3;
    private final Registry registry;
    private final CompositorLink.OutputListener listener;
    private final Map<Integer, Output> outputs = new LinkedHashMap<>();
    private ZxdgOutputManagerV1 logical;
    private int toldWidth, toldHeight;

    Outputs(Registry registry, CompositorLink.OutputListener listener) {
        this.registry = registry;
        this.listener = listener;
        registry.find(ZxdgOutputManagerV1.INTERFACE.name()).ifPresent(g -> logical = registry.bind(g, ZxdgOutputManagerV1.TYPE, LOGICAL_VERSION));
        registry.onGlobal(this::come);
        registry.onRemove(this::go);
    }

    private void come(Registry.Global global) {
        if (!global.type().equals(WlOutput.INTERFACE.name()) || outputs.containsKey(global.name())) return;
        outputs.put(global.name(), new Output(registry.bind(global, WlOutput.TYPE, VERSION)));
    }

    private void go(Registry.Global global) {
        if (outputs.remove(global.name()) != null) tell();
    }

    private void tell() {
        var first = outputs.values().stream().filter(o -> o.width > 0).min(Comparator.<Output>comparingInt(o -> o.atOrigin() ? 0 : 1).thenComparingInt(o -> o.x).thenComparingInt(o -> o.y));
        if (first.isEmpty() || first.get().width == toldWidth && first.get().height == toldHeight) return;
        toldWidth = first.get().width;
        toldHeight = first.get().height;
        listener.size(toldWidth, toldHeight);
    }

    /** One output: in the desktop's coordinates, once the compositor has said all of it. */
    private final class Output implements WlOutput.Events, ZxdgOutputV1.Events {
        private int x, y, width, height;
        private int modeWidth, modeHeight, scale = 1, transform, newX, newY, logicalWidth, logicalHeight;

        Output(WlOutput output) {
            output.setEvents(this);
            if (logical != null) logical.getXdgOutput(output).setEvents(this);
        }

        boolean atOrigin() {
            return x <= 0 && y <= 0 && x + width > 0 && y + height > 0;
        }

        @Override
        public void geometry(WlOutput self, int atX, int atY, int wide, int high, int subpixel, String make, String model, int turned) {
            newX = atX;
            newY = atY;
            transform = turned;
        }

        @Override
        public void mode(WlOutput self, int flags, int w, int h, int refresh) {
            if ((flags & WlOutput.MODE_CURRENT) == 0) return;
            modeWidth = w;
            modeHeight = h;
        }

        @Override
        public void scale(WlOutput self, int factor) {
            scale = Math.max(1, factor);
        }

        @Override
        public void logicalPosition(ZxdgOutputV1 self, int atX, int atY) {
            newX = atX;
            newY = atY;
        }

        @Override
        public void logicalSize(ZxdgOutputV1 self, int w, int h) {
            logicalWidth = w;
            logicalHeight = h;
        }

        @Override
        public void done(WlOutput self) {
            // What is more exact comes a moment later.
            if (logical != null && logical.version() >= LOGICAL_VERSION && logicalWidth == 0) return;
            boolean side = (transform & 1) != 0;
            x = newX;
            y = newY;
            width = logicalWidth > 0 ? logicalWidth : (side ? modeHeight : modeWidth) / scale;
            height = logicalWidth > 0 ? logicalHeight : (side ? modeWidth : modeHeight) / scale;
            tell();
        }
    }
}
