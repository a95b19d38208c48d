package weft.update;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/** An Export-Package or Import-Package header: packages with their versions. Of its other attributes and directives nothing matters here. */
final class Exports {
    // Names, separated by semicolons, then parameters; what is in quotation marks may hold anything.
    private static final Pattern CLAUSE = Pattern.compile("((?:\"[^\"]*\"|[^,\"])+)(?:,|$)"), PART = Pattern.compile("((?:\"[^\"]*\"|[^;\"])+)(?:;|$)");

    private Exports() {}

    /** Of exports. @throws IllegalArgumentException if a version is none */
    static Map<String, Version> of(String header) {
        var packages = new LinkedHashMap<String, Version>();
        texts(header).forEach((name, version) -> packages.put(name, Version.parseVersion(version)));
        return packages;
    }

    /** Of imports: the ranges. @throws IllegalArgumentException if one is none */
    static Map<String, VersionRange> ranges(String header) {
        var packages = new LinkedHashMap<String, VersionRange>();
        texts(header).forEach((name, range) -> packages.put(name, new VersionRange(range)));
        return packages;
    }

    private static Map<String, String> texts(String header) {
        var packages = new LinkedHashMap<String, String>();
        for (Matcher clause = CLAUSE.matcher(header); clause.find(); ) {
            var names = new java.util.ArrayList<String>();
            String version = "0";
            for (Matcher part = PART.matcher(clause.group(1)); part.find(); ) {
                String text = part.group(1).strip();
                if (text.matches("version\\s*=.*")) version = text.substring(text.indexOf('=') + 1).strip().replace("\"", "");
                else if (!text.contains("=")) names.add(text);
            }
            for (String n : names) packages.put(n, version);
        }
        return packages;
    }
}
