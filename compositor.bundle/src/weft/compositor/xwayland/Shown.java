package weft.compositor.xwayland;

/** An X window on the screen: as a window of the workspace, or as a popup of one. */
interface Shown {
    /** Its surface has changed. */
    void committed();

    /** The X server has it at another place. */
    void placed();

    /** Its program has said something else of it. */
    void described();

    /** It is to be seen no more. */
    void gone();
}
