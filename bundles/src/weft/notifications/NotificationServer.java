package weft.notifications;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import weft.api.Printable;
import weft.api.gateway.Events;
import weft.api.message.Pages.Notification;
import weft.api.message.Pages.NotificationWithdrawn;

/**
 * Shows what programs of the session notify of: plain text, in their own name, bounded in length and number. The shell
 * shows each for a while; then, or when its program withdraws it, the program is told that it is gone.
 */
final class NotificationServer implements Notifications {
    private static final System.Logger LOG = System.getLogger("weft.notifications");
    private static final int MAX_NAME = 40, MAX_TITLE = 100, MAX_TEXT = 500, MAX = 20;
    private static final long WITHIN_NS = TimeUnit.SECONDS.toNanos(10), SHOWN_MS = 8_000, MAX_SHOWN_MS = 60_000;
    private static final int EXPIRED = 1, CLOSED = 3;
    private final DBusConnection bus;
    private final Events events;
    private final ScheduledExecutorService timer;
    private final Map<Long, ScheduledFuture<?>> shown = new HashMap<>();
    private final Deque<Long> recent = new ArrayDeque<>();
    private long last;

    NotificationServer(DBusConnection bus, Events events, ScheduledExecutorService timer) {
        this.bus = bus;
        this.events = events;
        this.timer = timer;
    }

    @Override
    public synchronized UInt32 Notify(String app, UInt32 replaces, String icon, String summary, String body, List<String> actions, Map<String, Variant<?>> hints, int expireMs) {
        count();
        long number = shown.containsKey(replaces.longValue()) ? replaces.longValue() : (last = last % 0xFFFFFFFFL + 1);
        String name = text(app, MAX_NAME), title = text(summary, MAX_TITLE);
        events.publish(new Notification(name.isEmpty() ? title : name + ": " + title, text(body, MAX_TEXT), "info", java.util.Optional.of(number)));
        ScheduledFuture<?> before = shown.put(number, timer.schedule(() -> gone(number, EXPIRED), expireMs > 0 ? Math.min(expireMs, MAX_SHOWN_MS) : SHOWN_MS, TimeUnit.MILLISECONDS));
        if (before != null) before.cancel(false);
        return new UInt32(number);
    }

    private static String text(String given, int max) {
        String text = Printable.text(given.strip());
        return text.codePointCount(0, text.length()) <= max ? text : text.substring(0, text.offsetByCodePoints(0, max - 1)) + "…";
    }

    private void count() {
        long now = System.nanoTime();
        while (!recent.isEmpty() && now - recent.peekFirst() >= WITHIN_NS) recent.removeFirst();
        if (recent.size() >= MAX) throw new DBusExecutionException("More than " + MAX + " notifications within 10 s are not shown.");
        recent.addLast(now);
    }

    @Override
    public void CloseNotification(UInt32 id) {
        if (!gone(id.longValue(), CLOSED)) throw new DBusExecutionException("There is no notification " + id + ".");
    }

    private boolean gone(long number, int reason) {
        synchronized (this) {
            var expiry = shown.remove(number);
            if (expiry == null) return false;
            expiry.cancel(false);
        }
        events.publish(new NotificationWithdrawn(number));
        try {
            bus.sendMessage(new NotificationClosed(PATH, new UInt32(number), new UInt32(reason)));
        } catch (DBusException e) {
            LOG.log(Level.DEBUG, "the end of a notification was not told: {0}", e.getMessage());
        }
        return true;
    }

    @Override
    public List<String> GetCapabilities() {
        return List.of("body");
    }

    @Override
    public ServerInformation<String, String, String, String> GetServerInformation() {
        return new ServerInformation<>("WEFT OS", "WEFT OS", "1", "1.2");
    }

    @Override
    public String getObjectPath() {
        return PATH;
    }
}
