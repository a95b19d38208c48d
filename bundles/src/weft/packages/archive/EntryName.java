package weft.packages.archive;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import weft.api.Printable;

/**
 * The name of a file in a package: a relative path of plain parts, in the composed normal form (NFC), that means the same
 * file on every file system.
 */
public final class EntryName {
    private static final int MAX_BYTES = 240, MAX_PARTS = 16;
    private static final Pattern DEVICE = Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\\$|conout\\$)(\\..*)?");

    private EntryName() {}

    /** What is wrong with the name, as the end of a sentence; empty if nothing is. */
    public static Optional<String> problem(String name) {
        if (name.isEmpty()) return Optional.of("has no name");
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) return Optional.of("has a name of more than " + MAX_BYTES + " bytes");
        if (name.indexOf('\0') >= 0) return Optional.of("has a NUL in its name");
        if (name.startsWith("/") || name.matches("[A-Za-z]:.*")) return Optional.of("is an absolute path");
        if (name.endsWith("/")) return Optional.of("is a folder; a package lists files only");
        if (name.indexOf('\\') >= 0) return Optional.of("has a backslash in its name");
        if (!Normalizer.isNormalized(name, Normalizer.Form.NFC)) return Optional.of("has a name that is not in Unicode's composed form (NFC)");
        if (name.codePoints().anyMatch(EntryName::isHidden)) return Optional.of("has an invisible character in its name");
        String[] parts = name.split("/", -1);
        if (parts.length > MAX_PARTS) return Optional.of("lies more than " + MAX_PARTS + " folders deep");
        for (String part : parts) {
            var problem = partProblem(part);
            if (problem.isPresent()) return problem;
        }
        return Optional.empty();
    }

    private static Optional<String> partProblem(String part) {
        if (part.isEmpty() || part.equals(".") || part.equals("..")) return Optional.of("leads out of the package, or has an empty part");
        if (DEVICE.matcher(part).matches()) return Optional.of("is named like a device");
        if (part.indexOf(':') >= 0 || part.startsWith("-") || part.startsWith(" ") || part.endsWith(" ") || part.endsWith("."))
            return Optional.of("has a part that some file systems or tools take for something else (a colon, a leading - or space, a trailing space or dot)");
        return Optional.empty();
    }

    private static boolean isHidden(int c) {
        return !Printable.text(Character.toString(c)).equals(Character.toString(c));
    }

    /** Equal for names that some file system takes for the same: without regard to case and to forms of characters. */
    public static String key(String name) {
        return Normalizer.normalize(Normalizer.normalize(name, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
    }
}
