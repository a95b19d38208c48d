package weft.compositor.input;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which keys do what: the system's own, changed by the lines of a file such as {@code Super+Shift+Left = left-half}. An
 * empty line or one that begins with {@code #} says nothing. Keys have the names of xkbcommon; those that Shift makes
 * another character of are named as they are without.
 */
public final class ShortcutList {
    private static final String DEFAULTS = """
            Super+Tab = next-window
            Super+Shift+Tab = previous-window
            Alt+Tab = next-window
            Alt+Shift+Tab = previous-window
            Super+q = close
            Super+Left = left-half
            Super+Right = right-half
            Super+Up = maximize
            Super+Down = lower
            Super+f = fullscreen
            Super+1 = workspace-1
            Super+2 = workspace-2
            Super+3 = workspace-3
            Super+4 = workspace-4
            Super+Shift+1 = to-workspace-1
            Super+Shift+2 = to-workspace-2
            Super+Shift+3 = to-workspace-3
            Super+Shift+4 = to-workspace-4
            Control+Alt+BackSpace = quit
            """;
    private static final int SHIFT = 1, CONTROL = 2, ALT = 4, SUPER = 8, BACK_TAB = 0xfe20, TAB = 0xff09, F1 = 0xffbe, MOST_LINES = 1000;
    private static final Map<String, Integer> MODIFIERS = Map.of("Shift", SHIFT, "Control", CONTROL, "Ctrl", CONTROL, "Alt", ALT, "Super", SUPER);
    private static final Map<String, Integer> KEYS = Map.ofEntries(Map.entry("Tab", TAB), Map.entry("Left", 0xff51), Map.entry("Up", 0xff52),
            Map.entry("Right", 0xff53), Map.entry("Down", 0xff54), Map.entry("Return", 0xff0d), Map.entry("Escape", 0xff1b),
            Map.entry("BackSpace", 0xff08), Map.entry("Delete", 0xffff), Map.entry("Insert", 0xff63), Map.entry("Home", 0xff50), Map.entry("End", 0xff57),
            Map.entry("Page_Up", 0xff55), Map.entry("Page_Down", 0xff56), Map.entry("Print", 0xff61), Map.entry("space", 0x20));
    private static final Map<String, Action> ACTIONS = Stream.of(Action.values()).collect(Collectors.toMap(Action::text, a -> a));
    private final Map<Long, Action> actions = new HashMap<>();
    private final List<String> mistakes = new ArrayList<>();

    /** The system's own. */
    public ShortcutList() {
        this(List.of());
    }

    /** The system's own, changed by the lines of a file. A line that makes no sense changes nothing and is a mistake. */
    public ShortcutList(List<String> lines) {
        DEFAULTS.lines().forEach(this::add);
        int number = 0;
        for (var line : lines) {
            number++;
            if (number > MOST_LINES) {
                mistakes.add("more than " + MOST_LINES + " lines");
                break;
            }
            if (line.isBlank() || line.strip().startsWith("#")) continue;
            try {
                add(line);
            } catch (IllegalArgumentException e) {
                mistakes.add("line " + number + ": " + e.getMessage());
            }
        }
    }

    /** What is wrong with the lines, a sentence each. */
    public List<String> mistakes() {
        return mistakes;
    }

    /** What the system does with a key (XKB_KEY_…) while exactly these modifiers hold. */
    public Action action(int symbol, boolean shift, boolean control, boolean alt, boolean withSuper) {
        int modifiers = (shift ? SHIFT : 0) | (control ? CONTROL : 0) | (alt ? ALT : 0) | (withSuper ? SUPER : 0);
        return actions.getOrDefault(key(modifiers, symbol), Action.NONE);
    }

    private void add(String line) {
        int equals = line.indexOf('=');
        if (equals < 0) throw new IllegalArgumentException("keys = action is expected");
        var action = ACTIONS.get(line.substring(equals + 1).strip());
        if (action == null) throw new IllegalArgumentException("no action " + line.substring(equals + 1).strip() + "; there are " + String.join(", ", ACTIONS.keySet().stream().sorted().toList()));
        int modifiers = 0, symbol = 0;
        for (var part : line.substring(0, equals).strip().split("\\+")) {
            Integer modifier = MODIFIERS.get(part.strip());
            if (modifier != null) modifiers |= modifier;
            else if (symbol != 0) throw new IllegalArgumentException("more than one key");
            else symbol = symbol(part.strip());
        }
        if (symbol == 0) throw new IllegalArgumentException("no key beside the modifiers");
        if ((modifiers & ~SHIFT) == 0 && (symbol < F1 || symbol > F1 + 11) && symbol != KEYS.get("Print")) throw new IllegalArgumentException("a key that is for typing needs Super, Alt or Control");
        actions.put(key(modifiers, symbol), action);
    }

    private static int symbol(String name) {
        if (KEYS.containsKey(name)) return KEYS.get(name);
        if (name.length() == 1 && name.charAt(0) > ' ' && name.charAt(0) < 0x7f) return Character.toLowerCase(name.charAt(0));
        if (name.matches("F([1-9]|1[0-2])")) return F1 + Integer.parseInt(name.substring(1)) - 1;
        throw new IllegalArgumentException("no key " + name);
    }

    private static long key(int modifiers, int symbol) {
        int plain = symbol == BACK_TAB ? TAB : symbol >= 'A' && symbol <= 'Z' ? symbol + 0x20 : symbol;
        return (long) modifiers << 32 | plain;
    }
}
