package weft.compositor.control;

import java.util.Map;

/** A request on the control socket, its body's fields checked as they are asked for. */
record Request(long id, String type, Map<?, ?> body) {
    /** @throws IllegalArgumentException if it is no request */
    static Request parse(Object tree) {
        if (!(tree instanceof Map<?, ?> m) || !(m.get("type") instanceof String type)) throw new IllegalArgumentException("a request is an object with a type");
        long id = m.get("id") instanceof Long n ? n : 0;
        return new Request(id, type, m.get("body") instanceof Map<?, ?> b ? b : Map.of());
    }

    boolean has(String key) {
        return body.containsKey(key);
    }

    double number(String key) {
        if (body.get(key) instanceof Number n) return n.doubleValue();
        throw new IllegalArgumentException(type + " needs the number " + key);
    }

    double number(String key, double otherwise) {
        return body.containsKey(key) ? number(key) : otherwise;
    }

    String text(String key) {
        if (body.get(key) instanceof String s) return s;
        throw new IllegalArgumentException(type + " needs the text " + key);
    }

    boolean flag(String key, boolean otherwise) {
        return body.containsKey(key) ? flag(key) : otherwise;
    }

    boolean flag(String key) {
        if (body.get(key) instanceof Boolean b) return b;
        throw new IllegalArgumentException(type + " needs true or false for " + key);
    }
}
