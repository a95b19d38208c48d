package weft.packages.manifest;

import java.util.Comparator;
import java.util.regex.Pattern;

/** A version of an app (Semantic Versioning 2.0.0), in its order of precedence. */
public record Version(String text) implements Comparable<Version> {
    private static final String NUMBER = "(0|[1-9][0-9]{0,8})", WORD = "(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
    static final Pattern GRAMMAR = Pattern.compile("(?=.{1,64}$)" + NUMBER + "(\\." + NUMBER + "){2}(-" + WORD + "(\\." + WORD + ")*)?(\\+[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?");

    @Override
    public int compareTo(Version other) {
        String[] mine = parts(text), others = parts(other.text);
        int numbers = compareWords(mine[0], others[0]);
        if (numbers != 0) return numbers;
        // A version with a pre-release part comes before the one without.
        if (mine[1].isEmpty() || others[1].isEmpty()) return Boolean.compare(mine[1].isEmpty(), others[1].isEmpty());
        return compareWords(mine[1], others[1]);
    }

    // The numbers, and the pre-release part; build metadata has no precedence.
    private static String[] parts(String text) {
        String version = text.split("\\+", 2)[0];
        String[] both = version.split("-", 2);
        return new String[] {both[0], both.length > 1 ? both[1] : ""};
    }

    private static int compareWords(String a, String b) {
        String[] as = a.split("\\."), bs = b.split("\\.");
        for (int i = 0; i < Math.min(as.length, bs.length); i++) {
            int one = compareWord(as[i], bs[i]);
            if (one != 0) return one;
        }
        return Integer.compare(as.length, bs.length);
    }

    private static int compareWord(String a, String b) {
        boolean numberA = a.matches("[0-9]+"), numberB = b.matches("[0-9]+");
        if (numberA && numberB) return Comparator.<String>comparingInt(String::length).thenComparing(Comparator.naturalOrder()).compare(a, b);
        return numberA != numberB ? numberA ? -1 : 1 : a.compareTo(b);
    }

    @Override
    public String toString() {
        return text;
    }
}
