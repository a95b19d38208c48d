package weft.shell.engine.window;

import weft.wayland.protocol.client.ZweftShellManagerV1;

/** What kind of window the compositor makes of a surface. */
public enum WindowRole {
    panel(ZweftShellManagerV1.ROLE_PANEL),
    overlay(ZweftShellManagerV1.ROLE_OVERLAY),
    application(ZweftShellManagerV1.ROLE_APPLICATION);

    private final int wire;

    WindowRole(int wire) {
        this.wire = wire;
    }

    int wire() {
        return wire;
    }
}
