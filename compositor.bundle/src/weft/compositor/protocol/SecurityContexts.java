package weft.compositor.protocol;

import java.util.HashMap;
import java.util.Map;
import weft.os.Fd;
import weft.os.OsException;
import weft.os.UnixSocket;
import weft.wayland.protocol.server.WpSecurityContextManagerV1;
import weft.wayland.protocol.server.WpSecurityContextV1;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/**
 * {@code wp_security_context_manager_v1}: a sandbox's own listening socket. Who connects there is never privileged,
 * whoever made the context, and cannot make contexts.
 */
final class SecurityContexts implements WpSecurityContextManagerV1.Requests {
    private static final int MOST_OF_A_CLIENT = 64, MOST_TEXT = 256;
    private final Display display;
    private final Map<Client, Integer> made = new HashMap<>();

    /** Who the clients of a context are, as its maker says; null where it did not. */
    record Context(String engine, String appId, String instanceId) {}

    SecurityContexts(Display display) {
        this.display = display;
        display.addGlobal(WpSecurityContextManagerV1.TYPE, 1, client -> of(client) == null, m -> m.setRequests(this));
    }

    /** The context that a client came from, or null. */
    static Context of(Client client) {
        return client.userData(Context.class);
    }

    @Override
    public void createListener(WpSecurityContextManagerV1 self, WpSecurityContextV1 id, Fd listening, Fd closing) {
        if (of(self.client()) != null || !UnixSocket.isListening(listening)) {
            listening.close();
            closing.close();
            if (of(self.client()) != null) throw self.error(WpSecurityContextManagerV1.ERROR_NESTED, "asked from within a context");
            throw self.error(WpSecurityContextManagerV1.ERROR_INVALID_LISTEN_FD, "that is not a local socket that listens");
        }
        var making = new Making(listening, closing);
        id.setRequests(making);
        id.onDestroy(making::end);
    }

    private void count(WpSecurityContextV1 context) {
        var client = context.client();
        if (made.merge(client, 1, Integer::sum) == 1) client.onDestroy(() -> made.remove(client));
        if (made.get(client) > MOST_OF_A_CLIENT) throw context.error(WpSecurityContextV1.ERROR_INVALID_METADATA, "this client has made " + MOST_OF_A_CLIENT + " contexts already");
    }

    private final class Making implements WpSecurityContextV1.Requests {
        private final Fd listening, closing;
        private String engine, appId, instanceId;
        private boolean committed;

        Making(Fd listening, Fd closing) {
            this.listening = listening;
            this.closing = closing;
        }

        @Override
        public void setSandboxEngine(WpSecurityContextV1 self, String name) {
            engine = checked(self, engine, name);
        }

        @Override
        public void setAppId(WpSecurityContextV1 self, String id) {
            appId = checked(self, appId, id);
        }

        @Override
        public void setInstanceId(WpSecurityContextV1 self, String id) {
            instanceId = checked(self, instanceId, id);
        }

        private String checked(WpSecurityContextV1 self, String before, String now) {
            requireOpen(self);
            if (before != null) throw self.error(WpSecurityContextV1.ERROR_ALREADY_SET, "it is \"" + before + "\" already");
            if (now.isEmpty() || now.length() > MOST_TEXT) throw self.error(WpSecurityContextV1.ERROR_INVALID_METADATA, "a text of " + now.length() + " characters");
            return now;
        }

        private void requireOpen(WpSecurityContextV1 self) {
            if (committed) throw self.error(WpSecurityContextV1.ERROR_ALREADY_USED, "it was committed before");
        }

        @Override
        public void commit(WpSecurityContextV1 self) {
            requireOpen(self);
            if (engine == null) throw self.error(WpSecurityContextV1.ERROR_INVALID_METADATA, "the sandbox's engine was not said");
            count(self);
            committed = true;
            var context = new Context(engine, appId, instanceId);
            try {
                display.listen(listening, closing, client -> client.setUserData(context));
            } catch (OsException e) {
                throw self.error(WpSecurityContextV1.ERROR_INVALID_METADATA, e.getMessage());
            }
        }

        void end() {
            if (committed) return;
            listening.close();
            closing.close();
        }
    }
}
