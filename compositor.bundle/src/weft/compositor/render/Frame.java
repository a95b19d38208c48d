package weft.compositor.render;

/** A finished picture of an output, wherever its pixels are; their alpha means nothing. Valid during the call that it is handed to. */
public interface Frame {
    int width();

    int height();

    /** Its pixels in memory; a GPU's are read back for it. Live. */
    Canvas read();
}
