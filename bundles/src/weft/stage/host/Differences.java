package weft.stage.host;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import weft.api.Printable;
import weft.codec.Envelope;
import weft.codec.Json;
import weft.codec.Redaction;

/** How two answers to one request differ, sensitive fields by their size alone. */
public final class Differences {
    private Differences() {}

    /** An answer as it is compared and kept: type and redacted body, in the words of JSON. */
    public static Map<String, Object> kept(Envelope answer) {
        return Map.of("type", answer.type(), "body", Json.read(Json.line(Redaction.body(answer.type(), answer.body()))));
    }

    /** The same, of an answer that was redacted before. */
    public static Map<String, Object> recorded(Envelope answer) {
        return Map.of("type", answer.type(), "body", answer.body());
    }

    /** The first place where they differ, in words; empty if they do not. */
    public static Optional<String> first(Object expected, Object actual) {
        return first("", expected, actual);
    }

    private static Optional<String> first(String place, Object a, Object b) {
        if (java.util.Objects.equals(a, b)) return Optional.empty();
        if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
            var keys = new TreeSet<String>();
            x.keySet().forEach(k -> keys.add((String) k));
            y.keySet().forEach(k -> keys.add((String) k));
            // The type first: it explains all the rest.
            if (keys.remove("type")) {
                var of = first(place + "type", x.get("type"), y.get("type"));
                if (of.isPresent()) return of.map(d -> d + (x.get("body") instanceof Map<?, ?> m && m.containsKey("message") ? " (" + m.get("message") + ")" : "")
                        + (y.get("body") instanceof Map<?, ?> m && m.containsKey("message") ? " (" + Printable.text(String.valueOf(m.get("message"))) + ")" : ""));
            }
            for (String k : keys) {
                var of = first(place + (place.isEmpty() || place.endsWith(".") ? "" : ".") + k, x.get(k), y.get(k));
                if (of.isPresent()) return of;
            }
            return Optional.empty();
        }
        if (a instanceof List<?> x && b instanceof List<?> y && x.size() == y.size()) {
            for (int i = 0; i < x.size(); i++) {
                var of = first(place + "[" + i + "]", x.get(i), y.get(i));
                if (of.isPresent()) return of;
            }
            return Optional.empty();
        }
        return Optional.of(place + ": " + words(a) + ", now " + words(b));
    }

    private static String words(Object value) {
        return switch (value) {
            case null -> "nothing";
            case List<?> l -> "a list of " + l.size();
            case Map<?, ?> m -> "a map of " + m.size();
            case String s -> "\"" + Printable.text(s) + "\"";
            default -> value.toString();
        };
    }
}
