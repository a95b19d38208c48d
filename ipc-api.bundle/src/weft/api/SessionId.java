package weft.api;

/** One running (or just ended) instance of an app; {@code system} is the system UI itself. */
public record SessionId(String value) {
    public static final SessionId SYSTEM = new SessionId("system");
    private static final int MAX = 32;

    /** @throws WeftException INVALID unless 1 to 32 letters, digits, dashes */
    public SessionId {
        if (value.isEmpty() || value.length() > MAX || !value.chars().allMatch(SessionId::allowed))
            throw new WeftException(ErrorCode.INVALID, "\"" + Printable.text(value) + "\" is not a session");
    }

    private static boolean allowed(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-';
    }

    @Override
    public String toString() {
        return value;
    }
}
