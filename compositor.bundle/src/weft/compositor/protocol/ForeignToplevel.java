package weft.compositor.protocol;

import java.util.Arrays;
import java.util.List;
import weft.compositor.shell.WindowView;
import weft.compositor.window.Placement;
import weft.wayland.protocol.server.ZwlrForeignToplevelHandleV1;
import weft.wayland.protocol.server.ZwlrForeignToplevelManagerV1;
import weft.wayland.wire.IntArrays;

/** One window as one client's list knows it. */
final class ForeignToplevel {
    private final ZwlrForeignToplevelManagerV1 manager;
    private final ZwlrForeignToplevelHandleV1 resource;
    private final WindowView view;
    private String title, appId;
    private byte[] state;
    private ForeignToplevel parent;
    private List<Output> outputs = List.of();

    ForeignToplevel(ZwlrForeignToplevelManagerV1 manager, ZwlrForeignToplevelHandleV1 resource, WindowView view) {
        this.manager = manager;
        this.resource = resource;
        this.view = view;
    }

    ZwlrForeignToplevelManagerV1 manager() {
        return manager;
    }

    ZwlrForeignToplevelHandleV1 resource() {
        return resource;
    }

    WindowView view() {
        return view;
    }

    /** Tells what is different from what was told last. */
    void update(ForeignToplevels all) {
        var w = view.window();
        boolean different = state == null | tellOutputs(all.outputs(view));
        if (!w.title().equals(title)) {
            resource.sendTitle(title = w.title());
            different = true;
        }
        if (!w.appId().equals(appId)) {
            resource.sendAppId(appId = w.appId());
            different = true;
        }
        byte[] now = states(all.desktop().focused() == w);
        if (!Arrays.equals(now, state)) {
            resource.sendState(state = now);
            different = true;
        }
        var over = w.parent() == null ? null : all.handle(manager, all.view(w.parent()));
        if (over != parent) {
            parent = over;
            resource.sendParent(over == null ? null : over.resource);
            different = true;
        }
        if (different) resource.sendDone();
    }

    private boolean tellOutputs(List<Output> now) {
        if (now.equals(outputs)) return false;
        for (var o : outputs) if (!now.contains(o)) for (var r : o.of(resource.client())) resource.sendOutputLeave(r);
        for (var o : now) if (!outputs.contains(o)) for (var r : o.of(resource.client())) resource.sendOutputEnter(r);
        outputs = now;
        return true;
    }

    private byte[] states(boolean active) {
        var w = view.window();
        int[] states = new int[4];
        int n = 0;
        if (w.isMaximized()) states[n++] = ZwlrForeignToplevelHandleV1.STATE_MAXIMIZED;
        if (w.isMinimized()) states[n++] = ZwlrForeignToplevelHandleV1.STATE_MINIMIZED;
        if (active) states[n++] = ZwlrForeignToplevelHandleV1.STATE_ACTIVATED;
        if (w.placement() == Placement.FULLSCREEN && resource.version() >= 2) states[n++] = ZwlrForeignToplevelHandleV1.STATE_FULLSCREEN;
        return IntArrays.bytes(Arrays.copyOf(states, n));
    }
}
