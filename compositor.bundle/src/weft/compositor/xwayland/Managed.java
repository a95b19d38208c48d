package weft.compositor.xwayland;

import java.util.EnumSet;
import java.util.Set;
import weft.compositor.scene.Rect;
import weft.compositor.shell.WindowClient;
import weft.compositor.shell.WindowView;
import weft.compositor.window.Desktop;
import weft.compositor.window.Placement;
import weft.compositor.window.Role;
import weft.compositor.window.Window;

/**
 * An X window as a window of the workspace, with the system's bar. Its place on the desktop is its place on the X server's
 * root, in the same numbers; what the desktop wants of it is asked of the X server before the loop waits.
 */
final class Managed implements Shown, WindowClient {
    private static final int NORMAL = 1, ICONIC = 3;
    private final Wm wm;
    private final XWindow window;
    private final WindowView view;
    private final Ping ping;
    private int firstWidth, firstHeight, wantedWidth, wantedHeight;
    private Set<Atom> toldState = Set.of();
    private int toldIconic;
    private boolean dirty = true;

    Managed(Wm wm, XWindow window) {
        this.wm = wm;
        this.window = window;
        ping = new Ping(wm, window, this::responds);
        firstWidth = window.width();
        firstHeight = window.height();
        view = wm.workspace().create(Role.NORMAL, window.surface().node(), this, UNCONFINED);
        described();
        var node = window.surface().node();
        if (window.isOverrideRedirect() || window.properties().hasUserPosition()) desktop().ask(view.window(), new Rect(window.x(), window.y(), node.width(), node.height()));
        wantedWidth = view.window().wantedWidth();
        wantedHeight = view.window().wantedHeight();
        begin(window.properties().state());
        wm.workspace().map(view, node.width(), node.height());
        if (window.properties().startsIconic()) desktop().minimize(view.window());
        for (var w : wm.windows()) if (w.managed() != null && w.properties().transientFor() == window.id()) w.managed().belongTo(view.window());
    }

    private void begin(Set<Atom> asked) {
        if (asked.contains(Atom._NET_WM_STATE_MAXIMIZED_VERT) && asked.contains(Atom._NET_WM_STATE_MAXIMIZED_HORZ)) desktop().setMaximized(view.window(), true);
        if (asked.contains(Atom._NET_WM_STATE_FULLSCREEN)) desktop().setFullscreen(view.window(), true);
    }

    XWindow window() {
        return window;
    }

    WindowView view() {
        return view;
    }

    Ping ping() {
        return ping;
    }

    private Desktop desktop() {
        return wm.workspace().desktop();
    }

    @Override
    public void described() {
        var p = window.properties();
        wm.workspace().setTitle(view, p.title());
        if (!p.program().equals(view.window().appId())) wm.workspace().setAppId(view, p.program());
        int[] limits = p.limits();
        desktop().limitSize(view.window(), limits[0], limits[1], limits[2], limits[3]);
        var parent = wm.managed(p.transientFor());
        belongTo(parent == null ? null : parent.view.window());
    }

    // Only where it is another: a window that gets a parent comes to the top.
    private void belongTo(Window parent) {
        if (parent != view.window().parent()) desktop().setParent(view.window(), parent);
    }

    @Override
    public void committed() {
        var node = window.surface().node();
        desktop().resized(view.window(), node.width(), node.height());
    }

    @Override
    public void placed() {}

    @Override
    public void gone() {
        ping.close();
        wm.workspace().remove(view);
        wm.vanished(this);
    }

    @Override
    public void configure(Window w, boolean activated) {
        change();
    }

    @Override
    public void moved(Window w) {
        change();
    }

    private void change() {
        dirty = true;
        wm.changed();
    }

    /** To be called before the loop waits: tells the X server what is different. */
    void settle() {
        if (!dirty) return;
        dirty = false;
        var w = view.window();
        int width = window.width(), height = window.height();
        // The program's own changes stay until the desktop wants something else.
        if (w.wantedWidth() != wantedWidth || w.wantedHeight() != wantedHeight) {
            wantedWidth = w.wantedWidth();
            wantedHeight = w.wantedHeight();
            boolean floats = w.placement() == Placement.FLOATING;
            width = wantedWidth == 0 ? firstWidth : floats ? window.properties().steppedWidth(wantedWidth) : wantedWidth;
            height = wantedHeight == 0 ? firstHeight : floats ? window.properties().steppedHeight(wantedHeight) : wantedHeight;
        }
        window.configure(w.content().x(), w.content().y(), width, height);
        tellState();
    }

    /** The program asks for another place or size: it has the size if the window floats, and is told how it is. */
    void asked(int width, int height) {
        var w = view.window();
        if (w.placement() == Placement.FLOATING && !w.isResizing()) window.configure(window.x(), window.y(), width, height);
        wm.requests().tellPlace(window.id(), window.x(), window.y(), window.width(), window.height());
    }

    private void tellState() {
        var w = view.window();
        var state = EnumSet.noneOf(Atom.class);
        if (w.isMaximized()) state.addAll(Set.of(Atom._NET_WM_STATE_MAXIMIZED_VERT, Atom._NET_WM_STATE_MAXIMIZED_HORZ));
        if (w.placement() == Placement.FULLSCREEN) state.add(Atom._NET_WM_STATE_FULLSCREEN);
        if (w.isMinimized()) state.add(Atom._NET_WM_STATE_HIDDEN);
        if (desktop().focused() == w) state.add(Atom._NET_WM_STATE_FOCUSED);
        if (!state.equals(toldState)) wm.requests().set(window.id(), Atom._NET_WM_STATE, Atom.ATOM, state.stream().mapToInt(wm.requests()::number).toArray());
        toldState = state;
        int iconic = w.isMinimized() ? ICONIC : NORMAL;
        if (iconic != toldIconic) wm.requests().set(window.id(), Atom.WM_STATE, Atom.WM_STATE, iconic, Requests.NONE);
        toldIconic = iconic;
    }

    /** Gives it the keyboard, in the way that it wants to be given it (ICCCM 4.1.7). */
    void focus() {
        if (window.properties().wantsInput()) wm.requests().focus(window.id());
        if (window.properties().speaks(Atom.WM_TAKE_FOCUS)) wm.protocol(window, Atom.WM_TAKE_FOCUS);
    }

    @Override
    public void close() {
        if (!ping.mayAskToClose()) return;
        if (window.properties().speaks(Atom.WM_DELETE_WINDOW)) wm.protocol(window, Atom.WM_DELETE_WINDOW);
        else wm.requests().kill(window.id());
    }

    private void responds(boolean responds) {
        wm.workspace().setNote(view, responds ? "" : "not responding");
    }

    @Override
    public boolean isForeign() {
        return true;
    }

    @Override
    public int pid() {
        return window.pid();
    }
}
