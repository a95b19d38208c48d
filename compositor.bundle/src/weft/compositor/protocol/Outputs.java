package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import weft.compositor.render.Stage;
import weft.compositor.render.StageView;
import weft.compositor.scene.Rect;
import weft.compositor.scene.SurfaceHost;
import weft.wayland.protocol.server.WlOutput;
import weft.wayland.protocol.server.ZxdgOutputManagerV1;
import weft.wayland.protocol.server.ZxdgOutputV1;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** {@code zxdg_output_manager_v1}, and the outputs that there are: which surface is on which. */
public final class Outputs implements ZxdgOutputManagerV1.Requests {
    private final Display display;
    private final BiConsumer<Output, WlOutput> onBind;
    private final List<Output> outputs = new ArrayList<>();

    /** @param onBind told when a client has bound an output */
    Outputs(Display display, BiConsumer<Output, WlOutput> onBind) {
        this.display = display;
        this.onBind = onBind;
        display.addGlobal(ZxdgOutputManagerV1.TYPE, 3, m -> m.setRequests(this));
    }

    /**
     * Offers a further output.
     *
     * @param onFrameWanted called when a client that it shows waits for a frame although nothing may have changed
     */
    public Output add(OutputInfo info, StageView view, Runnable onFrameWanted) {
        var output = new Output(display, info, view, onFrameWanted, onBind);
        outputs.add(output);
        return output;
    }

    /** Offers it no longer. */
    public void remove(Output output) {
        outputs.remove(output);
        output.remove();
    }

    List<Output> all() {
        return outputs;
    }

    /** A client's objects of all outputs. */
    List<WlOutput> of(Client client) {
        return outputs.stream().flatMap(o -> o.of(client).stream()).toList();
    }

    /** The output that shows most of what belongs to a host, which is the one that its frames are paced by; null: none shows anything. */
    Output showing(SurfaceHost host) {
        return host == null ? null : mostOf(Stage.shown(host));
    }

    /** The output that shows most of a rectangle of the desktop; null: none shows anything of it. */
    Output mostOf(Rect shown) {
        if (outputs.size() == 1 && outputs.getFirst().area().overlap(shown) > 0) return outputs.getFirst();
        Output best = null;
        long most = 0;
        for (var o : outputs) {
            long overlap = o.area().overlap(shown);
            if (overlap <= most) continue;
            most = overlap;
            best = o;
        }
        return best;
    }

    @Override
    public void getXdgOutput(ZxdgOutputManagerV1 self, ZxdgOutputV1 id, WlOutput resource) {
        id.setRequests(new ZxdgOutputV1.Requests() {});
        var output = Output.of(resource);
        if (output != null) output.add(id, resource);
    }
}
