package weft.notifications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.api.message.Message;
import weft.api.message.Pages.Notification;
import weft.api.message.Pages.NotificationWithdrawn;

/** A private bus, real notify-send, and the desktop in both of its roles. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SessionBusTest {
    private static final long LIMIT_S = 60;
    @TempDir
    Path home;
    private final BlockingQueue<Message> told = new LinkedBlockingQueue<>();
    private final List<Process> processes = new ArrayList<>();
    private String address;
    private Process daemon;

    @BeforeEach
    void startBus() throws Exception {
        address = "unix:path=" + home.resolve("bus");
        daemon = startDaemon();
    }

    private Process startDaemon() throws Exception {
        var process = start("dbus-daemon", "--session", "--nofork", "--address=" + address, "--print-address");
        assertTrue(process.inputReader().readLine().startsWith(address), "the bus is up");
        return process;
    }

    private Process start(String... command) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DBUS_SESSION_BUS_ADDRESS", address);
        var process = builder.start();
        processes.add(process);
        return process;
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process p : processes) {
            p.destroy();
            if (!p.waitFor(10, TimeUnit.SECONDS)) p.destroyForcibly();
        }
    }

    private SessionBus desktop(boolean nested) {
        return new SessionBus(address, nested, told::add);
    }

    private String send(String... arguments) throws Exception {
        var line = new ArrayList<>(List.of("notify-send"));
        line.addAll(List.of(arguments));
        var process = start(line.toArray(String[]::new));
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), output);
        return output.strip();
    }

    private <T extends Message> T told(Class<T> type, Predicate<T> wanted) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        while (true) {
            Message m = told.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (m == null) throw new AssertionError("nothing like it was told");
            if (type.isInstance(m) && wanted.test(type.cast(m))) return type.cast(m);
        }
    }

    private void awaitOwner() throws Exception {
        var wait = start("gdbus", "wait", "--session", "--timeout", Long.toString(LIMIT_S), Notifications.NAME);
        assertEquals(0, wait.waitFor(), "somebody serves notifications");
    }

    @Test
    void what_a_program_notifies_of_is_shown_replaced_and_withdrawn() throws Exception {
        try (var desktop = desktop(false)) {
            awaitOwner();
            String number = send("--app-name=Mail", "--print-id", "Two letters", "From <b>Ada</b>\u0007 and Bob");
            var notice = told(Notification.class, n -> true);
            assertEquals("Mail: Two letters", notice.title());
            assertTrue(notice.text().startsWith("From <b>Ada</b>") && notice.text().chars().noneMatch(c -> c == 7), "plain text, without control characters");
            assertEquals(Long.parseLong(number), notice.number().orElseThrow());
            assertEquals(number, send("--app-name=Mail", "--print-id", "--replace-id=" + number, "Three letters"));
            assertEquals(notice.number(), told(Notification.class, n -> n.title().equals("Mail: Three letters")).number());
            var close = start("gdbus", "call", "--session", "--dest", Notifications.NAME, "--object-path", Notifications.PATH, "--method", Notifications.NAME + ".CloseNotification", number);
            assertEquals(0, close.waitFor());
            assertEquals(Long.parseLong(number), told(NotificationWithdrawn.class, n -> true).number());
        }
    }

    @Test
    void a_program_that_waits_hears_that_its_notification_has_expired() throws Exception {
        try (var desktop = desktop(false)) {
            awaitOwner();
            send("--wait", "--expire-time=100", "Tea");
            var who = start("gdbus", "call", "--session", "--dest", Notifications.NAME, "--object-path", Notifications.PATH, "--method", Notifications.NAME + ".GetServerInformation");
            assertEquals("('WEFT OS', 'WEFT OS', '1', '1.2')", who.inputReader().readLine());
            told(NotificationWithdrawn.class, n -> true);
        }
    }

    @Test
    void too_much_is_cut_or_refused_and_does_not_reach_the_screen() throws Exception {
        try (var desktop = desktop(false)) {
            awaitOwner();
            send("x".repeat(5_000), "y".repeat(50_000));
            var notice = told(Notification.class, n -> true);
            assertTrue(notice.title().length() < 200 && notice.text().length() <= 500, () -> notice.title().length() + " and " + notice.text().length());
            var outcomes = new ArrayList<Integer>();
            for (int i = 0; i < 25; i++) {
                var process = start("notify-send", "n" + i);
                outcomes.add(process.waitFor());
            }
            // Somewhere within ten seconds the twenty-first is refused; a machine so slow that it is none has no flood.
            long shown = told.stream().filter(Notification.class::isInstance).count();
            assertEquals(outcomes.stream().filter(code -> code == 0).count(), shown, "what was refused was not shown, and the sender knows");
        }
    }

    @Test
    void another_server_keeps_its_name_and_this_desktop_goes_on_without() throws Exception {
        try (var first = desktop(false)) {
            awaitOwner();
            try (var second = new SessionBus(address, false, m -> { throw new AssertionError("the second was asked"); })) {
                send("For the first");
                told(Notification.class, n -> n.title().endsWith("For the first"));
            }
            send("Still the first");
            told(Notification.class, n -> n.title().endsWith("Still the first"));
        }
    }

    @Test
    void a_bus_that_dies_and_comes_back_has_its_server_again() throws Exception {
        try (var desktop = desktop(false)) {
            awaitOwner();
            daemon.destroyForcibly().waitFor();
            Files.deleteIfExists(home.resolve("bus"));
            daemon = startDaemon();
            awaitOwner();
            send("Again");
            told(Notification.class, n -> n.title().endsWith("Again"));
        }
    }

    /** The desktop around, as far as notifications go. */
    private record Around(BlockingQueue<String> shown) implements Notifications {
        @Override
        public UInt32 Notify(String app, UInt32 replaces, String icon, String summary, String body, List<String> actions, Map<String, Variant<?>> hints, int expireMs) {
            shown.add(app + "|" + summary + "|" + body + "|" + hints.get("urgency").getValue());
            return new UInt32(1);
        }

        @Override
        public void CloseNotification(UInt32 id) {}

        @Override
        public List<String> GetCapabilities() {
            return List.of("body", "body-markup");
        }

        @Override
        public ServerInformation<String, String, String, String> GetServerInformation() {
            return new ServerInformation<>("around", "around", "1", "1.2");
        }

        @Override
        public String getObjectPath() {
            return PATH;
        }
    }

    @Test
    void in_a_window_of_another_desktop_notifications_go_to_that_one() throws Exception {
        var shown = new LinkedBlockingQueue<String>();
        try (DBusConnection around = DBusConnectionBuilder.forAddress(address).withShared(false).build()) {
            around.exportObject(Notifications.PATH, new Around(shown));
            around.requestBusName(Notifications.NAME);
            try (var desktop = desktop(true)) {
                desktop.pass(new Notification("Bell: Tea", "1 < 2 & ready", "info"));
                assertEquals("WEFT OS|Bell: Tea|1 &lt; 2 &amp; ready|1", shown.poll(LIMIT_S, TimeUnit.SECONDS));
                desktop.pass(new Notification("Notes failed", "", "failure"));
                assertEquals("WEFT OS|Notes failed||2", shown.poll(LIMIT_S, TimeUnit.SECONDS));
            }
            assertTrue(told.isEmpty());
        }
    }
}
