package weft.wayland;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.os.Errno;
import weft.os.Fd;
import weft.os.Memfd;
import weft.os.OsException;
import weft.os.UnixSocket;
import weft.wayland.client.CompositorError;
import weft.wayland.client.Connection;
import weft.wayland.client.ConnectionLost;
import weft.wayland.protocol.client.WlCompositor;
import weft.wayland.protocol.client.WlDataDevice;
import weft.wayland.protocol.client.WlDataDeviceManager;
import weft.wayland.protocol.client.WlDataOffer;
import weft.wayland.protocol.client.WlKeyboard;
import weft.wayland.protocol.client.WlSeat;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.ZweftShellManagerV1;
import weft.wayland.testing.Fixture;

/** The client role against a real display. */
class ConnectionTest {
    @TempDir Path folder;
    private final List<weft.wayland.protocol.server.WlDataDevice> devices = new ArrayList<>();
    private final List<weft.wayland.protocol.server.WlKeyboard> keyboards = new ArrayList<>();
    private Fixture fixture;
    private int openBefore;

    @BeforeEach
    void start() throws Exception {
        openBefore = openDescriptors();
        fixture = new Fixture();
        var display = fixture.display();
        display.addGlobal(weft.wayland.protocol.server.WlCompositor.TYPE, 4, compositor -> {});
        display.addGlobal(weft.wayland.protocol.server.WlSeat.TYPE, 7, seat -> seat.setRequests(new Seat()));
        display.addGlobal(weft.wayland.protocol.server.WlDataDeviceManager.TYPE, 3, manager -> manager.setRequests(new Data()));
        display.addGlobal(weft.wayland.protocol.server.ZweftShellManagerV1.TYPE, 2, shell -> shell.setRequests(new Shell()));
    }

    @AfterEach
    void nothing_is_left_open() {
        fixture.close();
        assertEquals(openBefore, openDescriptors());
    }

    private static int openDescriptors() {
        return new File("/proc/self/fd").list().length;
    }

    private final class Seat implements weft.wayland.protocol.server.WlSeat.Requests {
        @Override
        public void getPointer(weft.wayland.protocol.server.WlSeat self, weft.wayland.protocol.server.WlPointer id) {}

        @Override
        public void getKeyboard(weft.wayland.protocol.server.WlSeat self, weft.wayland.protocol.server.WlKeyboard id) {
            keyboards.add(id);
        }

        @Override
        public void getTouch(weft.wayland.protocol.server.WlSeat self, weft.wayland.protocol.server.WlTouch id) {}
    }

    private final class Data implements weft.wayland.protocol.server.WlDataDeviceManager.Requests {
        @Override
        public void createDataSource(weft.wayland.protocol.server.WlDataDeviceManager self, weft.wayland.protocol.server.WlDataSource id) {}

        @Override
        public void getDataDevice(weft.wayland.protocol.server.WlDataDeviceManager self, weft.wayland.protocol.server.WlDataDevice id,
                weft.wayland.protocol.server.WlSeat seat) {
            devices.add(id);
        }
    }

    private final class Shell implements weft.wayland.protocol.server.ZweftShellManagerV1.Requests {
        @Override
        public void createWindow(weft.wayland.protocol.server.ZweftShellManagerV1 self, weft.wayland.protocol.server.ZweftShellWindowV1 id,
                String appId, String title, int role, weft.wayland.protocol.server.WlSurface surface, int x, int y, int width, int height) {
            if (role > 4) throw self.error(weft.wayland.protocol.server.ZweftShellManagerV1.ERROR_INVALID_ROLE, "role " + role);
            id.sendConfigure(x, y, width, height, weft.wayland.protocol.server.ZweftShellWindowV1.STATE_ACTIVATED);
        }

        @Override
        public void setTheme(weft.wayland.protocol.server.ZweftShellManagerV1 self, int theme) {}

        @Override
        public void showWorkspace(weft.wayland.protocol.server.ZweftShellManagerV1 self, int workspace) {}
    }

    @Test
    void an_error_of_the_compositor_says_what_was_wrong() throws Exception {
        var connection = fixture.connect();
        var shell = connection.registry().bind(ZweftShellManagerV1.TYPE, 2);
        var surface = connection.registry().bind(WlCompositor.TYPE, 4).createSurface();
        var lost = new ArrayList<ConnectionLost>();
        connection.onLost(lost::add);
        shell.createWindow("org.weft.test", "title", 9, surface, 0, 0, 1, 1);
        var error = assertThrows(CompositorError.class, () -> connection.roundtrip(5000));
        assertEquals(shell.id(), error.objectId());
        assertEquals(ZweftShellManagerV1.ERROR_INVALID_ROLE, error.code());
        assertEquals("zweft_shell_manager_v1#" + shell.id() + ": role 9", error.getMessage());
        assertEquals(List.of(error), lost);
        assertTrue(connection.isLost());
        surface.commit();
        assertSame(error, assertThrows(CompositorError.class, () -> connection.roundtrip(5000)));
    }

