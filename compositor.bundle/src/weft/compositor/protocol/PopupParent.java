package weft.compositor.protocol;

import weft.compositor.scene.Rect;
import weft.compositor.shell.WindowView;

/** What a popup belongs to: a window, another popup, or a part of the desktop. */
interface PopupParent {
    /** The window that it is, or belongs to in the end; null if that is gone. */
    WindowView view();

    /** The popup that it is, or null. */
    PopupSurface asPopup();

    /** The part of its surface that counts as its content. */
    Rect geometry();

    boolean isMapped();
}
