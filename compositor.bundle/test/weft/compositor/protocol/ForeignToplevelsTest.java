package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.compositor.window.Placement;
import weft.wayland.protocol.client.WlSeat;
import weft.wayland.protocol.client.ZwlrForeignToplevelHandleV1;
import weft.wayland.protocol.client.ZwlrForeignToplevelManagerV1;
import weft.wayland.wire.IntArrays;

/** zwlr_foreign_toplevel_manager_v1: a task bar's list of windows, and its clicks. */
class ForeignToplevelsTest extends ProtocolTest {
    private final List<String> log = new ArrayList<>();
    private TestClient bar;
    private ZwlrForeignToplevelHandleV1 handle;

    @BeforeEach
    void watch() throws Exception {
        bar = server.connectPrivileged();
        bar.bind(ZwlrForeignToplevelManagerV1.TYPE).setEvents(new ZwlrForeignToplevelManagerV1.Events() {
            @Override
            public void toplevel(ZwlrForeignToplevelManagerV1 self, ZwlrForeignToplevelHandleV1 toplevel) {
                handle = toplevel;
                listen(toplevel);
            }

            @Override
            public void finished(ZwlrForeignToplevelManagerV1 self) {
                log.add("finished");
            }
        });
        server.settle();
    }

    private void listen(ZwlrForeignToplevelHandleV1 toplevel) {
        toplevel.setEvents(new ZwlrForeignToplevelHandleV1.Events() {
            @Override
            public void title(ZwlrForeignToplevelHandleV1 self, String title) {
                log.add("title " + title);
            }

            @Override
            public void state(ZwlrForeignToplevelHandleV1 self, byte[] state) {
                log.add("state " + java.util.Arrays.toString(IntArrays.ints(state)));
            }

            @Override
            public void done(ZwlrForeignToplevelHandleV1 self) {
                log.add("done");
            }

            @Override
            public void closed(ZwlrForeignToplevelHandleV1 self) {
                log.add("closed");
            }
        });
    }

    private List<String> take() throws Exception {
        server.settle();
        var out = List.copyOf(log);
        log.clear();
        return out;
    }

    @Test
    void windows_are_listed_with_what_changes_of_them_until_they_close() throws Exception {
        var w = client.window(100, 100, RED).map();
        assertEquals(List.of("title ", "state [2]", "done"), take());
        w.toplevel.setTitle("Letter");
        server.settle();
        assertEquals(List.of("title Letter", "done"), take());
        w.toplevel.destroy();
        server.settle();
        assertEquals(List.of("closed"), take());
    }

    @Test
    void a_task_bar_minimises_restores_maximises_and_closes() throws Exception {
        var w = client.window(100, 100, RED).map();
        take();
        handle.setMinimized();
        assertTrue(take().contains("state [1]"));
        assertTrue(server.lastWindow().isMinimized());
        handle.activate(bar.bind(WlSeat.TYPE));
        assertTrue(take().contains("state [2]"));
        handle.setMaximized();
        server.settle();
        assertEquals(Placement.MAXIMIZED, server.lastWindow().placement());
        handle.setFullscreen(null);
        handle.unsetFullscreen();
        server.settle();
        assertEquals(Placement.MAXIMIZED, server.lastWindow().placement());
        handle.close();
        server.settle();
        assertTrue(w.closed);
    }

    @Test
    void a_list_that_is_stopped_says_no_more() throws Exception {
        bar.bind(ZwlrForeignToplevelManagerV1.TYPE).stop();
        assertEquals(List.of("finished"), take());
        client.window(100, 100, RED).map();
        assertEquals(List.of(), take());
    }
}
