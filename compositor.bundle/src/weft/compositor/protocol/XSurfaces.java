package weft.compositor.protocol;

import java.util.function.IntConsumer;
import weft.compositor.scene.SurfaceNode;
import weft.compositor.shell.WindowView;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.server.Client;

/**
 * Surfaces of an X server that is a client here: they get their role by no Wayland request but by what the X window manager
 * hears of them. One server at a time.
 */
public final class XSurfaces {
    static final String KIND = "X window";
    private final Globals globals;
    private Client server;
    private IntConsumer onCreated = id -> {};

    /** Who shows the surface of an X window. */
    public interface Listener {
        /** A commit was applied. */
        void committed();

        /** The surface is gone. */
        void destroyed();
    }

    XSurfaces(Globals globals) {
        this.globals = globals;
    }

    /** Takes a client for the X server. {@code created} is told the id of each surface that it makes. */
    public void serve(Client xServer, IntConsumer created) {
        server = xServer;
        onCreated = created;
    }

    /** Makes the server's surface of that id an X window's, or returns null if there is no such surface or it is something else. */
    public XSurface take(int id, Listener listener) {
        if (server == null || server.isDestroyed() || !(server.resource(id) instanceof WlSurface resource)) return null;
        var surface = new XSurface(Surface.of(resource), listener);
        return surface.begin() ? surface : null;
    }

    /** Lets the user move a window whose client asks for it, while a button is held that came down on it. */
    public void startMove(WindowView view) {
        if (isHeld(view)) globals.seat().beginMove(view);
    }

    /** The same for resizing by edges. */
    public void startResize(WindowView view, int edges) {
        if (isHeld(view)) globals.seat().beginResize(view, edges);
    }

    private boolean isHeld(WindowView view) {
        return view.window().isMapped() && globals.seat().pointer().grab() instanceof ClickGrab c && c.surface().node().root() == view.element().root();
    }

    void created(Surface s) {
        if (s.client() == server) onCreated.accept(s.resource().id());
    }

    /** A surface as an X window's. */
    public static final class XSurface implements SurfaceRole {
        private final Surface surface;
        private final Listener listener;

        private XSurface(Surface surface, Listener listener) {
            this.surface = surface;
            this.listener = listener;
        }

        private boolean begin() {
            return surface.assign(this);
        }

        public SurfaceNode node() {
            return surface.node();
        }

        public boolean hasContent() {
            return surface.hasContent();
        }

        /** It is no window any more; the listener hears nothing from now on. */
        public void release() {
            if (surface.role() == this) surface.unassign();
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public void committed() {
            listener.committed();
        }

        @Override
        public void surfaceDestroyed() {
            listener.destroyed();
        }
    }
}
