package weft.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import weft.api.message.Doc;
import weft.api.message.Message;
import weft.api.message.None;
import weft.api.message.Sensitive;
import weft.codec.Envelope;
import weft.codec.Frames;
import weft.codec.MessageTypes;

/** The reference page of the contracts, made of the message records themselves. */
final class ContractPage {
    private final StringBuilder out = new StringBuilder();
    private final Set<Class<?>> parts = new LinkedHashSet<>();

    static String text() {
        return new ContractPage().page();
    }

    private String page() {
        out.append("""
                # Contracts

                This page is made of the message records in `ipc-api.bundle` by its tests; change those, not this.

                A message travels in an envelope: `v` (contract version, %d), `id` (number of a request), `re` (the request that this answers),
                `type`, `session`, `traceparent`, `body`. On process sockets it is a frame: 4 bytes of length (little-endian), then CBOR, at most
                %,d bytes; descriptors travel with the frame's first byte. On `$WEFT_SOCKET` it is one JSON object a line. Every request is
                answered by the message named beside it, or by `ERROR`. A field marked `?` may be absent; unknown fields are ignored.
                A *safe* request changes nothing, so that a copy of it may be shown to a new bundle ([platform.md](platform.md)); of a *sensitive*
                field a recording keeps the size alone.

                """.formatted(Envelope.VERSION, Frames.MAX));
        for (Class<?> room : Message.class.getPermittedSubclasses()) if (room != None.class) room(room);
        parts();
        return out.toString();
    }

    private void room(Class<?> room) {
        out.append("## ").append(room.getSimpleName().replaceAll("(?<=.)([A-Z])", " $1")).append("\n\n");
        out.append("| message | body | answered by | what it is |\n|---|---|---|---|\n");
        for (Class<?> record : room.getPermittedSubclasses()) message(record.asSubclass(Message.class));
        out.append('\n');
    }

    private void message(Class<? extends Message> record) {
        Doc doc = record.getAnnotation(Doc.class);
        if (doc == null) throw new AssertionError(record + " has no @Doc");
        String reply = doc.reply() == None.class ? "" : "`" + MessageTypes.name(doc.reply()) + "`" + (doc.safe() ? ", safe" : "");
        out.append("| `").append(MessageTypes.name(record)).append("` | ").append(fields(record)).append(" | ").append(reply)
                .append(" | ").append(doc.value()).append(" |\n");
    }

    private String fields(Class<?> record) {
        var fields = new ArrayList<String>();
        for (RecordComponent c : record.getRecordComponents()) {
            String key = c.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
            boolean optional = c.getType() == Optional.class;
            Type type = optional ? ((ParameterizedType) c.getGenericType()).getActualTypeArguments()[0] : c.getGenericType();
            fields.add("`" + key + (optional ? "?" : "") + "` " + type(type) + (c.isAnnotationPresent(Sensitive.class) ? " (sensitive)" : ""));
        }
        return String.join(", ", fields);
    }

    private String type(Type type) {
        if (type instanceof ParameterizedType p)
            return p.getRawType() == List.class ? "list of " + type(p.getActualTypeArguments()[0]) : "map";
        Class<?> c = (Class<?>) type;
        if (c == String.class) return "text";
        if (c == byte[].class) return "bytes";
        if (c == Object.class) return "anything";
        if (c == boolean.class || c == Boolean.class) return "yes/no";
        if (c == int.class || c == long.class || c == Integer.class || c == Long.class) return "number";
        if (c.isEnum()) return String.join(" \\| ", List.of(c.getEnumConstants()).stream().map(Object::toString).toList());
        if (c == AppId.class) return "app id";
        if (c == SessionId.class) return "session";
        parts.add(c);
        return "[" + c.getSimpleName() + "](#" + c.getSimpleName().toLowerCase(Locale.ROOT) + ")";
    }

    private void parts() {
        // Describing one part may name another.
        var described = new LinkedHashSet<Class<?>>();
        for (var left = List.copyOf(parts); !described.containsAll(parts); left = List.copyOf(parts)) {
            for (Class<?> part : left) if (described.add(part)) part(part);
        }
        out.append("### AppState\n\nAs the message `APP_STATE`.\n");
    }

    private void part(Class<?> part) {
        if (Message.class.isAssignableFrom(part)) return;
        out.append("### ").append(part.getSimpleName()).append("\n\n").append(fields(part)).append("\n\n");
    }
}
