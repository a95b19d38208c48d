package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import weft.compositor.shell.WindowView;
import weft.wayland.protocol.server.ExtForeignToplevelHandleV1;
import weft.wayland.protocol.server.ExtForeignToplevelListV1;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** {@code ext_foreign_toplevel_list_v1}, for privileged clients: which windows there are, to look at. */
final class ToplevelList implements ExtForeignToplevelListV1.Requests {
    private final Globals globals;
    /** Before a window's number, so that no name is ever used again, not after a restart either. */
    private final String run = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    private final List<ExtForeignToplevelListV1> lists = new ArrayList<>();
    private final List<Handle> handles = new ArrayList<>();
    private boolean changed;

    ToplevelList(Display display, Globals globals) {
        this.globals = globals;
        display.addGlobal(ExtForeignToplevelListV1.TYPE, 1, Client::isPrivileged, this::bind);
        globals.workspace().onChange(() -> changed = true);
    }

    private void bind(ExtForeignToplevelListV1 list) {
        list.setRequests(this);
        lists.add(list);
        list.onDestroy(() -> lists.remove(list));
        changed = true;
    }

    /** To be called before the loop waits: tells what has changed. */
    void settle() {
        if (!changed) return;
        changed = false;
        if (lists.isEmpty() && handles.isEmpty()) return;
        var shown = globals.workspace().views().stream().filter(v -> v.window().isMapped() && v.window().role().isWorkspace()).toList();
        for (var h : List.copyOf(handles)) if (!shown.contains(h.view)) h.close();
        for (var l : lists) for (var v : shown) if (handles.stream().noneMatch(h -> h.list == l && h.view == v)) open(l, v);
        for (var h : handles) h.update();
    }

    @Override
    public void stop(ExtForeignToplevelListV1 self) {
        lists.remove(self);
        self.sendFinished();
        self.setRequests(null);
    }

    private void open(ExtForeignToplevelListV1 list, WindowView view) {
        var resource = list.sendToplevel();
        if (resource == null) return;
        var handle = new Handle(list, resource, view);
        handles.add(handle);
        resource.setUserData(view);
        resource.setRequests(new ExtForeignToplevelHandleV1.Requests() {});
        resource.onDestroy(() -> handles.remove(handle));
        resource.sendIdentifier(run + HexFormat.of().toHexDigits(view.window().id()));
    }

    /** One window as one client's list knows it. */
    private final class Handle {
        private final ExtForeignToplevelListV1 list;
        private final ExtForeignToplevelHandleV1 resource;
        private final WindowView view;
        private String title, appId;

        Handle(ExtForeignToplevelListV1 list, ExtForeignToplevelHandleV1 resource, WindowView view) {
            this.list = list;
            this.resource = resource;
            this.view = view;
        }

        void update() {
            var w = view.window();
            boolean different = !w.title().equals(title) || !w.appId().equals(appId);
            if (!w.title().equals(title)) resource.sendTitle(title = w.title());
            if (!w.appId().equals(appId)) resource.sendAppId(appId = w.appId());
            if (different) resource.sendDone();
        }

        void close() {
            handles.remove(this);
            resource.sendClosed();
        }
    }
}
