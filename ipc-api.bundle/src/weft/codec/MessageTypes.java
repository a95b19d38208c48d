package weft.codec;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import weft.api.ErrorCode;
import weft.api.Printable;
import weft.api.WeftException;
import weft.api.message.Message;

/** The wire names of the message records. */
public final class MessageTypes {
    private static final Map<String, Class<? extends Message>> RECORDS = new HashMap<>();
    private static final Map<Class<?>, String> NAMES = new HashMap<>();

    static {
        collect(Message.class);
    }

    private MessageTypes() {}

    /** The record of a wire type. @throws WeftException INVALID if there is none */
    public static Class<? extends Message> record(String type) {
        var record = RECORDS.get(type);
        if (record == null) throw new WeftException(ErrorCode.INVALID, "there is no message " + Printable.text(type));
        return record;
    }

    public static String name(Class<? extends Message> record) {
        return NAMES.get(record);
    }

    public static Set<String> all() {
        return new TreeSet<>(RECORDS.keySet());
    }

    @SuppressWarnings("unchecked")
    private static void collect(Class<?> type) {
        if (type.isRecord()) {
            String name = type.getSimpleName().replaceAll("(?<=.)([A-Z])", "_$1").toUpperCase(java.util.Locale.ROOT);
            RECORDS.put(name, (Class<? extends Message>) type);
            NAMES.put(type, name);
        } else for (var sub : type.getPermittedSubclasses()) collect(sub);
    }
}
