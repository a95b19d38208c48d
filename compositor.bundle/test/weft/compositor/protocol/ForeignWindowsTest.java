package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.wayland.protocol.client.ZweftForeignWindowV1;
import weft.wayland.protocol.client.ZweftShellManagerV1;

/** zweft_foreign_window_v1: the shell hears of the windows of other programs. */
class ForeignWindowsTest extends ProtocolTest {
    private final List<String> log = new ArrayList<>();
    private final List<ZweftForeignWindowV1> windows = new ArrayList<>();

    private TestClient shell() throws Exception {
        var shell = server.connectPrivileged();
        shell.bind(ZweftShellManagerV1.TYPE).setEvents(new ZweftShellManagerV1.Events() {
            @Override
            public void foreignWindow(ZweftShellManagerV1 self, ZweftForeignWindowV1 window) {
                follow(window);
            }
        });
        server.settle();
        return shell;
    }

    private void follow(ZweftForeignWindowV1 window) {
        windows.add(window);
        window.setEvents(new ZweftForeignWindowV1.Events() {
            @Override
            public void described(ZweftForeignWindowV1 w, String title, String appId, int focused) {
                log.add(title + " of " + appId + " " + focused);
            }

            @Override
            public void gone(ZweftForeignWindowV1 w) {
                log.add("gone");
                w.destroy();
            }
        });
    }

    private TestWindow named(String title) throws Exception {
        var window = client.window(100, 80, RED);
        window.toplevel.setTitle(title);
        window.toplevel.setAppId("org.example");
        return window.map();
    }

    private List<String> take() {
        var out = List.copyOf(log);
        log.clear();
        return out;
    }

    @Test
    void windows_of_others_are_told_and_its_own_are_not() throws Exception {
        var window = named("One");
        var shell = shell();
        assertEquals(List.of("One of org.example 1"), take());
        var surface = shell.surface();
        shell.bind(ZweftShellManagerV1.TYPE).createWindow("own", "Own", ZweftShellManagerV1.ROLE_NORMAL, surface, 0, 0, 50, 50);
        surface.attach(shell.buffer(50, 50, BLUE), 0, 0);
        surface.commit();
        server.settle();
        assertEquals(List.of("One of org.example 0"), take());
        window.toplevel.setTitle("Two");
        server.settle();
        assertEquals(List.of("Two of org.example 0"), take());
        window.toplevel.destroy();
        server.settle();
        assertEquals(List.of("gone"), take());
    }

    @Test
    void a_window_is_brought_back_and_closed_by_it() throws Exception {
        var window = named("One");
        shell();
        server.host().workspace().desktop().minimize(server.lastWindow());
        windows.getFirst().activate();
        server.settle();
        assertEquals("One of org.example 1", take().getLast());
        windows.getFirst().close();
        server.settle();
        assertTrue(window.closed);
    }
}
