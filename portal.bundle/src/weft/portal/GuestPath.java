package weft.portal;

import java.util.ArrayList;
import java.util.List;
import weft.api.ErrorCode;
import weft.api.WeftException;

/**
 * A path as a guest writes it, taken apart: absolute, starting at a grant. It is not resolved here: what {@code ..}
 * means is the kernel's to say, beneath the grant.
 *
 * @param names       its parts, without empty ones and {@code .}
 * @param mustBeFolder it ended in a slash or a dot
 */
public record GuestPath(List<String> names, boolean mustBeFolder) {
    private static final int MAX_BYTES = 4096, MAX_NAME_BYTES = 255;

    /** @throws WeftException INVALID, with EINVAL or ENAMETOOLONG, if it is no path at all */
    public static GuestPath of(String text) {
        if (!text.startsWith("/") || text.indexOf(0) >= 0 || !isText(text)) throw WeftException.file(ErrorCode.INVALID, "no path: it must be absolute text without NUL", "EINVAL");
        if (bytes(text) > MAX_BYTES) throw tooLong();
        var names = new ArrayList<String>();
        String[] parts = text.split("/", -1);
        for (String part : parts) {
            if (part.isEmpty() || part.equals(".")) continue;
            if (bytes(part) > MAX_NAME_BYTES) throw tooLong();
            names.add(part);
        }
        String last = parts[parts.length - 1];
        return new GuestPath(names, last.isEmpty() || last.equals(".") || last.equals(".."));
    }

    // Half a character would become a question mark on its way to the kernel, and so another name.
    private static boolean isText(String text) {
        return isAscii(text) || java.nio.charset.StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static int bytes(String text) {
        return isAscii(text) ? text.length() : text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    }

    // Nearly every path is, and the way through an encoder takes longer than opening the file.
    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) if (text.charAt(i) > 127) return false;
        return true;
    }

    private static WeftException tooLong() {
        return WeftException.file(ErrorCode.INVALID, "the path is too long", "ENAMETOOLONG");
    }

    /** Whether it begins with these parts. */
    boolean startsWith(List<String> prefix) {
        return names.size() >= prefix.size() && names.subList(0, prefix.size()).equals(prefix);
    }

    @Override
    public String toString() {
        return "/" + String.join("/", names);
    }
}
