package weft.compositor.protocol;

import weft.compositor.scene.Rect;
import weft.compositor.window.PopupPosition;
import weft.wayland.protocol.server.XdgPositioner;

/** {@code xdg_positioner}: collects the rules for a popup's place. */
final class Positioner implements XdgPositioner.Requests {
    private int width, height, anchor, gravity, adjustment, offsetX, offsetY;
    private Rect anchorRect;
    private boolean reactive;

    Positioner(XdgPositioner resource) {
        resource.setUserData(this);
        resource.setRequests(this);
    }

    static Positioner of(XdgPositioner resource) {
        return resource.userData(Positioner.class);
    }

    boolean isComplete() {
        return width > 0 && anchorRect != null;
    }

    boolean isReactive() {
        return reactive;
    }

    /** The rules as they are now. */
    PopupPosition rules() {
        return new PopupPosition(width, height, anchorRect, anchor, gravity, adjustment, offsetX, offsetY);
    }

    @Override
    public void setSize(XdgPositioner self, int newWidth, int newHeight) {
        require(newWidth > 0 && newHeight > 0, self, "a size of " + newWidth + " by " + newHeight);
        width = newWidth;
        height = newHeight;
    }

    @Override
    public void setAnchorRect(XdgPositioner self, int x, int y, int newWidth, int newHeight) {
        require(newWidth >= 0 && newHeight >= 0, self, "an anchor rectangle of " + newWidth + " by " + newHeight);
        anchorRect = new Rect(x, y, newWidth, newHeight);
    }

    @Override
    public void setAnchor(XdgPositioner self, int newAnchor) {
        require(newAnchor >= 0 && newAnchor <= 8, self, "anchor " + newAnchor);
        anchor = newAnchor;
    }

    @Override
    public void setGravity(XdgPositioner self, int newGravity) {
        require(newGravity >= 0 && newGravity <= 8, self, "gravity " + newGravity);
        gravity = newGravity;
    }

    @Override
    public void setConstraintAdjustment(XdgPositioner self, int newAdjustment) {
        adjustment = newAdjustment;
    }

    @Override
    public void setOffset(XdgPositioner self, int x, int y) {
        offsetX = x;
        offsetY = y;
    }

    @Override
    public void setReactive(XdgPositioner self) {
        reactive = true;
    }

    // The parent's place is known here when a popup is put down; what its client foresees of it is not needed.
    @Override
    public void setParentSize(XdgPositioner self, int parentWidth, int parentHeight) {}

    @Override
    public void setParentConfigure(XdgPositioner self, int serial) {}

    private static void require(boolean condition, XdgPositioner self, String what) {
        if (!condition) throw self.error(XdgPositioner.ERROR_INVALID_INPUT, what);
    }
}
