package weft.shell.engine.window;

import java.util.List;
import java.util.stream.IntStream;
import weft.wayland.protocol.client.ZweftShellManagerV1;
import weft.wayland.wire.IntArrays;

/** The compositor's workspaces. For the loop's thread. */
public final class Workspaces {
    private static final int SINCE = 5;
    private final Runnable onChange;
    private ZweftShellManagerV1 manager;
    private int shown;
    private List<Integer> windows = List.of();

    /** @param onChange called when something of them is different */
    Workspaces(Runnable onChange) {
        this.onChange = onChange;
    }

    void connected(ZweftShellManagerV1 bound) {
        manager = bound.version() < SINCE ? null : bound;
    }

    void told(int which, byte[] counts) {
        shown = which;
        windows = IntStream.of(IntArrays.ints(counts)).boxed().toList();
        onChange.run();
    }

    void lost() {
        manager = null;
        windows = List.of();
        onChange.run();
    }

    /** The one that is shown, from 0 on. */
    public int shown() {
        return shown;
    }

    /** How many windows are on each; empty while there is no compositor, or one that does not tell. */
    public List<Integer> windows() {
        return windows;
    }

    /** Shows one; returns false if there is none of that number. */
    public boolean show(int workspace) {
        if (manager == null || workspace < 0 || workspace >= windows.size()) return false;
        manager.showWorkspace(workspace);
        return true;
    }
}
