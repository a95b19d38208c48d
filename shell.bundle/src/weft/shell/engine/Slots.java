package weft.shell.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.shell.engine.window.CompositorLink;
import weft.shell.engine.window.ShellWindow;
import weft.shell.engine.window.WindowContent;
import weft.shell.engine.window.WindowRole;

/** The parts of the system UI's page that are windows: each a rectangle of the page with a window of its own. */
final class Slots {
    private static final int MAX = 32, MAX_SIZE = 16384;
    private final Map<String, ShellWindow> windows = new HashMap<>();
    private final Map<String, WindowRole> roles = new HashMap<>();
    private final CompositorLink compositor;
    private final WindowContent content;
    private final String appId;

    Slots(CompositorLink compositor, WindowContent content, String appId) {
        this.compositor = compositor;
        this.content = content;
        this.appId = appId;
    }

    private record Slot(String name, WindowRole role, boolean keyboard, int x, int y, int width, int height) {
        static Slot of(Object tree) {
            if (!(tree instanceof Map<?, ?> m) || !(m.get("name") instanceof String name)) throw invalid("a slot needs a name");
            WindowRole role = "panel".equals(m.get("role")) ? WindowRole.panel : "overlay".equals(m.get("role")) ? WindowRole.overlay : null;
            if (role == null) throw invalid("the role of slot " + name + " must be panel or overlay");
            return new Slot(name, role, Boolean.TRUE.equals(m.get("keyboard")), number(m, "x", -MAX_SIZE), number(m, "y", -MAX_SIZE), number(m, "width", 1), number(m, "height", 1));
        }

        private static int number(Map<?, ?> slot, String key, int least) {
            if (slot.get(key) instanceof Number n && n.doubleValue() >= least && n.doubleValue() <= MAX_SIZE) return (int) Math.round(n.doubleValue());
            throw invalid("the " + key + " of a slot must be a number from " + least + " to " + MAX_SIZE);
        }

        private static WeftException invalid(String sentence) {
            return new WeftException(ErrorCode.INVALID, sentence);
        }
    }

    /** Makes, moves and takes away windows so that there are exactly these. @throws WeftException INVALID, and nothing is changed */
    void set(Object tree) {
        if (!(tree instanceof List<?> list) || list.size() > MAX) throw new WeftException(ErrorCode.INVALID, "slots must be a list of at most " + MAX);
        var wanted = list.stream().map(Slot::of).toList();
        Set<String> kept = new HashSet<>();
        for (Slot s : wanted) if (!kept.add(s.name)) throw new WeftException(ErrorCode.INVALID, "two slots are called " + s.name);
        for (String name : List.copyOf(windows.keySet())) if (!kept.contains(name)) remove(name);
        for (Slot s : wanted) show(s);
    }

    private void show(Slot slot) {
        if (roles.get(slot.name) != null && roles.get(slot.name) != slot.role) remove(slot.name);
        var window = windows.get(slot.name);
        if (window != null) window.place(slot.x, slot.y, slot.width, slot.height);
        else windows.put(slot.name, opened(slot));
        roles.put(slot.name, slot.role);
    }

    private ShellWindow opened(Slot slot) {
        var window = compositor.open(content, appId, slot.role, slot.name, List.of(), slot.x, slot.y, slot.width, slot.height);
        // Asked before its first frame, it has the keyboard from that frame on.
        if (slot.keyboard) window.takesKeyboard();
        return window;
    }

    private void remove(String name) {
        roles.remove(name);
        windows.remove(name).close();
    }

    void forEach(Consumer<ShellWindow> action) {
        windows.values().forEach(action);
    }

    void clear() {
        for (String name : List.copyOf(windows.keySet())) remove(name);
    }
}
