package weft.compositor.protocol;

import weft.wayland.protocol.server.XdgWmBase;
import weft.wayland.server.Display;

/** {@code xdg_wm_base}: windows and popups of ordinary clients. */
final class XdgShell {
    private static final int VERSION = 6;
    private final Globals globals;
    private final boolean strict;
    private boolean moved;

    XdgShell(Display display, Globals globals, boolean strict) {
        this.globals = globals;
        this.strict = strict;
        globals.workspace().onChange(() -> moved = true);
        display.addGlobal(XdgWmBase.TYPE, VERSION, base -> base.setRequests(new ShellClient(this, base)));
    }

    /** To be called before configures are sent: finds out which windows somebody sees, if windows have changed. */
    void settle() {
        if (!moved) return;
        moved = false;
        for (var view : globals.workspace().views()) if (view.client() instanceof Toplevel t) t.tellSeen();
    }

    Globals globals() {
        return globals;
    }

    boolean isStrict() {
        return strict;
    }
}
