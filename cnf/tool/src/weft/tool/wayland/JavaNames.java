package weft.tool.wayland;

import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Protocol names as Java names. */
final class JavaNames {
    // Final methods of Object and of the base classes, and what generated methods call their own variables.
    private static final Set<String> TAKEN = Set.of("notify", "wait", "getClass", "toString", "hashCode", "clone", "finalize",
            "type", "version", "client", "connection", "isDestroyed", "self", "reader", "out", "made");

    private JavaNames() {}

    /** {@code wl_surface} → {@code WlSurface}. */
    static String type(String name) {
        return camel(name, true);
    }

    /** {@code set_buffer_scale} → {@code setBufferScale}. */
    static String member(String name) {
        String java = camel(name, false);
        return SourceVersion.isKeyword(java) || TAKEN.contains(java) ? java + "_" : java;
    }

    static String constant(String enumeration, String entry) {
        return (enumeration + "_" + entry).toUpperCase(Locale.ROOT);
    }

    /** A summary as a sentence that may stand in a comment. */
    static String sentence(String summary) {
        String text = summary.strip().replaceAll("\\s+", " ").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("*/", "*&#47;").replace("@", "&#64;").replace("\\", "&#92;");
        if (text.isEmpty()) return "";
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }

    private static String camel(String name, boolean upper) {
        var java = new StringBuilder();
        for (String part : name.split("_")) {
            if (part.isEmpty()) continue;
            boolean lower = java.isEmpty() && !upper;
            java.append(lower ? part.charAt(0) : Character.toUpperCase(part.charAt(0))).append(part.substring(1));
        }
        return java.toString();
    }
}
