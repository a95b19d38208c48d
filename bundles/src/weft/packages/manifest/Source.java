package weft.packages.manifest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tomlj.TomlPosition;
import weft.api.ErrorCode;
import weft.api.WeftException;

/** The file that is read: says where something is wrong in it, and collects what is only odd. */
final class Source {
    private final Path file;
    private final List<String> warnings = new ArrayList<>();

    Source(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    WeftException invalid(TomlPosition at, String sentence) {
        return new WeftException(ErrorCode.INVALID, place(at) + sentence);
    }

    void warn(TomlPosition at, String sentence) {
        warnings.add(place(at) + sentence);
    }

    private String place(TomlPosition at) {
        return file + ":" + (at == null ? "1:1" : at.line() + ":" + at.column()) + ": ";
    }

    /** What a person cannot see must not mean anything. */
    void refuseHidden(String text) {
        int line = 1, column = 1;
        for (int i = 0; i < text.length(); column++) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            boolean endOfLine = c == '\n', plain = endOfLine || c == '\t' || c == '\r' && i < text.length() && text.charAt(i) == '\n';
            if (!plain && isHidden(c)) throw invalid(TomlPosition.positionAt(line, column), "the character U+%04X is invisible and not allowed; remove it".formatted(c));
            if (!endOfLine) continue;
            line++;
            column = 0;
        }
    }

    static boolean isHidden(int c) {
        int type = Character.getType(c);
        return Character.isISOControl(c) || type == Character.FORMAT || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE || type == Character.PRIVATE_USE;
    }
}
