package weft.compositor.protocol;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import weft.os.EventLoop;
import weft.os.OsException;
import weft.wayland.protocol.server.ExtIdleNotificationV1;
import weft.wayland.protocol.server.ExtIdleNotifierV1;
import weft.wayland.protocol.server.WlSeat;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.ZwpIdleInhibitManagerV1;
import weft.wayland.protocol.server.ZwpIdleInhibitorV1;
import weft.wayland.server.Display;

/**
 * {@code ext_idle_notifier_v1}: tells when there was no input for a while; and {@code zwp_idle_inhibit_manager_v1}, by
 * which a surface that is on the screen, such as a film, keeps that from happening.
 */
final class IdleNotifier implements ExtIdleNotifierV1.Requests, ZwpIdleInhibitManagerV1.Requests {
    private static final int LEAST_MS = 100;
    private final Display display;
    private final List<Notification> notifications = new ArrayList<>();
    private final Set<Surface> inhibiting = new HashSet<>();
    private long lastActive = System.nanoTime();

    IdleNotifier(Display display) {
        this.display = display;
        display.addGlobal(ExtIdleNotifierV1.TYPE, 1, n -> n.setRequests(this));
        display.addGlobal(ZwpIdleInhibitManagerV1.TYPE, 1, m -> m.setRequests(this));
    }

    /** There was input. */
    void active() {
        lastActive = System.nanoTime();
        for (int i = 0; i < notifications.size(); i++) notifications.get(i).resume();
    }

    @Override
    public void getIdleNotification(ExtIdleNotifierV1 self, ExtIdleNotificationV1 id, int timeout, WlSeat seat) {
        id.setRequests(new ExtIdleNotificationV1.Requests() {});
        var n = new Notification(id, Math.max(LEAST_MS, Integer.toUnsignedLong(timeout)) * 1_000_000);
        notifications.add(n);
        id.onDestroy(() -> {
            notifications.remove(n);
            n.timer.close();
        });
    }

    @Override
    public void createInhibitor(ZwpIdleInhibitManagerV1 self, ZwpIdleInhibitorV1 id, WlSurface surface) {
        var s = Surface.of(surface);
        id.setRequests(new ZwpIdleInhibitorV1.Requests() {});
        inhibiting.add(s);
        id.onDestroy(() -> {
            inhibiting.remove(s);
            // The wait begins anew.
            active();
        });
        surface.onDestroy(() -> inhibiting.remove(s));
    }

    private boolean isInhibited() {
        return inhibiting.stream().anyMatch(Surface::isShown);
    }

    /** One wait. Its timer is not set again by each input: it looks when it fires whether there was any. */
    private final class Notification {
        private final ExtIdleNotificationV1 resource;
        private final long nanos;
        private final EventLoop.Timer timer;
        private boolean idle;

        Notification(ExtIdleNotificationV1 resource, long nanos) {
            this.resource = resource;
            this.nanos = nanos;
            try {
                timer = display.loop().timer(this::elapsed);
            } catch (OsException e) {
                throw new UncheckedIOException(e);
            }
            timer.startAfter(nanos);
        }

        private void elapsed() {
            long left = lastActive + nanos - System.nanoTime();
            if (left > 0) {
                timer.startAfter(left);
            } else if (isInhibited()) {
                timer.startAfter(nanos);
            } else {
                idle = true;
                resource.sendIdled();
            }
        }

        void resume() {
            if (!idle) return;
            idle = false;
            resource.sendResumed();
            timer.startAfter(nanos);
        }
    }
}
