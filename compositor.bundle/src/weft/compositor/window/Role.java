package weft.compositor.window;

/** What a window is for; decides its layer, and whether the system draws a bar around it. */
public enum Role {
    NORMAL, DIALOG, PANEL, OVERLAY, APPLICATION,
    /** A part of the desktop that another program draws, placed by {@link LayerRules}. */
    LAYER;

    /** Whether it is one of the windows that the user works with, and not a part of the system's own page. */
    public boolean isWorkspace() {
        return this != PANEL && this != OVERLAY && this != LAYER;
    }
}
