package weft.compositor.protocol;

import weft.compositor.scene.Rect;
import weft.compositor.shell.Popup;
import weft.compositor.shell.WindowView;
import weft.compositor.window.PopupPosition;
import weft.wayland.protocol.server.WlSeat;
import weft.wayland.protocol.server.XdgPopup;
import weft.wayland.protocol.server.XdgPositioner;
import weft.wayland.protocol.server.XdgWmBase;

/** {@code xdg_popup}: a menu or the like, placed by its positioner's rules relative to its parent. */
final class PopupSurface implements XdgPopup.Requests, ShellSurface.Content {
    static final String KIND = "xdg_popup";
    private final ShellSurface surface;
    private final XdgPopup resource;
    private PopupParent parent;
    private PopupPosition rules;
    private boolean reactive;
    private Rect place = Rect.EMPTY;
    private Popup popup;
    /** Whether it holds pointer and keyboard until it is dismissed. */
    private boolean grabs;
    private boolean done;
    private Integer repositionToken;
    private int children;

    PopupSurface(ShellSurface surface, XdgPopup resource, PopupParent parent, Positioner positioner) {
        this.surface = surface;
        this.resource = resource;
        this.parent = parent;
        rules = positioner.rules();
        reactive = positioner.isReactive();
    }

    void begin() {
        resource.setUserData(this);
        resource.setRequests(this);
        resource.onDestroy(this::destroyed);
        if (parentPopup() != null) parentPopup().children++;
    }

    static PopupSurface of(XdgPopup resource) {
        return resource.userData(PopupSurface.class);
    }

    /** Gives it a parent of another protocol, if it has none yet. */
    void adopt(PopupParent newParent) {
        if (parent == null) parent = newParent;
    }

    boolean hasParent() {
        return parent != null;
    }

    private PopupSurface parentPopup() {
        return parent == null ? null : parent.asPopup();
    }

    ShellSurface surface() {
        return surface;
    }

    /** The window that it belongs to in the end, or null if that is gone. */
    WindowView view() {
        return parent == null ? null : parent.view();
    }

    /** Takes it off the screen and tells the client, that it is to be destroyed. */
    void dismiss() {
        if (done) return;
        done = true;
        hide();
        resource.sendPopupDone();
    }

    /** Its window was moved or resized: a reactive one is placed again. */
    private void parentMoved() {
        if (reactive && !done) surface.configure();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void sendConfigure() {
        var view = view();
        if (view == null) return;
        place = rules.place(parentContent(view), area(view));
        if (repositionToken != null) resource.sendRepositioned(repositionToken);
        repositionToken = null;
        resource.sendConfigure(place.x(), place.y(), place.width(), place.height());
    }

    /** What it should not leave: the output that its window is on. */
    private Rect area(WindowView view) {
        return surface.globals().workspace().desktop().outputOf(view.window());
    }

    private Rect parentContent(WindowView view) {
        var over = parentPopup();
        if (over == null || over.popup == null) return view.element().content();
        var g = parent.geometry();
        return new Rect(over.popup.outputX(), over.popup.outputY(), g.width(), g.height());
    }

    @Override
    public void map() {
        var view = view();
        var over = parentPopup();
        boolean orphan = view == null || !parent.isMapped() || over != null && over.popup == null;
        if (done || orphan) {
            dismiss();
            return;
        }
        // One that did not wait to be told has a place all the same.
        if (place.isEmpty()) place = rules.place(parentContent(view), area(view));
        popup = new Popup(surface.surface().node(), surface.globals().workspace().painter(), view, over == null ? null : over.popup, this::parentMoved);
        follow();
        surface.globals().workspace().show(popup);
        if (grabs) surface.globals().seat().popupMapped(this);
    }

    @Override
    public void updated() {
        if (popup == null) return;
        follow();
        surface.globals().workspace().moved(popup);
    }

    private void follow() {
        var g = surface.geometry();
        popup.place(place.x(), place.y(), g.x(), g.y());
    }

    @Override
    public void unmap() {
        hide();
    }

    private void hide() {
        if (popup == null) return;
        surface.globals().workspace().hide(popup);
        popup = null;
        surface.globals().seat().popupUnmapped(this);
    }

    @Override
    public void destroyed() {
        if (surface.content() != this) return;
        if (parentPopup() != null) parentPopup().children--;
        hide();
        surface.contentDestroyed();
    }

    @Override
    public void destroy(XdgPopup self) {
        if (children > 0) throw surface.owner().resource().error(XdgWmBase.ERROR_NOT_THE_TOPMOST_POPUP, "it has popups of its own");
    }

    @Override
    public void grab(XdgPopup self, WlSeat seat, int serial) {
        if (surface.isMapped()) throw self.error(XdgPopup.ERROR_INVALID_GRAB, "it is on the screen already");
        grabs = surface.globals().seat().mayGrab(self.client(), serial);
        if (!grabs) dismiss();
    }

    @Override
    public void reposition(XdgPopup self, XdgPositioner positioner, int token) {
        var p = Positioner.of(positioner);
        if (!p.isComplete()) throw surface.owner().resource().error(XdgWmBase.ERROR_INVALID_POSITIONER, "the positioner lacks size or anchor");
        rules = p.rules();
        reactive = p.isReactive();
        repositionToken = token;
        surface.configure();
    }
}
