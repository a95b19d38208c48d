package weft.packages.manifest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code [requires]}: contracts of the platform by name, each with the range of versions that the app was made for
 * (version ranges as in OSGi: {@code [1,2)}, or {@code 1} for that and all later). All contracts here have version 1.
 */
final class Requirements {
    private static final int[] PRESENT = {1, 0, 0};
    private static final String VERSION = "([0-9]{1,4}(?:\\.[0-9]{1,4}){0,2})";
    private static final Pattern RANGE = Pattern.compile("([\\[(])" + VERSION + "," + VERSION + "([\\])])"), AT_LEAST = Pattern.compile(VERSION);
    private static final java.util.Set<String> CONTRACTS = java.util.Set.of("weft.appd", "weft.gateway", "weft.message", "weft.packages", "weft.portal", "weft.shell");

    private Requirements() {}

    static void check(Section requires) {
        for (String contract : requires.keys()) {
            if (!CONTRACTS.contains(contract)) throw requires.invalid(contract, "there is no contract \"" + weft.api.Printable.text(contract) + "\"; there are " + String.join(", ", new java.util.TreeSet<>(CONTRACTS)));
            String range = requires.text(contract).orElseThrow();
            if (!includes(requires, contract, range)) throw requires.invalid(contract, "the app needs " + contract + " " + range + ", and this system has 1.0.0; it needs another version of WEFT OS");
        }
    }

    private static boolean includes(Section requires, String contract, String range) {
        if (AT_LEAST.matcher(range).matches()) return compare(range) <= 0;
        Matcher m = RANGE.matcher(range);
        if (!m.matches()) throw requires.invalid(contract, "\"" + weft.api.Printable.text(range) + "\" is no range of versions such as [1,2)");
        int low = compare(m.group(2)), high = compare(m.group(3));
        return (m.group(1).equals("[") ? low <= 0 : low < 0) && (m.group(4).equals("]") ? high >= 0 : high > 0);
    }

    // Of a version with the present one.
    private static int compare(String version) {
        String[] parts = version.split("\\.");
        for (int i = 0; i < PRESENT.length; i++) {
            int n = i < parts.length ? Integer.parseInt(parts[i]) : 0;
            if (n != PRESENT[i]) return Integer.compare(n, PRESENT[i]);
        }
        return 0;
    }
}
