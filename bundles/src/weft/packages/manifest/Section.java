package weft.packages.manifest;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import weft.api.Printable;
import weft.api.WeftException;

/** A table of the manifest and its typed values. */
final class Section {
    private static final int MAX_TEXT = 500;
    private final Source source;
    private final String name;
    private final TomlTable table;
    private final TomlPosition at;

    Section(Source source, String name, TomlTable table, TomlPosition at) {
        this.source = source;
        this.name = name;
        this.table = table;
        this.at = at;
    }

    Set<String> keys() {
        return table.keySet();
    }

    boolean has(String key) {
        return table.contains(List.of(key));
    }

    WeftException invalid(String sentence) {
        return source.invalid(at, sentence);
    }

    WeftException invalid(String key, String sentence) {
        return source.invalid(position(key), sentence);
    }

    void warn(String sentence) {
        source.warn(at, sentence);
    }

    private TomlPosition position(String key) {
        return table.inputPositionOf(List.of(key));
    }

    private String full(String key) {
        return name.isEmpty() ? key : name + "." + key;
    }

    void warnOfOthersThan(Set<String> known) {
        for (String key : table.keySet()) {
            if (known.contains(key)) continue;
            var meant = known.stream().filter(k -> isNear(k, key)).sorted().findFirst();
            source.warn(position(key), "unknown key " + Printable.text(full(key)) + meant.map(m -> "; did you mean " + full(m) + "?").orElse("; it is ignored"));
        }
    }

    // One letter more, less or other, two letters exchanged, or another way to join words.
    private static boolean isNear(String a, String b) {
        if (a.replace("_", "").equalsIgnoreCase(b.replace("_", "").replace("-", ""))) return true;
        int head = 0, tail = 0, shorter = Math.min(a.length(), b.length());
        while (head < shorter && a.charAt(head) == b.charAt(head)) head++;
        while (tail < shorter - head && a.charAt(a.length() - 1 - tail) == b.charAt(b.length() - 1 - tail)) tail++;
        int restOfA = a.length() - head - tail, restOfB = b.length() - head - tail;
        boolean exchanged = restOfA == 2 && restOfB == 2 && a.charAt(head) == b.charAt(head + 1) && a.charAt(head + 1) == b.charAt(head);
        return restOfA <= 1 && restOfB <= 1 || exchanged;
    }

    Optional<Section> table(String key) {
        return typed(key, TomlTable.class, "a table").map(t -> new Section(source, full(key), t, position(key)));
    }

    /** The list's tables; {@code example} shows what one looks like. */
    List<Section> tables(String key, String example, int max) {
        var array = list(key, max);
        var out = new ArrayList<Section>();
        for (int i = 0; array.isPresent() && i < array.get().size(); i++) {
            TomlPosition where = array.get().inputPositionOf(i);
            if (!(array.get().get(i) instanceof TomlTable one)) throw source.invalid(where, "each of " + key + " must be like " + example);
            out.add(new Section(source, key, one, where));
        }
        return out;
    }

    List<String> texts(String key, int max) {
        var array = list(key, max);
        var out = new ArrayList<String>();
        for (int i = 0; array.isPresent() && i < array.get().size(); i++) {
            TomlPosition where = array.get().inputPositionOf(i);
            if (!(array.get().get(i) instanceof String text)) throw source.invalid(where, "each of " + full(key) + " must be text");
            out.add(plain(where, full(key), text));
        }
        return out;
    }

    private Optional<TomlArray> list(String key, int max) {
        var array = typed(key, TomlArray.class, "a list");
        if (array.isPresent() && array.get().size() > max) throw invalid(key, full(key) + " has more than " + max + " entries");
        return array;
    }

    String required(String key, String remedy) {
        return text(key).filter(s -> !s.isBlank()).orElseThrow(() -> source.invalid(has(key) ? position(key) : at, full(key) + (has(key) ? " is empty: " : " is missing: ") + remedy));
    }

    Optional<String> text(String key) {
        return typed(key, String.class, "text in quotation marks").map(text -> plain(position(key), full(key), text));
    }

    // Escapes may spell what the file itself must not hold.
    private String plain(TomlPosition where, String what, String text) {
        if (text.length() > MAX_TEXT) throw source.invalid(where, what + " is longer than " + MAX_TEXT + " characters");
        text.codePoints().filter(Source::isHidden).findFirst().ifPresent(c -> {
            throw source.invalid(where, what + " holds the invisible character U+%04X; remove it".formatted(c));
        });
        return text;
    }

    Optional<String> oneOf(String key, List<String> allowed) {
        var text = text(key);
        if (text.isPresent() && !allowed.contains(text.get())) throw invalid(key, full(key) + " must be " + String.join(" or ", allowed) + ", not " + Printable.text(text.get()));
        return text;
    }

    long number(String key, long otherwise, long min, long max) {
        long n = typed(key, Long.class, "a whole number").orElse(otherwise);
        if (has(key) && (n < min || n > max)) throw invalid(key, full(key) + " must be from " + min + " to " + max);
        return n;
    }

    boolean flag(String key) {
        return typed(key, Boolean.class, "true or false").orElse(false);
    }

    /** One plain path inside the folder: its parts are names, and no link leads out of it. */
    Path inside(String key, String path, Path folder) {
        Path relative;
        try {
            relative = Path.of(path);
        } catch (InvalidPathException e) {
            throw invalid(key, full(key) + " is no path");
        }
        boolean plain = !relative.isAbsolute() && !path.isEmpty() && relative.normalize().toString().equals(path) && !path.startsWith("..");
        if (!plain) throw invalid(key, full(key) + " must be a path inside the package, without . or ..");
        Path file = folder.resolve(relative);
        for (Path p = file; !p.equals(folder); p = p.getParent())
            if (Files.isSymbolicLink(p)) throw invalid(key, Printable.text(path) + " is a link; put the file itself there");
        return file;
    }

    private <T> Optional<T> typed(String key, Class<T> type, String what) {
        Object value = table.get(List.of(key));
        if (value == null || type.isInstance(value)) return Optional.ofNullable(type.cast(value));
        throw invalid(key, full(key) + " must be " + what);
    }
}
