package weft.compositor.xwayland;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import weft.compositor.protocol.Selection;
import weft.compositor.protocol.SelectionSource;
import weft.compositor.xwayland.wire.Packet;
import weft.os.Fd;

/**
 * One clipboard on both sides. What a Wayland client copies, this owns on the X server in its place; what an X program copies is
 * a source for Wayland clients. X programs change the clipboard of all, and read it, only while one of them has the keyboard.
 */
final class XSelection {
    private static final int MOST_TYPES = 64, MOST_NAME = 256;
    private static final String UTF8_TEXT = "text/plain;charset=utf-8", TEXT = "text/plain";
    private final Wm wm;
    private final Requests requests;
    private final Selections all;
    private final Atom atom;
    private final Selection wayland;
    private final int window;
    private final Runnable changed = this::waylandChanged;
    /** What X programs offer, as the Wayland side has it, or null. */
    private XSource offered;
    /** The type that each X target stands for, while this owns the selection. */
    private Map<Integer, String> types = Map.of();
    /** Counts changes, so that what comes late of an earlier one is dropped. */
    private int change, time;
    /** Whether an X program has copied something while none of them had the keyboard. */
    private boolean waits;

    XSelection(Wm wm, Selections all, Atom atom, Selection wayland) {
        this.wm = wm;
        this.all = all;
        this.atom = atom;
        this.wayland = wayland;
        requests = wm.requests();
        window = requests.createHidden(0);
        wayland.onChange(changed);
        waylandChanged();
    }

    int window() {
        return window;
    }

    Atom atom() {
        return atom;
    }

    private void waylandChanged() {
        var source = wayland.source();
        if (source == offered && source != null) return;
        int mine = ++change;
        offered = null;
        waits = false;
        if (source == null) {
            if (!types.isEmpty()) requests.own(atom, Requests.NONE, Requests.CURRENT_TIME);
            types = Map.of();
            return;
        }
        var learned = new HashMap<Integer, String>();
        var names = new LinkedHashSet<>(source.types().stream().filter(t -> t.length() <= MOST_NAME).limit(MOST_TYPES).toList());
        for (var name : names) requests.intern(name, number -> learned.put(number, name));
        if (names.contains(TEXT)) for (var a : Set.of(Atom.STRING, Atom.TEXT, Atom.UTF8_STRING)) learned.put(requests.number(a), TEXT);
        if (names.contains(UTF8_TEXT)) for (var a : Set.of(Atom.TEXT, Atom.UTF8_STRING)) learned.put(requests.number(a), UTF8_TEXT);
        requests.sync(() -> {
            if (mine != change) return;
            types = learned;
            requests.own(atom, window, Requests.CURRENT_TIME);
        });
    }

    /** Another X window owns it, or none (0). */
    void ownerChanged(int owner, int at) {
        if (owner == window) {
            time = at;
            return;
        }
        types = Map.of();
        waits = false;
        change++;
        if (owner == Requests.NONE) {
            var before = offered;
            offered = null;
            if (before != null) wayland.gone(before);
        } else {
            time = at;
            waits = true;
            if (wm.focused() != null) keyboardCame();
        }
    }

    /** An X program has the keyboard: what one of them has copied is everybody's now. */
    void keyboardCame() {
        if (!waits) return;
        waits = false;
        int mine = change;
        all.convert(window, this, requests.number(Atom.TARGETS), time, answer -> targets(answer, mine));
    }

    private void targets(Property answer, int mine) {
        if (answer == null || mine != change) return;
        var targets = new LinkedHashMap<String, Integer>();
        for (int target : answer.numbers(MOST_TYPES)) {
            if (target == requests.number(Atom.UTF8_STRING)) targets.put(UTF8_TEXT, target);
            else if (target == requests.number(Atom.STRING)) targets.putIfAbsent(TEXT, target);
            else if (requests.atom(target) == null) requests.nameOf(target, name -> {
                if (name != null && name.length() <= MOST_NAME && name.indexOf('/') > 0) targets.put(name, target);
            });
        }
        requests.sync(() -> {
            if (mine != change || targets.isEmpty()) return;
            offered = new XSource(this, targets);
            wayland.set(offered);
        });
    }

    /** A Wayland client wants what an X program offers. */
    void fetch(int target, Fd to) {
        all.fetch(this, target, time, to);
    }

    /** An X program wants what a Wayland client offers. */
    void requested(Packet e) {
        int target = e.i32(20);
        SelectionSource source = wayland.source();
        // Obsolete programs name no property.
        int property = e.i32(24) == 0 ? target : e.i32(24);
        if (source == null || types.isEmpty() || wm.focused() == null) all.answer(e, Requests.NONE);
        else if (target == requests.number(Atom.TARGETS)) tellTargets(e, property);
        else if (target == requests.number(Atom.TIMESTAMP)) {
            requests.setNumbers(e.i32(12), property, requests.number(Atom.INTEGER), time);
            all.answer(e, property);
        } else if (types.containsKey(target)) all.deliver(e, property, source, types.get(target));
        else all.answer(e, Requests.NONE);
    }

    private void tellTargets(Packet e, int property) {
        var known = new LinkedHashSet<Integer>();
        known.add(requests.number(Atom.TARGETS));
        known.add(requests.number(Atom.TIMESTAMP));
        known.addAll(types.keySet());
        requests.setNumbers(e.i32(12), property, requests.number(Atom.ATOM), known.stream().mapToInt(i -> i).toArray());
        all.answer(e, property);
    }

    /** The server goes, and with it what its programs offer. */
    void close() {
        wayland.forget(changed);
        change++;
        if (offered != null) wayland.gone(offered);
    }
}
