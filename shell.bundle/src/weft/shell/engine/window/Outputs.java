package weft.shell.engine.window;

import java.util.function.Consumer;
import weft.wayland.client.Registry;
import weft.wayland.protocol.client.WlOutput;

/** Watches the first output's size. */
final class Outputs implements Consumer<Registry.Global> {
    private static final int VERSION = 2;
    private final Registry registry;
    private final CompositorLink.OutputListener listener;
    private WlOutput output;

    Outputs(Registry registry, CompositorLink.OutputListener listener) {
        this.registry = registry;
        this.listener = listener;
    }

    @Override
    public void accept(Registry.Global global) {
        if (output != null || !global.type().equals(WlOutput.INTERFACE.name())) return;
        output = registry.bind(global, WlOutput.TYPE, VERSION);
        output.setEvents(new WlOutput.Events() {
            private int width, height, scale = 1;

            @Override
            public void mode(WlOutput self, int flags, int w, int h, int refresh) {
                if ((flags & WlOutput.MODE_CURRENT) == 0) return;
                width = w;
                height = h;
            }

            @Override
            public void scale(WlOutput self, int factor) {
                scale = Math.max(1, factor);
            }

            @Override
            public void done(WlOutput self) {
                if (width > 0) listener.size(width / scale, height / scale);
            }
        });
    }
}
