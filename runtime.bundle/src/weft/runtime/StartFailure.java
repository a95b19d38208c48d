package weft.runtime;

/** The app cannot be started; the message is a sentence for its user. */
final class StartFailure extends Exception {
    private static final long serialVersionUID = 1;

    StartFailure(String sentence) {
        super(sentence);
    }
}
