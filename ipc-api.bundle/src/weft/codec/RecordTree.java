package weft.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import weft.api.ErrorCode;
import weft.api.WeftException;

/**
 * Records as trees. A record of one text component (an id) is that text; an absent {@code Optional} has no key; enums go
 * by name; bytes may come as base64 text. Unknown keys are ignored; a missing or wrong one is INVALID, named with its message.
 */
public final class RecordTree {
    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return Shape.of(type);
        }
    };

    private RecordTree() {}

    private record Field(String key, Type type, Method accessor) {}

    private record Shape(Constructor<?> constructor, Field[] fields, boolean isText) {
        static Shape of(Class<?> record) {
            RecordComponent[] components = record.getRecordComponents();
            var types = new Class<?>[components.length];
            var fields = new Field[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                var accessor = components[i].getAccessor();
                accessor.setAccessible(true);
                fields[i] = new Field(snake(components[i].getName()), components[i].getGenericType(), accessor);
            }
            try {
                var constructor = record.getDeclaredConstructor(types);
                constructor.setAccessible(true);
                return new Shape(constructor, fields, types.length == 1 && types[0] == String.class && fields[0].key.equals("value"));
            } catch (NoSuchMethodException e) {
                throw new AssertionError(e);
            }
        }
    }

    static String snake(String camel) {
        return camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    public static Map<String, Object> write(Record record) {
        var tree = new LinkedHashMap<String, Object>();
        for (Field f : SHAPES.get(record.getClass()).fields) {
            Object value = get(f, record);
            if (value instanceof Optional<?> o) {
                if (o.isEmpty()) continue;
                value = o.get();
            }
            tree.put(f.key, toTree(value));
        }
        return tree;
    }

    private static Object get(Field f, Record record) {
        try {
            return f.accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object record(Record r) {
        Shape shape = SHAPES.get(r.getClass());
        return shape.isText ? get(shape.fields[0], r) : write(r);
    }

    private static Object toTree(Object value) {
        if (value instanceof Record r) return record(r);
        if (value instanceof Enum<?> e) return e.name();
        return value instanceof List<?> l ? list(l) : value;
    }

    private static List<Object> list(List<?> values) {
        if (values.isEmpty()) return List.of();
        var out = new ArrayList<>(values.size());
        for (Object o : values) out.add(toTree(o));
        return out;
    }

    /** Makes a record of a tree; {@code where} names it in errors. */
    public static <T> T read(Class<T> record, Map<String, Object> tree, String where) {
        Shape shape = SHAPES.get(record);
        var arguments = new Object[shape.fields.length];
        for (int i = 0; i < arguments.length; i++) {
            Field f = shape.fields[i];
            arguments[i] = fromTree(f.type, tree.get(f.key), where + "." + f.key);
        }
        try {
            return record.cast(shape.constructor.newInstance(arguments));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new AssertionError(e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object fromTree(Type type, Object value, String where) {
        if (type instanceof ParameterizedType p) {
            Type argument = p.getActualTypeArguments()[0];
            if (p.getRawType() == Optional.class) return value == null ? Optional.empty() : Optional.of(fromTree(argument, value, where));
            if (p.getRawType() == List.class) return list(argument, value, where);
            if (p.getRawType() == Map.class) return require(Map.class, value, where, "a map");
        }
        return scalar((Class<?>) type, value, where);
    }

    private static List<Object> list(Type element, Object value, String where) {
        var out = new ArrayList<>();
        for (Object o : require(List.class, value, where, "a list")) out.add(fromTree(element, o, where));
        return out;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object scalar(Class<?> type, Object value, String where) {
        if (type == Object.class) return value;
        if (type == String.class) return require(String.class, value, where, "text");
        if (type == boolean.class || type == Boolean.class) return value == null ? false : require(Boolean.class, value, where, "true or false");
        if (type == int.class || type == Integer.class) return integer(value, where);
        if (type == long.class || type == Long.class) return whole(value, where);
        if (type == byte[].class) return value instanceof String base64 ? decoded(base64, where) : require(byte[].class, value, where, "bytes");
        if (type.isEnum()) return constant((Class) type, require(String.class, value, where, "text"), where);
        if (SHAPES.get(type).isText) return read(type, Map.of("value", require(String.class, value, where, "text")), where);
        @SuppressWarnings("unchecked")
        Map<String, Object> map = require(Map.class, value, where, "a map");
        return read(type, map, where);
    }

    // JSON has no bytes.
    private static byte[] decoded(String base64, String where) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw invalid(where + " must be bytes, in JSON as base64");
        }
    }

    private static int integer(Object value, String where) {
        long l = whole(value, where);
        if (l != (int) l) throw invalid(where + " is out of range");
        return (int) l;
    }

    private static long whole(Object value, String where) {
        if (value instanceof Integer || value instanceof Long) return ((Number) value).longValue();
        throw invalid(value == null ? where + " is missing" : where + " must be a whole number");
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name, String where) {
        for (E e : type.getEnumConstants()) if (e.name().equals(name)) return e;
        throw invalid(where + " must be one of " + List.of(type.getEnumConstants()));
    }

    private static <T> T require(Class<T> type, Object value, String where, String what) {
        if (type.isInstance(value)) return type.cast(value);
        throw invalid(value == null ? where + " is missing" : where + " must be " + what);
    }

    private static WeftException invalid(String sentence) {
        return new WeftException(ErrorCode.INVALID, sentence);
    }
}
