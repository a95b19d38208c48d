package weft.contract;

import aQute.bnd.service.diff.Delta;
import aQute.bnd.service.diff.Tree;
import aQute.bnd.service.diff.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * bnd's description of an API as text, to be read and compared by people and tools alike: an element a line, indented
 * below the one it belongs to, as {@code kind name}. What its addition and its removal mean for the version stands in
 * brackets where it is not what is usual for it: a minor and a major change.
 */
final class ContractText {
    private static final Pattern LINE = Pattern.compile("( *)([a-z_]+)(?:\\[([a-z]+),([a-z]+)])? (.*)");

    private ContractText() {}

    static String write(Tree.Data element) {
        var out = new StringBuilder();
        write(element, "", out);
        return out.toString();
    }

    private static void write(Tree.Data element, String indent, StringBuilder out) {
        out.append(indent).append(lower(element.type));
        if (element.add != Delta.MINOR || element.rem != Delta.MAJOR) out.append('[').append(lower(element.add)).append(',').append(lower(element.rem)).append(']');
        out.append(' ').append(element.name).append('\n');
        if (element.children == null) return;
        for (Tree.Data child : element.children) if (!isOfTheVirtualMachine(child)) write(child, indent + ' ', out);
    }

    // How a Java release marks what everything inherits from it.
    private static boolean isOfTheVirtualMachine(Tree.Data element) {
        return element.type == Type.ANNOTATED && element.name.startsWith("jdk.internal.");
    }

    /** @throws IllegalArgumentException naming the line that is none */
    static Tree.Data read(List<String> lines) {
        var open = new ArrayList<Node>();
        for (String line : lines) {
            var m = LINE.matcher(line);
            int depth = m.matches() ? m.group(1).length() : -1;
            if (depth < 0 || depth > open.size() || depth == 0 && !open.isEmpty()) throw new IllegalArgumentException("this is no element of a contract: " + line);
            var node = new Node(m.group(2), m.group(3), m.group(4), m.group(5));
            while (open.size() > depth) open.removeLast();
            if (depth > 0) open.getLast().children.add(node);
            open.add(node);
        }
        if (open.isEmpty()) throw new IllegalArgumentException("there is no contract");
        return open.getFirst().data();
    }

    private record Node(String type, String add, String remove, String name, List<Node> children) {
        Node(String type, String add, String remove, String name) {
            this(type, add, remove, name, new ArrayList<>());
        }

        Tree.Data data() {
            var data = new Tree.Data();
            data.name = name;
            data.type = Type.valueOf(type.toUpperCase(Locale.ROOT));
            data.add = add == null ? Delta.MINOR : Delta.valueOf(add.toUpperCase(Locale.ROOT));
            data.rem = remove == null ? Delta.MAJOR : Delta.valueOf(remove.toUpperCase(Locale.ROOT));
            data.children = children.stream().map(Node::data).toArray(Tree.Data[]::new);
            return data;
        }
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
