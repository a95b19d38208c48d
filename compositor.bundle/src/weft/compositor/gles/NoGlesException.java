package weft.compositor.gles;

/** There is nothing to draw with by OpenGL ES; the message is the reason, to follow "because". */
public final class NoGlesException extends Exception {
    private static final long serialVersionUID = 1;

    public NoGlesException(String why) {
        super(why);
    }
}
