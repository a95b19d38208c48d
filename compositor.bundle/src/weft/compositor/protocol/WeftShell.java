package weft.compositor.protocol;

import weft.compositor.render.Theme;
import weft.compositor.window.Role;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.ZweftShellManagerV1;
import weft.wayland.protocol.server.ZweftShellWindowV1;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** {@code zweft_shell_manager_v1}: the windows of the session's own clients. Others do not see it. */
final class WeftShell implements ZweftShellManagerV1.Requests {
    private final Globals globals;
    private final ForeignWindows foreign;
    private final ShellWorkspaces workspaces;

    WeftShell(Display display, Globals globals) {
        this.globals = globals;
        foreign = new ForeignWindows(globals);
        workspaces = new ShellWorkspaces(globals);
        display.addGlobal(ZweftShellManagerV1.TYPE, ZweftShellManagerV1.VERSION, Client::isPrivileged, m -> {
            m.setRequests(this);
            foreign.add(m);
            workspaces.add(m);
        });
    }

    /** To be called before the loop waits: tells of windows that are not the shell's, and of workspaces. */
    void settle() {
        foreign.settle();
        workspaces.settle();
    }

    /** The role of a protocol value, or null. */
    static Role role(int value) {
        return switch (value) {
            case ZweftShellManagerV1.ROLE_NORMAL -> Role.NORMAL;
            case ZweftShellManagerV1.ROLE_DIALOG -> Role.DIALOG;
            case ZweftShellManagerV1.ROLE_PANEL -> Role.PANEL;
            case ZweftShellManagerV1.ROLE_OVERLAY -> Role.OVERLAY;
            case ZweftShellManagerV1.ROLE_APPLICATION -> Role.APPLICATION;
            default -> null;
        };
    }

    @Override
    public void createWindow(ZweftShellManagerV1 self, ZweftShellWindowV1 id, String appId, String title, int role, WlSurface surface, int x, int y, int width, int height) {
        if (role(role) == null) throw self.error(ZweftShellManagerV1.ERROR_INVALID_ROLE, "role " + role);
        if (width <= 0 || height <= 0) throw self.error(ZweftShellManagerV1.ERROR_INVALID_SIZE, "a size of " + width + " by " + height);
        var window = new WeftWindow(globals, id, Surface.of(surface));
        if (!Surface.of(surface).assign(window)) throw self.error(ZweftShellManagerV1.ERROR_ROLE, surface + " has a role");
        window.begin(appId, title, role(role), x, y, width, height);
    }

    @Override
    public void showWorkspace(ZweftShellManagerV1 self, int workspace) {
        workspaces.show(self, workspace);
    }

    @Override
    public void setTheme(ZweftShellManagerV1 self, int theme) {
        globals.workspace().setTheme(switch (theme) {
            case ZweftShellManagerV1.THEME_LIGHT -> Theme.LIGHT;
            case ZweftShellManagerV1.THEME_DARK -> Theme.DARK;
            default -> throw self.error(ZweftShellManagerV1.ERROR_INVALID_THEME, "theme " + theme);
        });
    }
}
