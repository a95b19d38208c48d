package weft.compositor.xwayland;

import weft.compositor.shell.Popup;

/**
 * A window that places itself, such as a menu or a tooltip: a popup of the window that it belongs to, and so no higher than
 * that. It stays where the X server has it when that window moves.
 */
final class Unmanaged implements Shown {
    private final Wm wm;
    private final XWindow window;
    private final Managed parent;
    private final Popup popup;

    Unmanaged(Wm wm, XWindow window, Managed parent) {
        this.wm = wm;
        this.window = window;
        this.parent = parent;
        popup = new Popup(window.surface().node(), wm.workspace().painter(), parent.view(), null, this::placed);
        follow();
        wm.workspace().show(popup);
    }

    Managed parent() {
        return parent;
    }

    private void follow() {
        var content = parent.view().element().content();
        popup.place(window.x() - content.x(), window.y() - content.y(), 0, 0);
    }

    @Override
    public void committed() {
        wm.workspace().moved(popup);
    }

    @Override
    public void placed() {
        follow();
        wm.workspace().moved(popup);
    }

    @Override
    public void described() {}

    @Override
    public void gone() {
        wm.workspace().hide(popup);
    }
}
