package weft.compositor.xwayland;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What an X program has said of one of its windows (ICCCM 4.1.2, EWMH). Nothing in it is trusted: texts are cut, sizes are
 * held within bounds, and of each property one request at a time is on its way, however often it changes.
 */
final class WindowProperties {
    private static final Set<Atom> READ = EnumSet.of(Atom.WM_NAME, Atom._NET_WM_NAME, Atom.WM_CLASS, Atom.WM_HINTS, Atom.WM_NORMAL_HINTS, Atom.WM_PROTOCOLS,
            Atom.WM_TRANSIENT_FOR, Atom._NET_WM_STATE);
    private static final int MOST_BYTES = 4096, MOST_TEXT = 512, MOST_ATOMS = 64, MOST_SIDE = 16384;
    private static final int INPUT_HINT = 1, STATE_HINT = 2, ICONIC = 3;
    private static final int USER_POSITION = 1, MIN_SIZE = 16, MAX_SIZE = 32, INCREMENT = 64, BASE_SIZE = 256;
    private final int window;
    private final Requests requests;
    private final Runnable onChange;
    /** What is on its way; true: and has changed since. */
    private final Map<Atom, Boolean> asked = new EnumMap<>(Atom.class);
    private String name = "", netName = "", program = "";
    private boolean input = true, iconic, known;
    private Set<Atom> protocols = EnumSet.noneOf(Atom.class), state = EnumSet.noneOf(Atom.class);
    private int[] sizes = new int[18];
    private int transientFor;

    /** @param onChange called when something is other than before */
    WindowProperties(int window, Requests requests, Runnable onChange) {
        this.window = window;
        this.requests = requests;
        this.onChange = onChange;
    }

    /** Asks for all of them; they are known when the last has come. */
    void read() {
        for (var a : READ) changed(requests.number(a));
        requests.sync(() -> {
            known = true;
            onChange.run();
        });
    }

    boolean isKnown() {
        return known;
    }

    /** A property has changed, or may have. */
    void changed(int property) {
        var a = requests.atom(property);
        if (a == null || !READ.contains(a)) return;
        if (asked.containsKey(a)) asked.put(a, true);
        else ask(a);
    }

    private void ask(Atom a) {
        asked.put(a, false);
        requests.property(window, requests.number(a), 0, MOST_BYTES, false, p -> {
            boolean again = asked.remove(a);
            if (p == null) return;
            take(a, p);
            if (known) onChange.run();
            if (again) ask(a);
        });
    }

    private void take(Atom a, Property p) {
        switch (a) {
            case WM_NAME -> name = text(p.text(p.type() == requests.number(Atom.UTF8_STRING)));
            case _NET_WM_NAME -> netName = text(p.text(true));
            case WM_CLASS -> program = program(p.text(false));
            case WM_HINTS -> hints(p.numbers(9));
            case WM_NORMAL_HINTS -> sizes = java.util.Arrays.copyOf(p.numbers(18), 18);
            case WM_PROTOCOLS -> protocols = atoms(p);
            case WM_TRANSIENT_FOR -> transientFor = p.numbers(1).length == 0 ? 0 : p.numbers(1)[0];
            case _NET_WM_STATE -> state = atoms(p);
            default -> throw new AssertionError(a);
        }
    }

    private static String text(String s) {
        int end = s.indexOf(0) < 0 ? s.length() : s.indexOf(0);
        return s.substring(0, Math.min(end, MOST_TEXT));
    }

    // Two names, each ended by a zero: that of the one program, and that of the kind.
    private static String program(String both) {
        String[] parts = both.split("\0");
        return text(parts.length > 1 ? parts[1] : parts[0]);
    }

    private void hints(int[] h) {
        int flags = h.length == 0 ? 0 : h[0];
        input = (flags & INPUT_HINT) == 0 || h.length < 2 || h[1] != 0;
        iconic = (flags & STATE_HINT) != 0 && h.length > 2 && h[2] == ICONIC;
    }

    private Set<Atom> atoms(Property p) {
        var set = EnumSet.noneOf(Atom.class);
        for (int n : p.numbers(MOST_ATOMS)) if (requests.atom(n) != null) set.add(requests.atom(n));
        return set;
    }

    String title() {
        return netName.isEmpty() ? name : netName;
    }

    String program() {
        return program;
    }

    /** Whether it wants to be given the keyboard. */
    boolean wantsInput() {
        return input;
    }

    /** Whether it wants to be minimised from the beginning. */
    boolean startsIconic() {
        return iconic || state.contains(Atom._NET_WM_STATE_HIDDEN);
    }

    boolean speaks(Atom protocol) {
        return protocols.contains(protocol);
    }

    /** The state it asks for before it is shown. */
    Set<Atom> state() {
        return state;
    }

    /** The window that it belongs to, or 0. */
    int transientFor() {
        return transientFor;
    }

    /** Whether the user has said where it should be. */
    boolean hasUserPosition() {
        return (sizes[0] & USER_POSITION) != 0;
    }

    /** The least size, then the largest; 0: none. */
    int[] limits() {
        int minWidth = limit(MIN_SIZE, 5), minHeight = limit(MIN_SIZE, 6), maxWidth = limit(MAX_SIZE, 7), maxHeight = limit(MAX_SIZE, 8);
        return new int[] {minWidth, minHeight, maxWidth > 0 ? Math.max(maxWidth, minWidth) : 0, maxHeight > 0 ? Math.max(maxHeight, minHeight) : 0};
    }

    private int limit(int flag, int at) {
        return (sizes[0] & flag) == 0 ? 0 : Math.clamp(sizes[at], 0, MOST_SIDE);
    }

    /** The largest width not above one that is a whole number of steps, such as a terminal's columns. */
    int steppedWidth(int width) {
        return stepped(width, 9, 15, 5);
    }

    int steppedHeight(int height) {
        return stepped(height, 10, 16, 6);
    }

    private int stepped(int side, int increment, int base, int least) {
        int step = (sizes[0] & INCREMENT) == 0 ? 1 : Math.clamp(sizes[increment], 1, MOST_SIDE);
        int from = limit(BASE_SIZE, base);
        if (from == 0) from = limit(MIN_SIZE, least);
        return side <= from ? side : from + (side - from) / step * step;
    }
}
