package weft.packages.manifest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import weft.api.Printable;
import weft.api.packages.Capability;

/** The {@code capabilities} of a manifest: each one known, asked once, and with a reason. */
final class CapabilityList {
    private static final int MAX = 32;
    private static final String EXAMPLE = "{ name = \"fs:rw:app-data\", reason = \"Keeps your notes.\" }", HOST = "[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*";
    private static final Pattern OTHERS = Pattern.compile("net:fetch:(\\*|(\\*\\.)?" + HOST + "(:[1-9][0-9]{0,4})?)|sys:notifications|sys:clipboard:(read|write)|hw:gpu|app:launch|app:message:[a-z0-9.-]{1,128}");
    private static final java.util.Set<String> KEYS = java.util.Set.of("name", "reason");

    private CapabilityList() {}

    static List<Capability> read(Section about) {
        var out = new ArrayList<Capability>();
        var names = new HashSet<String>();
        for (Section one : about.tables("capabilities", EXAMPLE, MAX)) {
            one.warnOfOthersThan(KEYS);
            var capability = new Capability(one.required("name", "such as fs:rw:app-data"), one.required("reason", "what the user is told it is for"));
            if (!isKnown(capability)) throw one.invalid("name", "there is no capability " + Printable.text(capability.name()) + "; docs/apps.md lists them");
            if (!names.add(capability.name())) throw one.invalid("name", capability.name() + " is asked for twice");
            out.add(capability);
        }
        return out;
    }

    private static boolean isKnown(Capability c) {
        boolean file = c.file().isPresent() && c.name().matches("fs:(read|rw):.*");
        return file || OTHERS.matcher(c.name()).matches();
    }
}
