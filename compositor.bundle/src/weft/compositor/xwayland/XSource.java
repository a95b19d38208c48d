package weft.compositor.xwayland;

import java.util.Map;
import java.util.Set;
import weft.compositor.protocol.SelectionSource;
import weft.os.Fd;

/** What an X program has copied or selected, as Wayland clients see it: the types, and the X target that each stands for. */
final class XSource implements SelectionSource {
    private final XSelection selection;
    private final Map<String, Integer> targets;

    XSource(XSelection selection, Map<String, Integer> targets) {
        this.selection = selection;
        this.targets = targets;
    }

    @Override
    public Set<String> types() {
        return targets.keySet();
    }

    @Override
    public void send(String type, Fd fd) {
        selection.fetch(targets.get(type), fd);
    }

    @Override
    public void cancelled() {}
}
