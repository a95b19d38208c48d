package weft.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.api.WeftException;
import weft.api.message.Sensitive;

/** Messages without what is the user's own: each {@link Sensitive} field is replaced by its kind and size. */
public final class Redaction {
    private Redaction() {}

    /** A body as it may be kept; of a type that nobody knows nothing is. */
    public static Map<String, Object> body(String type, Map<String, Object> body) {
        try {
            return redacted(MessageTypes.record(type), body);
        } catch (WeftException e) {
            return Map.of("redacted", size(body));
        }
    }

    // Keys that the record does not have are not kept either.
    private static Map<String, Object> redacted(Class<?> record, Map<?, ?> tree) {
        var out = new LinkedHashMap<String, Object>();
        for (RecordComponent c : record.getRecordComponents()) {
            String key = RecordTree.snake(c.getName());
            Object value = tree.get(key);
            if (value != null) out.put(key, c.isAnnotationPresent(Sensitive.class) ? size(value) : within(c.getGenericType(), value));
        }
        return out;
    }

    private static Object within(Type type, Object value) {
        if (type instanceof ParameterizedType p) {
            Type inner = p.getActualTypeArguments()[0];
            if (p.getRawType() == Optional.class) return within(inner, value);
            if (p.getRawType() == List.class && value instanceof List<?> l) return l.stream().map(e -> within(inner, e)).toList();
            return value;
        }
        return type instanceof Class<?> c && c.isRecord() && value instanceof Map<?, ?> m ? redacted(c, m) : value;
    }

    private static String size(Object value) {
        return switch (value) {
            case byte[] b -> "(" + b.length + " bytes)";
            case String s -> "(" + s.length() + " characters)";
            case List<?> l -> "(" + l.size() + " elements)";
            case Map<?, ?> m -> "(" + m.size() + " fields)";
            default -> "(a value)";
        };
    }
}
