package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.wayland.protocol.server.WlOutput;
import weft.wayland.protocol.server.ZxdgOutputManagerV1;
import weft.wayland.protocol.server.ZxdgOutputV1;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** {@code wl_output} and {@code zxdg_output_manager_v1}: the one output. */
public final class Outputs implements ZxdgOutputManagerV1.Requests {
    private static final int DOTS_PER_INCH = 96;
    private final List<WlOutput> resources = new ArrayList<>();
    private final Map<ZxdgOutputV1, WlOutput> logical = new LinkedHashMap<>();
    private Runnable onChange = () -> {};
    private OutputInfo info;

    Outputs(Display display, OutputInfo info) {
        this.info = info;
        display.addGlobal(WlOutput.TYPE, 4, this::bind);
        display.addGlobal(ZxdgOutputManagerV1.TYPE, 3, m -> m.setRequests(this));
    }

    public OutputInfo info() {
        return info;
    }

    /** The output has another size; clients are told. */
    public void change(OutputInfo newInfo) {
        info = newInfo;
        for (var r : resources) r.sendMode(WlOutput.MODE_CURRENT, info.width(), info.height(), info.refresh());
        logical.forEach((l, o) -> sendLogical(l));
        for (var r : resources) r.sendDone();
        onChange.run();
    }

    /** Calls back when the output is another than was told. */
    void onChange(Runnable listener) {
        onChange = listener;
    }

    /** A surface has got its first content. */
    void enter(Surface s) {
        for (var r : resources) if (r.client() == s.client()) s.resource().sendEnter(r);
    }

    /** A client's objects of the output. */
    List<WlOutput> of(Client client) {
        return resources.stream().filter(r -> r.client() == client).toList();
    }

    private void bind(WlOutput r) {
        r.setRequests(new WlOutput.Requests() {});
        resources.add(r);
        r.onDestroy(() -> resources.remove(r));
        int millimetresWide = info.width() * 254 / (10 * DOTS_PER_INCH), high = info.height() * 254 / (10 * DOTS_PER_INCH);
        r.sendGeometry(0, 0, millimetresWide, high, WlOutput.SUBPIXEL_UNKNOWN, "WEFT", info.description(), WlOutput.TRANSFORM_NORMAL);
        r.sendMode(WlOutput.MODE_CURRENT | WlOutput.MODE_PREFERRED, info.width(), info.height(), info.refresh());
        r.sendScale(1);
        r.sendName(info.name());
        r.sendDescription(info.description());
        r.sendDone();
    }

    @Override
    public void getXdgOutput(ZxdgOutputManagerV1 self, ZxdgOutputV1 id, WlOutput output) {
        id.setRequests(new ZxdgOutputV1.Requests() {});
        logical.put(id, output);
        id.onDestroy(() -> logical.remove(id));
        id.sendLogicalPosition(0, 0);
        id.sendName(info.name());
        id.sendDescription(info.description());
        sendLogical(id);
        if (id.version() >= 3) output.sendDone();
    }

    private void sendLogical(ZxdgOutputV1 l) {
        l.sendLogicalSize(info.width(), info.height());
        if (l.version() < 3) l.sendDone();
    }
}
