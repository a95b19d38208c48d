package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.wayland.protocol.client.ExtForeignToplevelHandleV1;
import weft.wayland.protocol.client.ExtForeignToplevelListV1;

/** ext_foreign_toplevel_list_v1: which windows there are. */
class ToplevelListTest extends ProtocolTest {
    private final List<String> log = new ArrayList<>(), names = new ArrayList<>();

    private ExtForeignToplevelListV1 list(TestClient bar) throws Exception {
        var list = bar.connection.registry().bind(ExtForeignToplevelListV1.TYPE, 1);
        list.setEvents(new ExtForeignToplevelListV1.Events() {
            @Override
            public void toplevel(ExtForeignToplevelListV1 self, ExtForeignToplevelHandleV1 handle) {
                log.add("window");
                handle.setEvents(new Handle());
            }

            @Override
            public void finished(ExtForeignToplevelListV1 self) {
                log.add("finished");
            }
        });
        server.settle();
        return list;
    }

    private final class Handle implements ExtForeignToplevelHandleV1.Events {
        @Override
        public void title(ExtForeignToplevelHandleV1 self, String title) {
            log.add("title " + title);
        }

        @Override
        public void appId(ExtForeignToplevelHandleV1 self, String id) {
            log.add("app " + id);
        }

        @Override
        public void identifier(ExtForeignToplevelHandleV1 self, String name) {
            names.add(name);
        }

        @Override
        public void done(ExtForeignToplevelHandleV1 self) {
            log.add("done");
        }

        @Override
        public void closed(ExtForeignToplevelHandleV1 self) {
            log.add("closed");
            self.destroy();
        }
    }

    private List<String> take() {
        var out = List.copyOf(log);
        log.clear();
        return out;
    }

    @Test
    void windows_are_told_with_what_they_are_called_and_when_they_go() throws Exception {
        var window = client.window(100, 80, RED);
        window.toplevel.setTitle("One");
        window.toplevel.setAppId("org.example");
        window.map();
        list(server.connectPrivileged());
        assertEquals(List.of("window", "title One", "app org.example", "done"), take());
        window.toplevel.setTitle("Two");
        server.settle();
        assertEquals(List.of("title Two", "done"), take());
        window.toplevel.destroy();
        server.settle();
        assertEquals(List.of("closed"), take());
    }

    @Test
    void a_window_has_one_name_for_everybody_that_is_never_used_again() throws Exception {
        var window = client.window(100, 80, RED).map();
        list(server.connectPrivileged());
        list(server.connectPrivileged());
        assertEquals(names.get(0), names.get(1));
        assertTrue(names.getFirst().length() <= 32 && !names.getFirst().isEmpty(), names.getFirst());
        window.toplevel.destroy();
        server.settle();
        client.window(100, 80, BLUE).map();
        server.settle();
        assertEquals(4, names.size());
        assertNotEquals(names.get(0), names.get(2));
    }

    @Test
    void after_a_stop_there_is_the_last_event_and_no_more_windows() throws Exception {
        var list = list(server.connectPrivileged());
        list.stop();
        server.settle();
        client.window(100, 80, RED).map();
        server.settle();
        assertEquals(List.of("finished"), take());
        list.destroy();
    }
}
