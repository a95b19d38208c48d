package weft.update;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.codec.Json;

/**
 * The files in which a bundle carries configuration ({@code OSGI-INF/configurator/*.json}), as the Configurator specification (OSGi
 * Compendium, chapter 150) has them: PIDs, and {@code FACTORY~NAME} for each configuration of a factory, with their values. A value's key
 * may end in its type, such as {@code warm.runtimes:Integer}, {@code hosts:String[]} or {@code ports:Collection<Integer>}. What is
 * said to the configurator itself ({@code :configurator:…}) has no meaning here; binary values are not supported.
 */
final class CarriedFiles {
    private static final String FOLDER = "OSGI-INF/configurator", INTERNAL = ":configurator:", WORD = "[A-Za-z0-9_.$-]+";
    private static final Pattern PID = Pattern.compile(WORD + "(?:~" + WORD + ")?"), COLLECTION = Pattern.compile("Collection<(.+)>");
    private static final int MOST_BYTES = 1 << 20;

    private CarriedFiles() {}

    /** PIDs with their values. @throws WeftException INVALID, naming bundle and file, if one cannot be read */
    static Map<String, Map<String, Object>> of(Bundle bundle) {
        var files = bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null && bundle.getBundleId() != 0 ? bundle.findEntries(FOLDER, "*.json", false) : null;
        var all = new LinkedHashMap<String, Map<String, Object>>();
        for (URL file : files == null ? List.<URL>of() : Collections.list(files)) read(bundle, file, all);
        return all;
    }

    private static void read(Bundle bundle, URL file, Map<String, Map<String, Object>> all) {
        try (InputStream in = file.openStream()) {
            ((Map<?, ?>) Json.read(in.readNBytes(MOST_BYTES))).forEach((pid, values) -> {
                if (((String) pid).startsWith(INTERNAL)) return;
                if (!PID.matcher((String) pid).matches()) throw new IllegalArgumentException("\"" + pid + "\" is no PID, and no FACTORY~NAME");
                all.put((String) pid, values((Map<?, ?>) values));
            });
        } catch (IOException | RuntimeException e) {
            throw new WeftException(ErrorCode.INVALID, "the configuration that " + bundle.getSymbolicName() + " carries in " + file.getPath() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> values(Map<?, ?> tree) {
        var values = new LinkedHashMap<String, Object>();
        tree.forEach((key, value) -> {
            String name = (String) key;
            if (name.startsWith(INTERNAL)) return;
            int colon = name.lastIndexOf(':');
            if (colon < 0) values.put(name, untyped(name, value));
            else values.put(name.substring(0, colon), typed(name.substring(colon + 1), value));
        });
        return values;
    }

    // An array is one of its elements' type.
    private static Object untyped(String name, Object value) {
        if (!(value instanceof List<?> list)) return Objects.requireNonNull(value, name);
        Class<?> type = list.isEmpty() ? String.class : Objects.requireNonNull(list.getFirst(), name).getClass();
        for (Object o : list) if (!type.isInstance(o)) throw new IllegalArgumentException("the values of \"" + name + "\" are of different types");
        return array(type, list);
    }

    private static Object typed(String type, Object value) {
        var collection = COLLECTION.matcher(type);
        if (collection.matches()) {
            var values = new ArrayList<>();
            for (Object o : elements(value)) values.add(scalar(collection.group(1), o));
            return values;
        }
        if (!type.endsWith("[]")) return scalar(type, value);
        String element = type.substring(0, type.length() - 2);
        return array(kind(element), elements(value).stream().map(o -> scalar(element, o)).toList());
    }

    private static List<?> elements(Object value) {
        return value instanceof List<?> list ? list : List.of(value);
    }

    private static Object array(Class<?> type, List<?> values) {
        Object array = Array.newInstance(type, values.size());
        for (int i = 0; i < values.size(); i++) Array.set(array, i, values.get(i));
        return array;
    }

    private static Class<?> kind(String type) {
        return switch (type) {
            case "Integer" -> Integer.class;
            case "Long" -> Long.class;
            case "Short" -> Short.class;
            case "Byte" -> Byte.class;
            case "Double" -> Double.class;
            case "Float" -> Float.class;
            case "Character" -> Character.class;
            case "Boolean" -> Boolean.class;
            case "String" -> String.class;
            default -> throw new IllegalArgumentException("\"" + type + "\" is no type of a value");
        };
    }

    private static Object scalar(String type, Object value) {
        Class<?> kind = kind(type);
        if (kind == String.class) return String.valueOf(value);
        if (kind == Boolean.class) return (Boolean) value;
        if (kind == Character.class) return ((String) value).charAt(0);
        if (kind == Double.class) return ((Number) value).doubleValue();
        if (kind == Float.class) return ((Number) value).floatValue();
        return whole(kind, (Long) value);
    }

    private static Object whole(Class<?> kind, long value) {
        if (kind == Long.class) return value;
        int small = Math.toIntExact(value);
        if (kind == Integer.class) return small;
        if (kind == Short.class && small == (short) small) return (short) small;
        if (kind == Byte.class && small == (byte) small) return (byte) small;
        throw new ArithmeticException(value + " is no " + kind.getSimpleName());
    }
}
