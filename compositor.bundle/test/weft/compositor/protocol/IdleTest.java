package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.wayland.protocol.client.ExtIdleNotificationV1;
import weft.wayland.protocol.client.ExtIdleNotifierV1;
import weft.wayland.protocol.client.WlSeat;
import weft.wayland.protocol.client.ZwpIdleInhibitManagerV1;

/** ext_idle_notifier_v1 and zwp_idle_inhibit_manager_v1. The shortest wait there is, a tenth of a second, is waited for. */
class IdleTest extends ProtocolTest {
    private List<String> watch(TestClient c) {
        var log = new ArrayList<String>();
        c.bind(ExtIdleNotifierV1.TYPE).getIdleNotification(0, c.bind(WlSeat.TYPE)).setEvents(new ExtIdleNotificationV1.Events() {
            @Override
            public void idled(ExtIdleNotificationV1 self) {
                log.add("idled");
            }

            @Override
            public void resumed(ExtIdleNotificationV1 self) {
                log.add("resumed");
            }
        });
        return log;
    }

    @Test
    void a_client_hears_when_there_is_no_input_and_when_there_is_again() throws Exception {
        var log = watch(client);
        server.until(() -> log.contains("idled"));
        server.move(10, 10);
        assertEquals(List.of("idled", "resumed"), log);
        server.until(() -> log.size() == 3);
        assertEquals("idled", log.getLast());
    }

    @Test
    void nobody_is_idle_while_a_film_is_on_the_screen() throws Exception {
        var w = client.window(100, 100, RED).map();
        var inhibitor = client.bind(ZwpIdleInhibitManagerV1.TYPE).createInhibitor(w.surface);
        server.settle();
        var log = watch(client);
        // Another wait, of a client that came later, would be over at the same time: so it is checked by what ends first.
        long deadline = System.nanoTime() + 400_000_000L;
        server.until(() -> System.nanoTime() > deadline || wake());
        assertFalse(log.contains("idled"), "idle although a surface keeps it from that");
        inhibitor.destroy();
        server.until(() -> log.contains("idled"));
    }

    /** Keeps the loop going. */
    private boolean wake() {
        server.host().loop().post(() -> {});
        return false;
    }
}
