package weft.compositor.render;

/** A renderer's device draws no more, such as a GPU that was reset or is gone; the message is the reason, to follow "because". */
public final class DeviceLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DeviceLostException(String why) {
        super(why);
    }
}
