package weft.compositor.protocol;

import weft.wayland.protocol.server.XdgWmBase;
import weft.wayland.server.Display;

/** {@code xdg_wm_base}: windows and popups of ordinary clients. */
final class XdgShell {
    private static final int VERSION = 5;
    private final Globals globals;
    private final boolean strict;

    XdgShell(Display display, Globals globals, boolean strict) {
        this.globals = globals;
        this.strict = strict;
        display.addGlobal(XdgWmBase.TYPE, VERSION, base -> base.setRequests(new ShellClient(this, base)));
    }

    Globals globals() {
        return globals;
    }

    boolean isStrict() {
        return strict;
    }
}
