package weft.compositor.protocol;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import weft.compositor.window.Desktop;
import weft.compositor.window.Role;
import weft.compositor.window.Workspaces;
import weft.wayland.protocol.server.ZweftShellManagerV1;
import weft.wayland.wire.IntArrays;

/** Tells the session's shell which workspace is shown and how many windows are on each, so that its panel shows them. */
final class ShellWorkspaces {
    private static final int SINCE = 5;
    private final Desktop desktop;
    private final Workspaces workspaces;
    private final Set<ZweftShellManagerV1> managers = new LinkedHashSet<>();
    private final int[] told = new int[Workspaces.COUNT];
    private int shown;
    private boolean changed;

    ShellWorkspaces(Globals globals) {
        desktop = globals.workspace().desktop();
        workspaces = desktop.workspaces();
        globals.workspace().onChange(() -> changed = true);
    }

    void add(ZweftShellManagerV1 manager) {
        if (manager.version() < SINCE) return;
        managers.add(manager);
        manager.onDestroy(() -> managers.remove(manager));
        count();
        tell(manager);
    }

    /** To be called before the loop waits. */
    void settle() {
        if (!changed) return;
        changed = false;
        if (count()) managers.forEach(this::tell);
    }

    private boolean count() {
        var now = new int[Workspaces.COUNT];
        for (int i = 0; i < now.length; i++) now[i] = workspaces.windows(i);
        if (shown == workspaces.current() && Arrays.equals(now, told)) return false;
        shown = workspaces.current();
        System.arraycopy(now, 0, told, 0, now.length);
        return true;
    }

    private void tell(ZweftShellManagerV1 manager) {
        manager.sendWorkspaces(shown, IntArrays.bytes(told));
    }

    void show(ZweftShellManagerV1 manager, int workspace) {
        if (workspace < 0 || workspace >= Workspaces.COUNT) throw manager.error(ZweftShellManagerV1.ERROR_INVALID_WORKSPACE, "workspace " + Integer.toUnsignedString(workspace));
        workspaces.show(workspace);
        // The panel that was clicked may have the keyboard, where no window had it.
        if (desktop.focused() != null && desktop.focused().role() == Role.PANEL) desktop.focusWorkspace();
    }
}
