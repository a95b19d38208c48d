package weft.tool.wayland;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Reads protocol XML. */
final class ProtocolReader {
    private ProtocolReader() {}

    static Protocol read(Path file) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        Element root = factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
        return new Protocol(root.getAttribute("name"), children(root, "interface").stream().map(ProtocolReader::type).toList());
    }

    private static Protocol.Interface type(Element e) {
        return new Protocol.Interface(e.getAttribute("name"), Integer.parseInt(e.getAttribute("version")), e.getAttribute("amends").equals("true"), summary(e),
                children(e, "request").stream().map(ProtocolReader::message).toList(),
                children(e, "event").stream().map(ProtocolReader::message).toList(),
                children(e, "enum").stream().map(ProtocolReader::enumeration).toList());
    }

    private static Protocol.Message message(Element e) {
        int since = e.hasAttribute("since") ? Integer.parseInt(e.getAttribute("since")) : 1;
        return new Protocol.Message(e.getAttribute("name"), since, e.getAttribute("type").equals("destructor"), summary(e),
                children(e, "arg").stream().map(ProtocolReader::argument).toList());
    }

    private static Protocol.Argument argument(Element e) {
        return new Protocol.Argument(e.getAttribute("name"), e.getAttribute("type"),
                e.hasAttribute("interface") ? e.getAttribute("interface") : null,
                e.getAttribute("allow-null").equals("true"), e.getAttribute("summary"));
    }

    private static Protocol.Enumeration enumeration(Element e) {
        return new Protocol.Enumeration(e.getAttribute("name"), children(e, "entry").stream()
                .map(x -> new Protocol.Entry(x.getAttribute("name"), x.getAttribute("value"), summary(x))).toList());
    }

    private static String summary(Element e) {
        if (e.hasAttribute("summary")) return e.getAttribute("summary");
        return children(e, "description").stream().map(d -> d.getAttribute("summary")).findFirst().orElse("");
    }

    private static List<Element> children(Element parent, String tag) {
        var found = new ArrayList<Element>();
        for (Node n = parent.getFirstChild(); n != null; n = n.getNextSibling()) {
            if (n instanceof Element e && e.getTagName().equals(tag)) found.add(e);
        }
        return found;
    }
}
