package weft.tool.wayland;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Wayland protocol description, as its XML gives it. */
record Protocol(String name, List<Interface> interfaces) {
    /** @param amends whether it only says what a later version adds to one described elsewhere */
    record Interface(String name, int version, boolean amends, String summary, List<Message> requests, List<Message> events, List<Enumeration> enumerations) {
        /** This interface with what a later version adds; the same one if it is as new already. */
        Interface with(Interface later) {
            if (version >= later.version) return this;
            return new Interface(name, later.version, false, summary, joined(requests, later.requests), joined(events, later.events), withEntries(later.enumerations));
        }

        private List<Enumeration> withEntries(List<Enumeration> later) {
            var all = new ArrayList<Enumeration>();
            for (var e : enumerations) {
                var more = later.stream().filter(l -> l.name().equals(e.name())).findFirst();
                all.add(more.map(m -> new Enumeration(e.name(), joined(e.entries(), m.entries()))).orElse(e));
            }
            for (var l : later) if (enumerations.stream().noneMatch(e -> e.name().equals(l.name()))) all.add(l);
            return all;
        }

        private static <T> List<T> joined(List<T> first, List<T> then) {
            var all = new ArrayList<>(first);
            all.addAll(then);
            return all;
        }
    }

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
