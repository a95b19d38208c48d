package weft.api;

import java.util.Optional;

/** A request that failed: a code for programs, a sentence for people, and for a denial the missing capability. */
public final class WeftException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final ErrorCode code;
    private final String capability;
    private final String errno;

    public WeftException(ErrorCode code, String sentence) {
        this(code, sentence, null, null, null);
    }

    public WeftException(ErrorCode code, String sentence, Throwable cause) {
        this(code, sentence, null, null, cause);
    }

    private WeftException(ErrorCode code, String sentence, String capability, String errno, Throwable cause) {
        super(sentence, cause, false, false);
        this.code = code;
        this.capability = capability;
        this.errno = errno;
    }

    /** A denial, naming the capability that would have allowed it. */
    public static WeftException denied(String capability, String sentence) {
        return new WeftException(ErrorCode.DENIED, sentence, capability, null, null);
    }

    /** A failed file operation, with the name of its error number such as {@code ENOENT}. */
    public static WeftException file(ErrorCode code, String sentence, String errno) {
        return new WeftException(code, sentence, null, errno, null);
    }

    public ErrorCode code() {
        return code;
    }

    public Optional<String> capability() {
        return Optional.ofNullable(capability);
    }

    public Optional<String> errno() {
        return Optional.ofNullable(errno);
    }
}
