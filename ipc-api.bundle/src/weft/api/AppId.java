package weft.api;

import java.util.regex.Pattern;

/** A reverse-DNS name of at least three parts, such as {@code org.weft.notes}: safe as a file name and as a host name. */
public record AppId(String value) {
    private static final Pattern GRAMMAR = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*(\\.[a-z][a-z0-9]*(-[a-z0-9]+)*){2,}");
    private static final int MAX = 128;

    /** @throws WeftException INVALID if the text is not an app id */
    public AppId {
        if (value.length() > MAX || !GRAMMAR.matcher(value).matches())
            throw new WeftException(ErrorCode.INVALID, "\"" + Printable.text(value) + "\" is not an app id such as org.example.notes");
    }

    @Override
    public String toString() {
        return value;
    }
}
