package weft.tool.wayland;

import java.util.List;

/** Writes the methods that send: events in the server, requests in the client. */
final class OutgoingWriter {
    private final ClassWriter owner;
    private final Source out;

    OutgoingWriter(ClassWriter owner, Source out) {
        this.owner = owner;
        this.out = out;
    }

    void write() {
        List<Protocol.Message> messages = owner.role().outgoing(owner.type());
        for (int i = 0; i < messages.size(); i++) {
            if (owner.role() == Role.SERVER) event(messages.get(i), i);
            else request(messages.get(i), i);
        }
    }

    private void event(Protocol.Message m, int opcode) {
        String nothing = m.made().map(a -> " new " + owner.javaType(a) + "(client(), version(), NO_ID)").orElse("");
        head(m, "send" + JavaNames.type(m.name()));
        out.line("ArgumentWriter out = " + (m.made().isPresent() ? "makingEvent(" : "event(") + opcode + ", " + m.since() + ");");
        out.line("if (out == null) return" + nothing + ";");
        send(m, "destroy();");
    }

    private void request(Protocol.Message m, int opcode) {
        head(m, JavaNames.member(m.name()));
        out.line("ArgumentWriter out = request(" + opcode + ", " + m.since() + ");");
        send(m, "markDestroyed();");
    }

    private void head(Protocol.Message m, String method) {
        out.doc(owner.messageDoc(m));
        out.line("public " + m.made().map(owner::javaType).orElse("void") + " " + method + "(" + owner.parameters(m, false) + ") {");
    }

    private void send(Protocol.Message m, String destruction) {
        for (var a : m.arguments()) argument(a);
        // An object is made only when nothing can stop its message any more: ids must not have gaps.
        m.made().ifPresent(a -> out.line("var made = new " + owner.javaType(a) + "(" + owner.role().ownerMethod + "(), version(), out.isDropped() ? NO_ID : ALLOCATE);"));
        out.line(m.made().isPresent() ? "out.end(made);" : "out.end();");
        if (m.destructor()) out.line(destruction);
        if (m.made().isPresent()) out.line("return made;");
        out.line("}").line("");
    }

    private void argument(Protocol.Argument a) {
        String name = JavaNames.member(a.name());
        out.line("out." + switch (a.type()) {
            case "int", "uint" -> "int32(" + name + ");";
            case "fixed" -> "fixed(" + name + ");";
            case "string" -> (a.nullable() ? "optionalString(" : "string(") + name + ");";
            case "array" -> "array(" + name + ");";
            case "fd" -> "fd(" + name + ");";
            case "object" -> (a.nullable() ? "optionalObject(" : "object(") + name + ");";
            case "new_id" -> "newId();";
            default -> throw new IllegalArgumentException(a.type());
        });
    }
}
