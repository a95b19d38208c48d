package weft.notifications;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.connections.IDisconnectCallback;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import weft.api.gateway.Events;
import weft.api.message.Pages.Notification;

/**
 * The connection to a session bus, made again when it broke. In a window of another desktop, what WEFT OS notifies of goes
 * to whoever serves notifications there; else this is the desktop, and takes that name unless somebody has it. All work is
 * done on one thread of its own; the library calls in from its own threads.
 */
final class SessionBus implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("weft.notifications");
    private static final int DO_NOT_QUEUE = 4, PRIMARY_OWNER = 1, MAX_WAITING = 64;
    private static final long AGAIN_MS = 5_000;
    private final String address;
    private final boolean nested;
    private final Events events;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("weft-session-bus").factory());
    private final ScheduledExecutorService expiries = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("weft-notification-expiry").factory());
    private DBusConnection bus;
    private String said = "";

    /** @param address as in DBUS_SESSION_BUS_ADDRESS @param nested whether another desktop shows this one */
    SessionBus(String address, boolean nested, Events events) {
        this.address = address;
        this.nested = nested;
        this.events = events;
        thread.execute(this::connect);
    }

    private void connect() {
        try {
            var builder = DBusConnectionBuilder.forAddress(address).withShared(false);
            builder.transportConfig().withServiceLoaderClassLoader(SessionBus.class.getClassLoader());
            bus = builder.withDisconnectCallback(new Lost()).build();
            if (!nested) own();
            else say(Level.INFO, "notifications go to the session around this one");
        } catch (DBusException | RuntimeException | LinkageError e) {
            say(Level.WARNING, "the session bus cannot be used: " + e);
            disconnect();
            again();
        }
    }

    private void own() throws DBusException {
        bus.exportObject(Notifications.PATH, new NotificationServer(bus, events, expiries));
        var daemon = bus.getRemoteObject("org.freedesktop.DBus", "/org/freedesktop/DBus", DBus.class);
        if (daemon.RequestName(Notifications.NAME, new UInt32(DO_NOT_QUEUE)).intValue() == PRIMARY_OWNER) {
            say(Level.INFO, "this desktop shows the notifications of the session bus");
            return;
        }
        say(Level.INFO, "another program shows the notifications of the session bus");
        bus.unExportObject(Notifications.PATH);
    }

    // Once, however often it is tried.
    private void say(Level level, String sentence) {
        if (!sentence.equals(said)) LOG.log(level, sentence);
        said = sentence;
    }

    /** Passes on what WEFT OS notifies of, if another desktop shows it; too many at a time are dropped. */
    void pass(Notification notice) {
        if (!nested || thread.getQueue().size() >= MAX_WAITING) return;
        try {
            thread.execute(() -> send(notice));
        } catch (RejectedExecutionException e) {
            // Closed.
        }
    }

    private void send(Notification notice) {
        if (bus == null) return;
        try {
            byte urgency = (byte) (notice.kind().equals("failure") ? 2 : 1);
            bus.getRemoteObject(Notifications.NAME, Notifications.PATH, Notifications.class)
                    .Notify("WEFT OS", new UInt32(0), "", notice.title(), escaped(notice.text()), List.of(), Map.of("urgency", new Variant<>(urgency)), -1);
        } catch (DBusException | DBusExecutionException e) {
            LOG.log(Level.WARNING, "a notification was not shown by the session around this one: {0}", e.getMessage());
        }
    }

    // A server may take the body for markup.
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private final class Lost implements IDisconnectCallback {
        @Override
        public void disconnectOnError(IOException e) {
            try {
                thread.execute(() -> {
                    say(Level.WARNING, "the session bus is gone: " + e.getMessage());
                    disconnect();
                    again();
                });
            } catch (RejectedExecutionException closed) {
                // It does not matter any more.
            }
        }
    }

    private void again() {
        if (!thread.isShutdown()) thread.schedule(this::connect, AGAIN_MS, TimeUnit.MILLISECONDS);
    }

    private void disconnect() {
        if (bus == null) return;
        try {
            bus.disconnect();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "the connection to the session bus ended badly: {0}", e.getMessage());
        }
        bus = null;
    }

    @Override
    public void close() {
        thread.getQueue().clear();
        thread.execute(this::disconnect);
        thread.shutdown();
        expiries.shutdownNow();
        try {
            thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
