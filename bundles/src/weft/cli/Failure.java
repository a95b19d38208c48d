package weft.cli;

/** Why a command cannot do what it was asked to: a sentence for the user, and the exit code. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;
    static final int FAILED = 1, USAGE = 2, NOT_RUNNING = 3;
    final int code;

    private Failure(int code, String sentence) {
        super(sentence);
        this.code = code;
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
