package weft.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of versions of a contract, as OSGi writes them: {@code [1,2)}, or {@code 1} for that and all later.
 *
 * @param value as it was written
 */
public record ContractRange(String value) {
    private static final String VERSION = "([0-9]{1,4}(?:\\.[0-9]{1,4}){0,2})";
    private static final Pattern RANGE = Pattern.compile("([\\[(])" + VERSION + "," + VERSION + "([\\])])"), AT_LEAST = Pattern.compile(VERSION);
    /** What an app is bound to that says nothing: the major version that the development kit has now. */
    public static final ContractRange CURRENT = new ContractRange("[1,2)");

    /** @throws WeftException INVALID if it is none */
    public ContractRange {
        Matcher range = RANGE.matcher(value);
        if (!AT_LEAST.matcher(value).matches() && !(range.matches() && holdsSome(range)))
            throw new WeftException(ErrorCode.INVALID, "\"" + Printable.text(value) + "\" is no range of versions such as [1,2)");
    }

    private static boolean holdsSome(Matcher range) {
        int order = compare(range.group(2), range.group(3));
        return order < 0 || order == 0 && range.group(1).equals("[") && range.group(4).equals("]");
    }

    /** @param version major, minor and micro, separated by dots; what follows them does not matter */
    public boolean includes(String version) {
        if (AT_LEAST.matcher(value).matches()) return compare(value, version) <= 0;
        Matcher m = RANGE.matcher(value);
        if (!m.matches()) throw new IllegalStateException(value);
        int low = compare(m.group(2), version), high = compare(m.group(3), version);
        return (m.group(1).equals("[") ? low <= 0 : low < 0) && (m.group(4).equals("]") ? high >= 0 : high > 0);
    }

    private static int compare(String one, String other) {
        String[] a = one.split("\\."), b = other.split("\\.");
        for (int i = 0; i < 3; i++) {
            int order = Integer.compare(i < a.length ? Integer.parseInt(a[i]) : 0, i < b.length ? Integer.parseInt(b[i]) : 0);
            if (order != 0) return order;
        }
        return 0;
    }

    @Override
    public String toString() {
        return value;
    }
}
