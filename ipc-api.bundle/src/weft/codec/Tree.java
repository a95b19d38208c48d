package weft.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.api.ErrorCode;
import weft.api.WeftException;

/** Trees of maps, lists, strings, numbers, booleans, nulls and byte arrays, to and from a token stream; bounded. */
final class Tree {
    static final int MAX_DEPTH = 32;

    private Tree() {}

    static void write(JsonGenerator out, Object value) throws IOException {
        switch (value) {
            case null -> out.writeNull();
            case String s -> out.writeString(s);
            case Integer i -> out.writeNumber(i);
            case Long l -> out.writeNumber(l);
            case Double d -> out.writeNumber(d);
            case Float f -> out.writeNumber(f);
            case Boolean b -> out.writeBoolean(b);
            case byte[] b -> out.writeBinary(b);
            case Map<?, ?> m -> {
                out.writeStartObject(m, m.size());
                for (var e : m.entrySet()) {
                    out.writeFieldName((String) e.getKey());
                    write(out, e.getValue());
                }
                out.writeEndObject();
            }
            case List<?> l -> {
                out.writeStartArray(l, l.size());
                for (Object o : l) write(out, o);
                out.writeEndArray();
            }
            default -> throw new IllegalArgumentException("not a tree: " + value.getClass());
        }
    }

    /** The value that starts at the parser's current token. */
    static Object read(JsonParser in, int depth) throws IOException {
        if (depth > MAX_DEPTH) throw new WeftException(ErrorCode.INVALID, "nested deeper than " + MAX_DEPTH);
        JsonToken token = in.currentToken();
        if (token == null) throw new WeftException(ErrorCode.INVALID, "the message is cut short");
        return switch (token) {
            case START_OBJECT -> map(in, depth);
            case START_ARRAY -> list(in, depth);
            case VALUE_STRING -> in.getText();
            case VALUE_NUMBER_INT -> in.getLongValue();
            case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_EMBEDDED_OBJECT -> in.getBinaryValue();
            default -> throw new WeftException(ErrorCode.INVALID, "the message is cut short");
        };
    }

    private static Map<String, Object> map(JsonParser in, int depth) throws IOException {
        var map = new LinkedHashMap<String, Object>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            if (in.currentToken() != JsonToken.FIELD_NAME) throw new WeftException(ErrorCode.INVALID, "a key must be text");
            String key = in.currentName();
            in.nextToken();
            map.put(key, read(in, depth + 1));
        }
        return map;
    }

    private static List<Object> list(JsonParser in, int depth) throws IOException {
        var list = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) list.add(read(in, depth + 1));
        return list;
    }
}