    @Test
    void a_compositor_that_goes_is_noticed_and_requests_lead_nowhere() throws Exception {
        var connection = fixture.connect();
        var compositor = connection.registry().bind(WlCompositor.TYPE, 4);
        fixture.lastClient().destroy();
        var lost = assertThrows(ConnectionLost.class, () -> connection.roundtrip(5000));
        assertEquals("the compositor closed the connection", lost.getMessage());
        for (int i = 0; i < 100_000; i++) compositor.createSurface().destroy();
    }

    @Test
    void a_request_of_a_destroyed_object_is_a_mistake() throws Exception {
        var connection = fixture.connect();
        var surface = connection.registry().bind(WlCompositor.TYPE, 4).createSurface();
        surface.destroy();
        assertThrows(IllegalStateException.class, surface::commit);
        connection.roundtrip(5000);
    }

    @Test
    void a_request_newer_than_the_bound_version_is_a_mistake() throws Exception {
        var connection = fixture.connect();
        var surface = connection.registry().bind(WlCompositor.TYPE, 5).createSurface();
        var mistake = assertThrows(IllegalStateException.class, () -> surface.offset(1, 1));
        assertTrue(mistake.getMessage().endsWith("offset needs version 5, bound is 4"), mistake.getMessage());
        connection.roundtrip(5000);
    }

