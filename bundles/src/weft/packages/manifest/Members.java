package weft.packages.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.api.Printable;

/** An object of a web manifest and its members. What is wrong with one of them is a warning, and it counts as left out. */
final class Members {
    private static final int MAX_TEXT = 500;
    private final Source source;
    private final String name;
    private final Map<?, ?> object;

    Members(Source source, String name, Map<?, ?> object) {
        this.source = source;
        this.name = name;
        this.object = object;
    }

    boolean has(String key) {
        return object.containsKey(key);
    }

    List<String> keys() {
        return object.keySet().stream().map(k -> (String) k).toList();
    }

    void warn(String key, String sentence) {
        source.warn(Printable.text(full(key)), sentence + "; it is left out");
    }

    private String full(String key) {
        return name.isEmpty() ? key : key.isEmpty() ? name : name + "." + key;
    }

    /** Never blank. */
    Optional<String> text(String key) {
        return has(key) ? plain(key, object.get(key)) : Optional.empty();
    }

    private Optional<String> plain(String key, Object value) {
        if (!(value instanceof String text) || text.isBlank()) return without(key, "must be text");
        if (text.length() > MAX_TEXT) return without(key, "is longer than " + MAX_TEXT + " characters");
        var hidden = text.codePoints().filter(Source::isHidden).findFirst();
        return hidden.isPresent() ? without(key, "holds the invisible character U+%04X".formatted(hidden.getAsInt())) : Optional.of(text);
    }

    private <T> Optional<T> without(String key, String sentence) {
        warn(key, sentence);
        return Optional.empty();
    }

    Optional<Members> object(String key) {
        if (!has(key)) return Optional.empty();
        return object.get(key) instanceof Map<?, ?> m ? Optional.of(new Members(source, full(key), m)) : without(key, "must be an object");
    }

    List<Members> objects(String key, int max) {
        var out = new ArrayList<Members>();
        var all = list(key, max);
        for (int i = 0; i < all.size(); i++) {
            String one = key + "[" + i + "]";
            if (all.get(i) instanceof Map<?, ?> m) out.add(new Members(source, full(one), m));
            else warn(one, "must be an object");
        }
        return out;
    }

    List<String> texts(String key, int max) {
        var out = new ArrayList<String>();
        var all = object.get(key) instanceof String one ? List.of(one) : list(key, max);
        for (int i = 0; i < all.size(); i++) plain(key + "[" + i + "]", all.get(i)).ifPresent(out::add);
        return out;
    }

    private List<?> list(String key, int max) {
        if (!has(key)) return List.of();
        if (!(object.get(key) instanceof List<?> all)) {
            warn(key, "must be a list");
            return List.of();
        }
        if (all.size() > max) warn(key, "has more than " + max + " entries, and what is behind them counts for nothing");
        return all.subList(0, Math.min(all.size(), max));
    }
}
