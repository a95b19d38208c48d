package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import weft.compositor.shell.WindowView;
import weft.compositor.window.Desktop;
import weft.compositor.window.Window;
import weft.wayland.protocol.server.WlOutput;
import weft.wayland.protocol.server.WlSeat;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.ZwlrForeignToplevelHandleV1;
import weft.wayland.protocol.server.ZwlrForeignToplevelManagerV1;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** {@code zwlr_foreign_toplevel_manager_v1}, for privileged clients: lists of all windows, such as a task bar's, and what one does in them. */
final class ForeignToplevels implements ZwlrForeignToplevelManagerV1.Requests {
    private final Globals globals;
    private final List<ZwlrForeignToplevelManagerV1> managers = new ArrayList<>();
    private final List<ForeignToplevel> handles = new ArrayList<>();
    private boolean changed;

    ForeignToplevels(Display display, Globals globals) {
        this.globals = globals;
        display.addGlobal(ZwlrForeignToplevelManagerV1.TYPE, 3, Client::isPrivileged, this::bind);
        globals.workspace().onChange(() -> changed = true);
    }

    private void bind(ZwlrForeignToplevelManagerV1 manager) {
        manager.setRequests(this);
        managers.add(manager);
        manager.onDestroy(() -> managers.remove(manager));
        changed = true;
    }

    /** To be called before the loop waits: tells what has changed. */
    void settle() {
        if (!changed) return;
        changed = false;
        if (managers.isEmpty() && handles.isEmpty()) return;
        var shown = listed();
        for (var h : List.copyOf(handles)) if (!shown.contains(h.view())) close(h);
        for (var m : managers) for (var v : shown) if (handle(m, v) == null) open(m, v);
        for (var h : handles) h.update(this);
    }

    @Override
    public void stop(ZwlrForeignToplevelManagerV1 self) {
        managers.remove(self);
        self.sendFinished();
        self.setRequests(null);
    }

    Desktop desktop() {
        return globals.workspace().desktop();
    }

    WindowView view(Window w) {
        return globals.workspace().view(w);
    }

    /** The outputs that a window is on. */
    List<Output> outputs(WindowView view) {
        return globals.outputs().all().stream().filter(o -> o.area().overlap(view.window().frame()) > 0).toList();
    }

    /** A manager's handle of a window, or null. */
    ForeignToplevel handle(ZwlrForeignToplevelManagerV1 manager, WindowView view) {
        for (var h : handles) if (h.manager() == manager && h.view() == view) return h;
        return null;
    }

    private Collection<WindowView> listed() {
        return globals.workspace().views().stream().filter(v -> v.window().isMapped() && v.window().role().isWorkspace()).toList();
    }

    private void open(ZwlrForeignToplevelManagerV1 manager, WindowView view) {
        var resource = manager.sendToplevel();
        if (resource == null) return;
        var handle = new ForeignToplevel(manager, resource, view);
        handles.add(handle);
        resource.setRequests(new Control(view));
        resource.onDestroy(() -> handles.remove(handle));
    }

    private void close(ForeignToplevel handle) {
        handles.remove(handle);
        handle.resource().sendClosed();
        handle.resource().setRequests(null);
    }

    private final class Control implements ZwlrForeignToplevelHandleV1.Requests {
        private final WindowView view;

        Control(WindowView view) {
            this.view = view;
        }

        private void show() {
            if (view.window().isMinimized()) desktop().activate(view.window());
        }

        @Override
        public void setMaximized(ZwlrForeignToplevelHandleV1 self) {
            show();
            desktop().setMaximized(view.window(), true);
        }

        @Override
        public void unsetMaximized(ZwlrForeignToplevelHandleV1 self) {
            desktop().setMaximized(view.window(), false);
        }

        @Override
        public void setFullscreen(ZwlrForeignToplevelHandleV1 self, WlOutput output) {
            show();
            var on = Output.of(output);
            if (on == null) desktop().setFullscreen(view.window(), true);
            else desktop().setFullscreen(view.window(), on.area());
        }

        @Override
        public void unsetFullscreen(ZwlrForeignToplevelHandleV1 self) {
            desktop().setFullscreen(view.window(), false);
        }

        @Override
        public void setMinimized(ZwlrForeignToplevelHandleV1 self) {
            desktop().minimize(view.window());
        }

        @Override
        public void unsetMinimized(ZwlrForeignToplevelHandleV1 self) {
            show();
        }

        @Override
        public void activate(ZwlrForeignToplevelHandleV1 self, WlSeat seat) {
            desktop().activate(view.window());
        }

        @Override
        public void close(ZwlrForeignToplevelHandleV1 self) {
            desktop().requestClose(view.window());
        }

        // Windows that are minimised do not fly anywhere.
        @Override
        public void setRectangle(ZwlrForeignToplevelHandleV1 self, WlSurface surface, int x, int y, int width, int height) {
            if (width < 0 || height < 0) throw self.error(ZwlrForeignToplevelHandleV1.ERROR_INVALID_RECTANGLE, "a rectangle of " + width + " by " + height);
        }
    }
}
