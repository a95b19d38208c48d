package weft.compositor.output;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import weft.compositor.scene.Rect;

/**
 * Where outputs are on the desktop. One that comes back is what it was; one that is new stands right of all others. Places that a person chose are kept
 * even where they overlap: outputs at one place show the same. Those that were chosen here make room.
 */
public final class OutputLayout {
    private static final int MOST = 256;
    private final Map<String, OutputSettings> remembered = new LinkedHashMap<>(), connected = new LinkedHashMap<>();
    private final Set<String> chosen = new HashSet<>();

    /** Remembers how an output is to be shown when it comes; a person wants it so. */
    public void remember(String key, OutputSettings settings) {
        if (remembered.size() >= MOST && !remembered.containsKey(key)) return;
        remembered.put(key, settings);
        chosen.add(key);
    }

    /**
     * An output has come.
     *
     * @param mode what it is in
     * @param scale what suits it, if nothing is known
     * @param canShow which other modes it can be in
     * @return how it is to be shown
     */
    public OutputSettings connect(String key, OutputMode mode, int scale, Predicate<OutputMode> canShow) {
        var known = remembered.get(key);
        var settings = known == null ? OutputSettings.plain(mode, right(), 0).withScale(scale) : known;
        if (!settings.mode().equals(mode) && !canShow.test(settings.mode())) settings = settings.withMode(mode);
        if (known != null && !chosen.contains(key) && overlaps(settings)) settings = settings.at(right(), 0);
        keep(key, settings);
        return settings;
    }

    /** What stands right of an output or below it keeps its distance, now that the output takes another part of the desktop. Returns those that move. */
    public Map<String, OutputSettings> pushed(String key, Rect before) {
        var after = connected.get(key).area();
        var moved = new LinkedHashMap<String, OutputSettings>();
        connected.forEach((k, s) -> {
            int dx = s.x() >= before.right() ? after.right() - before.right() : 0, dy = s.y() >= before.bottom() ? after.bottom() - before.bottom() : 0;
            if (!k.equals(key) && (dx != 0 || dy != 0)) moved.put(k, s.at(s.x() + dx, s.y() + dy));
        });
        return moved;
    }

    public void disconnect(String key) {
        connected.remove(key);
    }

    /** A connected output is shown in another way. {@code byPerson}: and is to stay so. */
    public void change(String key, OutputSettings settings, boolean byPerson) {
        keep(key, settings);
        if (byPerson) chosen.add(key);
    }

    public OutputSettings settings(String key) {
        return connected.get(key);
    }

    /** All that is connected, by key. */
    public Map<String, OutputSettings> connected() {
        return Map.copyOf(connected);
    }

    /** What a person chose, of outputs that are here or not, by key. */
    public Map<String, OutputSettings> chosen() {
        var all = new LinkedHashMap<>(remembered);
        all.keySet().retainAll(chosen);
        return all;
    }

    private void keep(String key, OutputSettings settings) {
        connected.put(key, settings);
        if (remembered.size() < MOST || remembered.containsKey(key)) remembered.put(key, settings);
    }

    private int right() {
        return connected.values().stream().filter(OutputSettings::enabled).mapToInt(s -> s.area().right()).max().orElse(0);
    }

    private boolean overlaps(OutputSettings settings) {
        return connected.values().stream().anyMatch(s -> s.enabled() && s.area().overlap(settings.area()) > 0);
    }
}
