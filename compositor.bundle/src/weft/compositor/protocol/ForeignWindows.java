package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.List;
import weft.compositor.shell.WindowView;
import weft.wayland.protocol.server.ZweftForeignWindowV1;
import weft.wayland.protocol.server.ZweftShellManagerV1;

/** {@code zweft_foreign_window_v1}: tells the session's shell of the windows that are not its own, so that its panel lists them too. */
final class ForeignWindows {
    private static final int SINCE = 4;
    private final Globals globals;
    private final List<ZweftShellManagerV1> managers = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private boolean changed;

    ForeignWindows(Globals globals) {
        this.globals = globals;
        globals.workspace().onChange(() -> changed = true);
    }

    void add(ZweftShellManagerV1 manager) {
        if (manager.version() < SINCE) return;
        managers.add(manager);
        manager.onDestroy(() -> managers.remove(manager));
        changed = true;
    }

    /** To be called before the loop waits: tells what has changed. */
    void settle() {
        if (!changed) return;
        changed = false;
        if (managers.isEmpty() && entries.isEmpty()) return;
        var shown = globals.workspace().views().stream().filter(v -> v.client().isForeign() && v.window().isMapped()).toList();
        for (var e : List.copyOf(entries)) if (!shown.contains(e.view)) e.end();
        for (var m : managers) for (var v : shown) if (entries.stream().noneMatch(e -> e.manager == m && e.view == v)) open(m, v);
        for (var e : entries) e.update();
    }

    private void open(ZweftShellManagerV1 manager, WindowView view) {
        var resource = manager.sendForeignWindow();
        if (resource == null) return;
        var entry = new Entry(manager, resource, view);
        entries.add(entry);
        resource.setRequests(entry);
        resource.onDestroy(() -> entries.remove(entry));
    }

    /** One window as one shell knows it. */
    private final class Entry implements ZweftForeignWindowV1.Requests {
        private final ZweftShellManagerV1 manager;
        private final ZweftForeignWindowV1 resource;
        private final WindowView view;
        private String title, appId;
        private boolean focused;

        Entry(ZweftShellManagerV1 manager, ZweftForeignWindowV1 resource, WindowView view) {
            this.manager = manager;
            this.resource = resource;
            this.view = view;
        }

        void update() {
            var w = view.window();
            boolean now = globals.workspace().desktop().focused() == w;
            if (w.title().equals(title) && w.appId().equals(appId) && now == focused) return;
            title = w.title();
            appId = w.appId();
            focused = now;
            resource.sendDescribed(title, appId, focused ? 1 : 0);
        }

        void end() {
            entries.remove(this);
            resource.sendGone();
            resource.setRequests(null);
        }

        @Override
        public void activate(ZweftForeignWindowV1 self) {
            globals.workspace().desktop().activate(view.window());
        }

        @Override
        public void close(ZweftForeignWindowV1 self) {
            globals.workspace().desktop().requestClose(view.window());
        }
    }
}
