package weft.tool.wayland;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes {@code dispatch}: it reads and checks all arguments of a message, then makes new objects, then calls the handler. */
final class IncomingWriter {
    private final ClassWriter owner;
    private final Source out;

    IncomingWriter(ClassWriter owner, Source out) {
        this.owner = owner;
        this.out = out;
    }

    void write() {
        List<Protocol.Message> messages = owner.role().incoming(owner.type());
        out.line("@Override");
        out.line("protected void dispatch(int opcode, ArgumentReader reader) {");
        if (!messages.isEmpty()) {
            out.line("switch (opcode) {");
            for (int i = 0; i < messages.size(); i++) {
                out.line("case " + i + " -> receive" + JavaNames.type(messages.get(i).name()) + "(reader);");
            }
            out.line("default -> throw new IllegalArgumentException(\"opcode \" + opcode);");
            out.line("}");
        } else {
            out.line("throw new IllegalArgumentException(\"opcode \" + opcode);");
        }
        out.line("}").line("");
        messages.forEach(this::message);
    }

    private void message(Protocol.Message m) {
        out.line("private void receive" + JavaNames.type(m.name()) + "(ArgumentReader reader) {");
        for (var a : m.arguments()) out.line(read(a));
        out.line("reader.end();");
        for (var a : m.arguments()) if (a.type().equals("new_id")) out.line(make(a));
        if (owner.role() == Role.CLIENT && m.destructor()) {
            out.line("boolean listening = handler != null && !isDestroyed();");
            out.line("markDestroyed();");
        }
        String arguments = Stream.concat(Stream.of("this"), m.arguments().stream().map(a -> JavaNames.member(a.name()))).collect(Collectors.joining(", "));
        out.line("if (" + condition(m) + ") handler." + JavaNames.member(m.name()) + "(" + arguments + ");");
        if (!ClassWriter.fds(m).isEmpty()) out.line("else " + block(ClassWriter.closeFds(m)));
        if (owner.role() == Role.CLIENT && m.made().isPresent()) {
            out.line("else abandon(" + JavaNames.member(m.made().get().name()) + ");");
        }
        if (owner.role() == Role.SERVER && m.destructor()) out.line("destroy();");
        out.line("}").line("");
    }

    private String condition(Protocol.Message m) {
        if (owner.role() == Role.SERVER) return "handler != null";
        return m.destructor() ? "listening" : "handler != null && !isDestroyed()";
    }

    private static String block(String statements) {
        return "{ " + statements + " }";
    }

    private String read(Protocol.Argument a) {
        String name = JavaNames.member(a.name());
        return switch (a.type()) {
            case "int", "uint" -> "int " + name + " = reader.int32();";
            case "fixed" -> "double " + name + " = reader.fixed();";
            case "string" -> "String " + name + " = reader." + (a.nullable() ? "optionalString" : "string") + "();";
            case "array" -> "byte[] " + name + " = reader.array();";
            case "fd" -> "Fd " + name + " = reader.fd();";
            case "object" -> owner.javaType(a) + " " + name + " = reader." + (a.nullable() ? "optionalObject" : "object") + "(" + owner.javaType(a) + ".class);";
            case "new_id" -> "int " + name + "Id = reader.newId();";
            default -> throw new IllegalArgumentException(a.type());
        };
    }

    private String make(Protocol.Argument a) {
        String name = JavaNames.member(a.name());
        String type = owner.javaType(a);
        return "var " + name + " = new " + type + "(" + owner.role().ownerMethod + "(), version(), " + name + "Id);";
    }
}
