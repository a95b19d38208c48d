package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.List;

/** A clipboard: what is offered at present, and who has to know when that changes. */
final class Selection {
    private final List<Runnable> listeners = new ArrayList<>();
    private SelectionSource source;

    /** Null: nothing. */
    SelectionSource source() {
        return source;
    }

    void set(SelectionSource newSource) {
        if (newSource == source) return;
        var before = source;
        source = newSource;
        if (before != null) before.cancelled();
        for (var l : listeners) l.run();
    }

    /** A source is no more. */
    void gone(SelectionSource s) {
        if (source != s) return;
        source = null;
        for (var l : listeners) l.run();
    }

    void onChange(Runnable listener) {
        listeners.add(listener);
    }
}
