package weft.compositor.window;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.compositor.scene.Rect;

/** The outputs that windows are placed on. There is always one: the last that was there stays until there is another. */
final class Spaces {
    private static final int MOST_KNOWN = 64;
    private final Map<String, Space> known = new LinkedHashMap<>();
    private List<Space> present;
    private Space primary, active;

    Spaces(Rect first) {
        primary = active = new Space("", first);
        known.put("", primary);
        present = List.of(primary);
    }

    /** Those that are plugged in, by place. */
    List<Space> present() {
        return present;
    }

    /** The one with the system's panels: at the desktop's origin, or else the first from the left. */
    Space primary() {
        return primary;
    }

    /** Where the user is: new windows come up there. */
    Space active() {
        return active;
    }

    void active(Space space) {
        if (space != null && space.present) active = space;
    }

    /** Takes over which there are, and where. Not empty. */
    void set(List<OutputArea> areas) {
        for (var s : known.values()) s.present = false;
        var now = new ArrayList<Space>();
        for (var a : areas) {
            var space = known.computeIfAbsent(a.key(), k -> new Space(k, a.area()));
            space.present = true;
            space.area = a.area();
            now.add(space);
        }
        present = List.copyOf(now);
        primary = now.stream().filter(s -> s.area.contains(0, 0)).findFirst().orElse(now.getFirst());
        if (!active.present) active = primary;
        for (var it = known.values().iterator(); known.size() > MOST_KNOWN && it.hasNext(); ) if (!it.next().present) it.remove();
    }

    /** The one at a point, or else nearest to it. */
    Space at(double x, double y) {
        Space best = primary;
        double least = Double.MAX_VALUE;
        for (var s : present) {
            double dx = x - Math.clamp(x, s.area.x(), s.area.right() - 1.0), dy = y - Math.clamp(y, s.area.y(), s.area.bottom() - 1.0);
            double distance = s.area.contains(x, y) ? -1 : dx * dx + dy * dy;
            if (distance >= least) continue;
            best = s;
            least = distance;
        }
        return best;
    }

    /** The one that shows most of a rectangle, or else is nearest to its middle. */
    Space of(Rect r) {
        if (present.size() == 1) return primary;
        Space best = null;
        long most = 0;
        for (var s : present) {
            long overlap = s.area.overlap(r);
            if (overlap <= most) continue;
            best = s;
            most = overlap;
        }
        return best != null ? best : at(r.x() + r.width() / 2.0, r.y() + r.height() / 2.0);
    }

    /** The one that shows exactly that part of the desktop, or else most of it. */
    Space showing(Rect area) {
        for (var s : present) if (s.area.equals(area)) return s;
        return of(area);
    }
}
