package weft.packages.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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

    /** @throws WeftException INVALID if it is too large or no UTF-8 */
    String text(int max) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return text(in.readNBytes(max + 1), max);
        }
    }

    String text(byte[] bytes, int max) {
        if (bytes.length > max) throw new WeftException(ErrorCode.INVALID, file + " is larger than " + max + " bytes");
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new WeftException(ErrorCode.INVALID, file + " is not UTF-8; save it in that encoding");
        }
    }

    WeftException invalid(TomlPosition at, String sentence) {
        return new WeftException(ErrorCode.INVALID, place(at) + sentence);
    }

    void warn(TomlPosition at, String sentence) {
        warnings.add(place(at) + sentence);
    }

    /** @param what names it within the file */
    void warn(String what, String sentence) {
        warnings.add(file + ": " + what + " " + sentence);
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