    @Test
    void a_request_that_cannot_be_sent_makes_no_object() throws Exception {
        var connection = fixture.connect();
        var compositor = connection.registry().bind(WlCompositor.TYPE, 4);
        var shell = connection.registry().bind(ZweftShellManagerV1.TYPE, 2);
        var surface = compositor.createSurface();
        var gone = compositor.createSurface();
        gone.destroy();
        assertThrows(IllegalArgumentException.class, () -> shell.createWindow("org.weft.test", "x".repeat(5000), 0, surface, 0, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> shell.createWindow("org.weft.test", "x", 0, gone, 0, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> shell.createWindow("org.weft.test", null, 0, surface, 0, 0, 1, 1));
        var configured = new int[1];
        shell.createWindow("org.weft.test", "x".repeat(3000), 0, surface, 1, 2, 30, 40).setEvents(new weft.wayland.protocol.client.ZweftShellWindowV1.Events() {
            @Override
            public void configure(weft.wayland.protocol.client.ZweftShellWindowV1 self, int x, int y, int width, int height, int state) {
                configured[0] = width;
            }
        });
        connection.roundtrip(5000);
        assertEquals(30, configured[0]);
    }

    @Test
    void events_under_way_to_a_destroyed_object_are_dropped_with_all_they_bring() throws Exception {
        var connection = fixture.connect();
        var seat = connection.registry().bind(WlSeat.TYPE, 7);
        WlKeyboard keyboard = seat.getKeyboard();
        WlDataDevice device = connection.registry().bind(WlDataDeviceManager.TYPE, 3).getDataDevice(seat);
        var offers = new ArrayList<WlDataOffer>();
        device.setEvents(new WlDataDevice.Events() {
            @Override
            public void dataOffer(WlDataDevice self, WlDataOffer id) {
                offers.add(id);
            }
        });
        connection.roundtrip(5000);
        try (Fd memory = Memfd.create("keymap", 10)) {
            keyboards.getFirst().sendKeymap(1, memory, 10);
        }
        var offer = devices.getFirst().sendDataOffer();
        offer.sendOffer("text/plain");
        devices.getFirst().sendSelection(offer);
        keyboard.release();
        device.release();
        connection.roundtrip(5000);
        assertTrue(offers.isEmpty());
    }

    @Test
    void objects_made_by_the_compositor_are_used_and_given_back() throws Exception {
        var connection = fixture.connect();
        var seat = connection.registry().bind(WlSeat.TYPE, 7);
        WlDataDevice device = connection.registry().bind(WlDataDeviceManager.TYPE, 3).getDataDevice(seat);
        var offers = new ArrayList<WlDataOffer>();
        var selections = new ArrayList<WlDataOffer>();
        var types = new ArrayList<String>();
        device.setEvents(new WlDataDevice.Events() {
            @Override
            public void dataOffer(WlDataDevice self, WlDataOffer id) {
                offers.add(id);
                id.setEvents(new WlDataOffer.Events() {
                    @Override
                    public void offer(WlDataOffer self, String mimeType) {
                        types.add(mimeType);
                    }
                });
            }

            @Override
            public void selection(WlDataDevice self, WlDataOffer id) {
                selections.add(id);
            }
        });
        connection.roundtrip(5000);
        for (int round = 0; round < 3; round++) {
            var offer = devices.getFirst().sendDataOffer();
            assertEquals(0xff000000, offer.id());
            offer.sendOffer("text/" + round);
            devices.getFirst().sendSelection(offer);
            connection.roundtrip(5000);
            assertSame(offers.getLast(), selections.getLast());
            offers.getLast().destroy();
            connection.roundtrip(5000);
            assertTrue(offer.isDestroyed());
        }
        assertEquals(List.of("text/0", "text/1", "text/2"), types);
    }

    @Test
    void a_global_that_is_not_offered_cannot_be_bound() throws Exception {
        var connection = fixture.connect();
        assertThrows(IllegalStateException.class, () -> connection.registry().bind(weft.wayland.protocol.client.WlShm.TYPE, 1));
        connection.roundtrip(5000);
    }

    @Test
    void what_a_listener_throws_comes_out_of_the_dispatch() throws Exception {
        var connection = fixture.connect();
        connection.sync(() -> {
            throw new IllegalStateException("a bug of the client");
        });
        assertThrows(IllegalStateException.class, () -> connection.roundtrip(5000));
        connection.roundtrip(5000);
    }

    @Test
    void a_listener_may_make_a_roundtrip_itself() throws Exception {
        var connection = fixture.connect();
        var order = new ArrayList<String>();
        connection.sync(() -> {
            try {
                connection.roundtrip(5000);
                order.add("inner");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        connection.sync(() -> order.add("second"));
        connection.roundtrip(5000);
        assertEquals(List.of("second", "inner"), order);
    }

    @Test
    void nonsense_from_the_compositor_ends_the_connection() throws Exception {
        Fd[] pair = UnixSocket.pair();
        try (Fd compositor = pair[1]; var connection = new Connection(pair[0])) {
            byte[] event = RawClient.message(77, 0);
            compositor.write(event, 0, event.length);
            var lost = assertThrows(ConnectionLost.class, () -> connection.roundtrip(5000));
            assertEquals("the compositor sent nonsense: event to unknown object 77", lost.getMessage());
        }
    }

    @Test
    void a_compositor_that_does_not_answer_is_given_up_at_the_time_limit() throws Exception {
        Fd[] pair = UnixSocket.pair();
        try (Fd silent = pair[1]; var connection = new Connection(pair[0])) {
            assertEquals("no answer within 20 ms", assertThrows(ConnectionLost.class, () -> connection.roundtrip(20)).getMessage());
            assertFalse(connection.isLost());
        }
    }

    @Test
    void the_environment_names_the_compositor() throws Exception {
        fixture.display().listen(UnixSocket.listen(folder.resolve("weft-test"), 4), false);
        for (var environment : List.of(Map.of("WAYLAND_DISPLAY", folder.resolve("weft-test").toString()),
                Map.of("WAYLAND_DISPLAY", "weft-test", "XDG_RUNTIME_DIR", folder.toString()))) {
            int before = fixture.display().clients().size();
            try (var connection = Connection.connect(environment)) {
                fixture.until(() -> fixture.display().clients().size() == before + 1);
            }
            fixture.until(() -> fixture.display().clients().size() == before);
        }
        assertEquals(Errno.ENOENT, assertThrows(OsException.class, () -> Connection.connect(Map.of("XDG_RUNTIME_DIR", folder.toString()))).errno());
        assertThrows(IOException.class, () -> Connection.connect(Map.of()));
    }

    @Test
    void a_connection_runs_in_its_own_thread_and_takes_work_from_others() throws Exception {
        Fd[] pair = UnixSocket.pair();
        fixture.display().addClient(pair[1], false);
        var connection = new Connection(pair[0]);
        var failure = new AtomicReference<Throwable>();
        var thread = Thread.ofPlatform().start(() -> {
            try {
                connection.loop().run();
            } catch (Throwable t) {
                failure.set(t);
            }
        });
        var surfaces = new ArrayList<WlSurface>();
        var done = new java.util.concurrent.atomic.AtomicBoolean();
        connection.post(() -> connection.sync(() -> {
            surfaces.add(connection.registry().bind(WlCompositor.TYPE, 4).createSurface());
            connection.sync(() -> done.set(true));
        }));
        while (!done.get()) fixture.display().dispatch(5);
        connection.loop().stop();
        thread.join();
        connection.close();
        assertEquals(null, failure.get());
        assertEquals(1, surfaces.size());
    }
}
