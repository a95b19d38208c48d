package weft.compositor.backend.nested;

import weft.compositor.backend.NoOutputException;
import weft.wayland.client.Proxy;
import weft.wayland.client.ProxyType;
import weft.wayland.client.Registry;
import weft.wayland.protocol.client.WlCompositor;
import weft.wayland.protocol.client.WlShm;
import weft.wayland.protocol.client.WpFractionalScaleManagerV1;
import weft.wayland.protocol.client.WpViewporter;
import weft.wayland.protocol.client.XdgToplevel;
import weft.wayland.protocol.client.XdgWmBase;
import weft.wayland.protocol.client.ZxdgDecorationManagerV1;
import weft.wayland.protocol.client.ZxdgToplevelDecorationV1;

/** What windows are made of in the parent. */
final class ParentGlobals {
    private final WlCompositor compositor;
    private final WlShm shm;
    private final XdgWmBase shell;
    /** Null: the parent has none. */
    private final ZxdgDecorationManagerV1 decorations;
    /** Both, or both null. */
    private final WpFractionalScaleManagerV1 scales;
    private final WpViewporter viewporter;
    private final ParentOutputs outputs;

    /** @throws NoOutputException if the parent shows no windows */
    ParentGlobals(Registry registry) throws NoOutputException {
        compositor = needed(registry, WlCompositor.TYPE, WlCompositor.VERSION);
        shm = needed(registry, WlShm.TYPE, 1);
        shell = needed(registry, XdgWmBase.TYPE, XdgWmBase.VERSION);
        shell.setEvents(XdgWmBase::pong);
        decorations = has(registry, ZxdgDecorationManagerV1.TYPE) ? registry.bind(ZxdgDecorationManagerV1.TYPE, 1) : null;
        boolean fractional = has(registry, WpFractionalScaleManagerV1.TYPE) && has(registry, WpViewporter.TYPE);
        scales = fractional ? registry.bind(WpFractionalScaleManagerV1.TYPE, 1) : null;
        viewporter = fractional ? registry.bind(WpViewporter.TYPE, 1) : null;
        outputs = new ParentOutputs(registry);
    }

    private static boolean has(Registry registry, ProxyType<?> type) {
        return registry.find(type.wire().name()).isPresent();
    }

    private static <P extends Proxy> P needed(Registry registry, ProxyType<P> type, int version) throws NoOutputException {
        if (!has(registry, type)) throw new NoOutputException("The Wayland session shows no windows: it has no " + type.wire().name() + ".");
        return registry.bind(type, version);
    }

    WlCompositor compositor() {
        return compositor;
    }

    WlShm shm() {
        return shm;
    }

    XdgWmBase shell() {
        return shell;
    }

    ParentOutputs outputs() {
        return outputs;
    }

    /** Null unless the parent tells fractional scales, and can show buffers at any size. */
    WpFractionalScaleManagerV1 scales() {
        return scales;
    }

    WpViewporter viewporter() {
        return viewporter;
    }

    /** Asks for the parent's own frame around a window; returns what undoes that, to be run before the window goes. */
    Runnable decorate(XdgToplevel toplevel) {
        if (decorations == null) return () -> { };
        var decoration = decorations.getToplevelDecoration(toplevel);
        decoration.setMode(ZxdgToplevelDecorationV1.MODE_SERVER_SIDE);
        return decoration::destroy;
    }
}
