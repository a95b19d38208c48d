package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import weft.compositor.render.Scale;
import weft.compositor.render.StageView;
import weft.compositor.scene.Rect;
import weft.wayland.protocol.server.WlOutput;
import weft.wayland.protocol.server.WpPresentationFeedback;
import weft.wayland.protocol.server.ZxdgOutputV1;
import weft.wayland.server.Client;
import weft.wayland.server.Display;
import weft.wayland.server.Global;

/** {@code wl_output}: one output, and its {@code zxdg_output_v1}s. */
public final class Output {
    private static final int VERSION = 4;
    private final List<WlOutput> resources = new ArrayList<>();
    private final Map<ZxdgOutputV1, WlOutput> logical = new LinkedHashMap<>();
    private final Global<WlOutput> global;
    private final StageView view;
    private final Runnable onFrameWanted;
    /** Of commits that were drawn last. */
    final List<WpPresentationFeedback> drawn = new ArrayList<>();
    /** Who is told when that is seen. */
    final List<FrameCallbacks.Watch> watched = new ArrayList<>();
    private OutputInfo info;
    private boolean removed;

    Output(Display display, OutputInfo info, StageView view, Runnable onFrameWanted, BiConsumer<Output, WlOutput> onBind) {
        this.info = info;
        this.view = view;
        this.onFrameWanted = onFrameWanted;
        global = display.addGlobal(WlOutput.TYPE, VERSION, r -> {
            bind(r);
            onBind.accept(this, r);
        });
    }

    public OutputInfo info() {
        return info;
    }

    /** The output of a client's object; null if it is gone. */
    static Output of(WlOutput resource) {
        var output = resource == null ? null : resource.userData(Output.class);
        return output == null || output.removed ? null : output;
    }

    StageView view() {
        return view;
    }

    Rect area() {
        return view.area();
    }

    /** Of {@link Scale}. */
    int scale() {
        return view.scale();
    }

    /** Something that it shows waits for a frame. */
    void frameWanted() {
        onFrameWanted.run();
    }

    /** The output is shown in another way; clients are told. */
    public void change(OutputInfo newInfo) {
        info = newInfo;
        for (var r : resources) describe(r);
        logical.forEach((l, o) -> sendLogical(l));
        for (var r : resources) sendDone(r);
    }

    void remove() {
        removed = true;
        global.remove();
        for (var f : drawn) f.sendDiscarded();
        drawn.clear();
        watched.clear();
    }

    boolean isRemoved() {
        return removed;
    }

    /** A client's objects of the output. */
    List<WlOutput> of(Client client) {
        return resources.stream().filter(r -> r.client() == client).toList();
    }

    private void bind(WlOutput r) {
        r.setUserData(this);
        r.setRequests(new WlOutput.Requests() {});
        resources.add(r);
        r.onDestroy(() -> resources.remove(r));
        describe(r);
        if (r.version() >= 4) {
            r.sendName(info.name());
            r.sendDescription(info.identity().description());
        }
        sendDone(r);
    }

    private void describe(WlOutput r) {
        var s = info.settings();
        r.sendGeometry(s.x(), s.y(), info.wide(), info.high(), WlOutput.SUBPIXEL_UNKNOWN, info.make(), info.model(), s.transform().ordinal());
        boolean preferred = !info.modes().isEmpty() && s.mode().fits(info.modes().getFirst());
        r.sendMode(WlOutput.MODE_CURRENT | (preferred ? WlOutput.MODE_PREFERRED : 0), s.mode().width(), s.mode().height(), s.mode().refresh());
        // Clients that know only whole scales draw too large rather than too small.
        if (r.version() >= 2) r.sendScale(wholeScale());
    }

    int wholeScale() {
        return Math.max(1, (scale() + Scale.ONE - 1) / Scale.ONE);
    }

    private static void sendDone(WlOutput r) {
        if (r.version() >= 2) r.sendDone();
    }

    void add(ZxdgOutputV1 id, WlOutput output) {
        logical.put(id, output);
        id.onDestroy(() -> logical.remove(id));
        if (id.version() >= 2) {
            id.sendName(info.name());
            id.sendDescription(info.identity().description());
        }
        sendLogical(id);
        if (id.version() >= 3) sendDone(output);
    }

    private void sendLogical(ZxdgOutputV1 l) {
        var area = info.settings().area();
        l.sendLogicalPosition(area.x(), area.y());
        l.sendLogicalSize(area.width(), area.height());
        if (l.version() < 3) l.sendDone();
    }
}
