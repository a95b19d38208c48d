package weft.compositor.window;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import weft.compositor.scene.Rect;

/**
 * Where windows were when their client died under them: when it comes back, each app's windows return to these places, in
 * the order in which they were made. A place is kept for a minute.
 */
public final class RememberedPlaces {
    private static final long KEPT_NANOS = 60_000_000_000L;
    private static final int MOST = 256;
    private final Map<String, Deque<Kept>> places = new HashMap<>();
    private final LongSupplier nanos;
    private int count;

    /** @param content the floating place, also of a window that filled something */
    public record Place(Rect content, Placement placement) {}

    private record Kept(Place place, long since) {}

    public RememberedPlaces(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Keeps the place of a window of the workspace. */
    public void keep(Window w) {
        if (!w.mapped || !w.role().isWorkspace() || count >= MOST) return;
        var floating = w.placement == Placement.FLOATING ? w.content() : w.floating;
        if (floating == null) return;
        places.computeIfAbsent(w.appId(), a -> new ArrayDeque<>()).addLast(new Kept(new Place(floating, w.placement), nanos.getAsLong()));
        count++;
    }

    /** The place that the app's next window had; it is given once. */
    public Optional<Place> take(String appId) {
        var kept = places.get(appId);
        while (kept != null && !kept.isEmpty()) {
            var first = kept.removeFirst();
            count--;
            if (kept.isEmpty()) places.remove(appId);
            if (nanos.getAsLong() - first.since < KEPT_NANOS) return Optional.of(first.place);
        }
        return Optional.empty();
    }
}
