package weft.tool.wayland;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the class of one interface for one role. */
final class ClassWriter {
    private final Role role;
    private final Protocol.Interface type;
    private final Map<String, Protocol.Interface> known;
    private final String name;
    private final Source out = new Source();

    /** @param known every interface that gets a class, by name */
    ClassWriter(Role role, Protocol.Interface type, Map<String, Protocol.Interface> known) {
        this.role = role;
        this.type = type;
        this.known = known;
        name = JavaNames.type(type.name());
    }

    String write() {
        out.line("package weft.wayland.protocol." + role.folder + ";").line("");
        for (String i : List.of("weft.os.Fd", owner(role.owner), owner(role.base), owner(role.typeClass), "weft.wayland.wire.ArgumentReader",
                "weft.wayland.wire.ArgumentWriter", "weft.wayland.wire.MessageSpec", "weft.wayland.wire.WireInterface")) {
            out.line("import " + i + ";");
        }
        out.line("").line("/** " + classDoc() + " */");
        out.line("public final class " + name + " extends " + role.base + " {");
        constants();
        handlerInterface();
        constructor();
        new IncomingWriter(this, out).write();
        new OutgoingWriter(this, out).write();
        return out.line("}").toString();
    }

    private String classDoc() {
        String summary = JavaNames.sentence(type.summary());
        return (summary.isEmpty() ? "" : summary + " ") + "{@code " + type.name() + "}, version " + type.version() + ".";
    }

    private void constants() {
        out.line("/** The highest version known here. */");
        out.line("public static final int VERSION = " + type.version() + ";");
        out.line("public static final WireInterface INTERFACE = new WireInterface(\"" + type.name() + "\", VERSION,");
        out.line("        new MessageSpec[] {" + specs(type.requests()) + "},");
        out.line("        new MessageSpec[] {" + specs(type.events()) + "});");
        out.line("public static final " + role.typeClass + "<" + name + "> TYPE = new " + role.typeClass + "<>(INTERFACE, " + name + "::new);");
        for (var e : type.enumerations()) {
            for (var entry : e.entries()) {
                out.doc(JavaNames.sentence(entry.summary()));
                out.line("public static final int " + JavaNames.constant(e.name(), entry.name()) + " = " + entry.value() + ";");
            }
        }
        out.line("");
    }

    private static String specs(List<Protocol.Message> messages) {
        return messages.stream().map(m -> "new MessageSpec(\"" + m.name() + "\", " + m.since() + ", \"" + m.signature() + "\")")
                .collect(Collectors.joining(", "));
    }

    private void handlerInterface() {
        var incoming = role.incoming(type);
        if (incoming.isEmpty()) return;
        out.doc(role == Role.SERVER ? "What a client may ask. Thrown {@link weft.wayland.server.ProtocolError}s end the client."
                : "What the compositor tells.");
        out.line("public interface " + role.handler + " {");
        for (var m : incoming) {
            out.doc(messageDoc(m));
            String head = "void " + JavaNames.member(m.name()) + "(" + parameters(m, true) + ")";
            // A single event makes a lambda of the listener.
            boolean obligatory = role == Role.SERVER ? !m.destructor() : incoming.size() == 1;
            if (obligatory) out.line(head + ";");
            else if (fds(m).isEmpty()) out.line("default " + head + " {}");
            else out.line("default " + head + " { " + closeFds(m) + " }");
        }
        out.line("}").line("");
        out.line("private " + role.handler + " handler;").line("");
        if (role == Role.SERVER) out.doc("Null, as at first, makes this inert.");
        out.line("public void set" + role.handler + "(" + role.handler + " handler) {").line("this.handler = handler;").line("}").line("");
        out.line("public " + role.handler + " " + role.handler.toLowerCase() + "() {").line("return handler;").line("}").line("");
    }

    private void constructor() {
        out.line(name + "(" + role.owner + " owner, int version, int id) {");
        out.line("super(INTERFACE, owner, version, id);").line("}").line("");
    }

    Role role() {
        return role;
    }

    String name() {
        return name;
    }

    Protocol.Interface type() {
        return type;
    }

    String messageDoc(Protocol.Message m) {
        var doc = new ArrayList<String>();
        String summary = JavaNames.sentence(m.summary());
        if (!summary.isEmpty()) doc.add(summary);
        if (m.since() > 1) doc.add("Since version " + m.since() + ".");
        for (var a : m.arguments()) if (a.nullable()) doc.add("{@code " + JavaNames.member(a.name()) + "} may be null.");
        return String.join(" ", doc);
    }

    /** The parameter list of a message's method; {@code incoming} ones start with the object itself. */
    String parameters(Protocol.Message m, boolean incoming) {
        var list = new ArrayList<String>();
        if (incoming) list.add(name + " self");
        for (var a : m.arguments()) {
            if (incoming || !a.type().equals("new_id")) list.add(javaType(a) + " " + JavaNames.member(a.name()));
        }
        return String.join(", ", list);
    }

    String javaType(Protocol.Argument a) {
        return switch (a.type()) {
            case "int", "uint" -> "int";
            case "fixed" -> "double";
            case "string" -> "String";
            case "array" -> "byte[]";
            case "fd" -> "Fd";
            case "object" -> a.target() != null && known.containsKey(a.target()) ? JavaNames.type(a.target()) : role.base;
            case "new_id" -> madeType(a);
            default -> throw new IllegalArgumentException(type.name() + ": argument type " + a.type());
        };
    }

    private String madeType(Protocol.Argument a) {
        if (a.target() == null || !known.containsKey(a.target())) throw new IllegalArgumentException(type.name() + ": makes an unknown " + a.target());
        return JavaNames.type(a.target());
    }

    static List<Protocol.Argument> fds(Protocol.Message m) {
        return m.arguments().stream().filter(a -> a.type().equals("fd")).toList();
    }

    static String closeFds(Protocol.Message m) {
        return fds(m).stream().map(a -> JavaNames.member(a.name()) + ".close();").collect(Collectors.joining(" "));
    }

    private String owner(String simpleName) {
        return "weft.wayland." + role.folder + "." + simpleName;
    }
}
