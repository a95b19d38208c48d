package weft.compositor.protocol;

import java.util.LinkedHashSet;
import java.util.Set;

/** Who is to be told a size and state: once, however often these change until then. */
final class ConfigureQueue {
    private final Set<Runnable> waiting = new LinkedHashSet<>();

    /** Adds a sender; the same object is called once. */
    void add(Runnable sender) {
        waiting.add(sender);
    }

    void remove(Runnable sender) {
        waiting.remove(sender);
    }

    void send() {
        while (!waiting.isEmpty()) {
            var next = waiting.iterator().next();
            waiting.remove(next);
            next.run();
        }
    }
}
