package weft.compositor.protocol;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import weft.compositor.shell.WindowView;
import weft.wayland.protocol.server.WlSeat;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.XdgActivationTokenV1;
import weft.wayland.protocol.server.XdgActivationV1;
import weft.wayland.server.Display;

/**
 * {@code xdg_activation_v1}: a client passes the right to the keyboard on. A token is worth something if the session's
 * own client made it, or one that named a recent input event of its own; each works once.
 */
final class Activation implements XdgActivationV1.Requests {
    private static final int MOST_TOKENS = 256;
    private final Globals globals;
    /** Tokens and whether they are worth something; the oldest go first. */
    private final Map<String, Boolean> tokens = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_TOKENS;
        }
    };

    Activation(Display display, Globals globals) {
        this.globals = globals;
        display.addGlobal(XdgActivationV1.TYPE, 1, a -> a.setRequests(this));
    }

    @Override
    public void getActivationToken(XdgActivationV1 self, XdgActivationTokenV1 id) {
        id.setRequests(new Token());
    }

    @Override
    public void activate(XdgActivationV1 self, String token, WlSurface surface) {
        var view = view(Surface.of(surface));
        if (view != null && Boolean.TRUE.equals(tokens.remove(token))) globals.workspace().desktop().activate(view.window());
    }

    private WindowView view(Surface s) {
        for (var v : globals.workspace().views()) if (v.element().root() == s.node().root()) return v;
        return null;
    }

    private final class Token implements XdgActivationTokenV1.Requests {
        private Integer serial;
        private boolean committed;

        @Override
        public void setSerial(XdgActivationTokenV1 self, int newSerial, WlSeat seat) {
            serial = newSerial;
        }

        @Override
        public void setAppId(XdgActivationTokenV1 self, String appId) {}

        @Override
        public void setSurface(XdgActivationTokenV1 self, WlSurface surface) {}

        @Override
        public void commit(XdgActivationTokenV1 self) {
            if (committed) throw self.error(XdgActivationTokenV1.ERROR_ALREADY_USED, "the token was committed before");
            committed = true;
            byte[] bytes = new byte[16];
            new SecureRandom().nextBytes(bytes);
            String name = HexFormat.of().formatHex(bytes);
            tokens.put(name, self.client().isPrivileged() || serial != null && globals.seat().mayGrab(self.client(), serial));
            self.sendDone(name);
        }
    }
}
