package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.List;

/** A clipboard: what is offered at present, and who has to know when that changes. */
public final class Selection {
    private final List<Runnable> listeners = new ArrayList<>();
    private SelectionSource source;

    /** Null: nothing. */
    public SelectionSource source() {
        return source;
    }

    public void set(SelectionSource newSource) {
        if (newSource == source) return;
        var before = source;
        source = newSource;
        if (before != null) before.cancelled();
        for (var l : List.copyOf(listeners)) l.run();
    }

    /** A source is no more. */
    public void gone(SelectionSource s) {
        if (source != s) return;
        source = null;
        for (var l : List.copyOf(listeners)) l.run();
    }

    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Calls a listener back no more. */
    public void forget(Runnable listener) {
        listeners.remove(listener);
    }
}
