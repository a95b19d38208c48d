package weft.tool.wayland;

import java.util.List;
import java.util.Optional;

/** A Wayland protocol description, as its XML gives it. */
record Protocol(String name, List<Interface> interfaces) {
    record Interface(String name, int version, String summary, List<Message> requests, List<Message> events, List<Enumeration> enumerations) {}

    record Message(String name, int since, boolean destructor, String summary, List<Argument> arguments) {
        /** The argument that makes an object, if there is one. */
        Optional<Argument> made() {
            return arguments.stream().filter(a -> a.type().equals("new_id")).findFirst();
        }

        /** A letter an argument, {@code ?} before one that may be null. */
        String signature() {
            var letters = new StringBuilder();
            for (Argument a : arguments) {
                if (a.nullable()) letters.append('?');
                letters.append(a.type().equals("fd") ? 'h' : a.type().charAt(0));
            }
            return letters.toString();
        }
    }

    /** @param target the interface of an object or new id, or null where any goes */
    record Argument(String name, String type, String target, boolean nullable, String summary) {}

    record Enumeration(String name, List<Entry> entries) {}

    record Entry(String name, String value, String summary) {}
}
