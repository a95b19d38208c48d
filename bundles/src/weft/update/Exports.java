package weft.update;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Version;

/** An Export-Package header: packages with their versions. Of its other attributes and directives nothing matters here. */
final class Exports {
    // Names, separated by semicolons, then parameters; what is in quotation marks may hold anything.
    private static final Pattern CLAUSE = Pattern.compile("((?:\"[^\"]*\"|[^,\"])+)(?:,|$)"), PART = Pattern.compile("((?:\"[^\"]*\"|[^;\"])+)(?:;|$)");

    private Exports() {}

    /** @throws IllegalArgumentException if a version is none */
    static Map<String, Version> of(String header) {
        var packages = new LinkedHashMap<String, Version>();
        for (Matcher clause = CLAUSE.matcher(header); clause.find(); ) {
            var names = new java.util.ArrayList<String>();
            Version version = Version.emptyVersion;
            for (Matcher part = PART.matcher(clause.group(1)); part.find(); ) {
                String text = part.group(1).strip();
                if (text.matches("version\\s*=.*")) version = Version.parseVersion(text.substring(text.indexOf('=') + 1).strip().replace("\"", ""));
                else if (!text.contains("=")) names.add(text);
            }
            for (String n : names) packages.put(n, version);
        }
        return packages;
    }
}
