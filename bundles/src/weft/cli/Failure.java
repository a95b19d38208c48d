package weft.cli;

import java.util.Map;

/** Why a command cannot do what it was asked to: a sentence for the user, and the exit code. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;
    static final int FAILED = 1, USAGE = 2, NOT_RUNNING = 3;
    final int code;
    private final boolean unavailable;

    private Failure(int code, String sentence) {
        this(code, sentence, false);
    }

    private Failure(int code, String sentence, boolean unavailable) {
        super(sentence);
        this.code = code;
        this.unavailable = unavailable;
    }

    /** What a peer refused, by the body of its ERROR. */
    static Failure refused(Map<String, Object> error) {
        return new Failure(FAILED, String.valueOf(error.get("message")), "UNAVAILABLE".equals(error.get("code")));
    }

    /** Whether the same request may succeed a little later: who answers it is not there, or went. */
    public boolean isUnavailable() {
        return unavailable;
    }

    public static Failure failed(String sentence) {
        return new Failure(FAILED, sentence);
    }

    public static Failure usage(String sentence) {
        return new Failure(USAGE, sentence);
    }

    static Failure notRunning(String instance) {
        String option = instance.equals("0") ? "" : " --instance " + instance;
        return new Failure(NOT_RUNNING, "No session \"" + instance + "\" is running. Start one with ./weft run" + option + ".");
    }
}
