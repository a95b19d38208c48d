package weft.compositor.xwayland;

import weft.compositor.protocol.XSurfaces;

/**
 * A top-level window as the X server has it. It is shown once it is mapped, its surface is known and has content, and its
 * properties are read; in whatever order that comes.
 */
final class XWindow implements XSurfaces.Listener {
    /** An output of 7680 by 4320 has less; a buffer of twice as much would be the X server's end. */
    private static final int MOST_SIDE = 16384, MOST_PIXELS = 1 << 25, MOST_PLACE = 16384;
    private final Wm wm;
    private final int id;
    private final WindowProperties properties;
    private int x, y, width, height, pid;
    private boolean overrideRedirect, granted, mapped;
    private int awaited;
    private XSurfaces.XSurface surface;
    private Shown shown;

    XWindow(Wm wm, int id) {
        this.wm = wm;
        this.id = id;
        properties = new WindowProperties(id, wm.requests(), this::described);
        pid = wm.serverPid();
    }

    int id() {
        return id;
    }

    WindowProperties properties() {
        return properties;
    }

    XSurfaces.XSurface surface() {
        return surface;
    }

    Shown shown() {
        return shown;
    }

    /** As a window of the workspace, or null. */
    Managed managed() {
        return shown instanceof Managed m ? m : null;
    }

    int x() {
        return x;
    }

    int y() {
        return y;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int pid() {
        return pid;
    }

    /** Whether it places itself, as menus do, and is none of a window manager's business. */
    boolean isOverrideRedirect() {
        return overrideRedirect;
    }

    void overrideRedirect(boolean on) {
        overrideRedirect = on;
    }

    /** The server has it there. */
    void at(int newX, int newY, int newWidth, int newHeight) {
        x = newX;
        y = newY;
        width = newWidth;
        height = newHeight;
        if (shown != null) shown.placed();
        else update();
    }

    boolean isGranted() {
        return granted;
    }

    /** Whether it is shown, or soon will be. */
    boolean takesRoom() {
        return granted || shown != null;
    }

    /** Has the server put it there, within what a window can be; nothing is sent if it is there. */
    void configure(int toX, int toY, int toWidth, int toHeight) {
        if (toX != x || toY != y || toWidth != width || toHeight != height) put(toX, toY, toWidth, toHeight);
    }

    /** It may be shown: without a border of its own, and no larger than can be. */
    void grant() {
        granted = true;
        put(x, y, width, height);
    }

    private void put(int toX, int toY, int toWidth, int toHeight) {
        x = Math.clamp(toX, -MOST_PLACE, MOST_PLACE);
        y = Math.clamp(toY, -MOST_PLACE, MOST_PLACE);
        width = Math.clamp(toWidth, 1, MOST_SIDE);
        height = Math.clamp(toHeight, 1, Math.min(MOST_SIDE, MOST_PIXELS / width));
        wm.requests().configure(id, x, y, width, height);
    }

    void mapped() {
        if (mapped) return;
        mapped = true;
        properties.read();
        wm.processOf(this, number -> pid = number);
    }

    /** The server will call its surface so. */
    void surfaceNamed(int surfaceId) {
        release();
        awaited = surfaceId;
        take();
    }

    /** The surface of an id was made. */
    void surfaceMade(int surfaceId) {
        if (awaited == surfaceId) take();
    }

    private void take() {
        surface = wm.surfaces().take(awaited, this);
        if (surface == null) return;
        awaited = 0;
        update();
    }

    void unmapped() {
        mapped = granted = false;
        awaited = 0;
        release();
    }

    /** The popup's window is gone: it is shown elsewhere, if it is to be seen still. */
    void orphaned() {
        shown = null;
        update();
    }

    private void release() {
        vanish();
        if (surface != null) surface.release();
        surface = null;
    }

    private void vanish() {
        var before = shown;
        shown = null;
        if (before != null) before.gone();
    }

    private void described() {
        if (shown != null) shown.described();
        else update();
    }

    private void update() {
        if (shown != null || !mapped || surface == null || !surface.hasContent() || !properties.isKnown()) return;
        if (!overrideRedirect) {
            shown = new Managed(wm, this);
            wm.appeared();
            return;
        }
        if (!wm.hasRoom()) return;
        var parent = wm.parentOf(this);
        if (parent != null) shown = new Unmanaged(wm, this, parent);
        else if (wm.isWorthABar(this)) shown = new Managed(wm, this);
    }

    @Override
    public void committed() {
        if (shown == null) update();
        else if (surface.hasContent()) shown.committed();
        else vanish();
    }

    @Override
    public void destroyed() {
        vanish();
        surface = null;
    }
}
