package weft.wayland;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.os.Fd;
import weft.os.Memfd;
import weft.os.UnixSocket;
import weft.wayland.client.Registry;
import weft.wayland.protocol.server.WlCompositor;
import weft.wayland.protocol.server.WlDataDevice;
import weft.wayland.protocol.server.WlDataDeviceManager;
import weft.wayland.protocol.server.WlDataSource;
import weft.wayland.protocol.server.WlKeyboard;
import weft.wayland.protocol.server.WlPointer;
import weft.wayland.protocol.server.WlRegion;
import weft.wayland.protocol.server.WlSeat;
import weft.wayland.protocol.server.WlShm;
import weft.wayland.protocol.server.WlShmPool;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.WlTouch;
import weft.wayland.server.Resource;
import weft.wayland.testing.Fixture;
import weft.wayland.wire.Limits;

/** The life of clients, resources and globals, as the server sees it. */
class DisplayTest {
    @TempDir Path folder;
    private final List<String> destroyed = new ArrayList<>();
    private final List<Fd> pools = new ArrayList<>();
    private final List<WlSurface> surfaces = new ArrayList<>();
    private final List<WlKeyboard> keyboards = new ArrayList<>();
    private Fixture fixture;
    private int openBefore;

    @BeforeEach
    void start() throws Exception {
        openBefore = openDescriptors();
        fixture = new Fixture(new Limits(1000, 1 << 16, 64));
        var display = fixture.display();
        display.addGlobal(WlCompositor.TYPE, 5, compositor -> {
            compositor.setRequests(new Compositor());
            note(compositor);
        });
        display.addGlobal(WlShm.TYPE, 1, shm -> shm.setRequests((self, id, fd, size) -> {
            if (size <= 0) throw self.error(WlShm.ERROR_INVALID_STRIDE, "size " + size);
            pools.add(fd);
        }));
        display.addGlobal(WlSeat.TYPE, 7, seat -> seat.setRequests(new Seat()));
    }

    @AfterEach
    void nothing_is_left_open() {
        fixture.close();
        pools.forEach(Fd::close);
        assertEquals(openBefore, openDescriptors());
    }

    private static int openDescriptors() {
        return new File("/proc/self/fd").list().length;
    }

    private void note(Resource resource) {
        resource.onDestroy(() -> destroyed.add(resource.toString()));
    }

    private final class Compositor implements WlCompositor.Requests {
        @Override
        public void createSurface(WlCompositor self, WlSurface id) {
            note(id);
            surfaces.add(id);
        }

        @Override
        public void createRegion(WlCompositor self, WlRegion id) {
            note(id);
        }
    }

    private final class Seat implements WlSeat.Requests {
        @Override
        public void getPointer(WlSeat self, WlPointer id) {}

        @Override
        public void getKeyboard(WlSeat self, WlKeyboard id) {
            keyboards.add(id);
        }

        @Override
        public void getTouch(WlSeat self, WlTouch id) {}
    }

    @Test
    void a_client_that_leaves_takes_its_resources_along_in_the_order_of_their_ids() throws Exception {
        try (var client = new RawClient(fixture)) {
            client.registry().bind("wl_compositor", 4, 3);
            client.send(3, 1, 4).send(3, 0, 5).send(3, 0, 6).send(4, 0).send(3, 1, 4);
            assertTrue(client.failure().isEmpty());
            assertEquals(List.of("wl_region#4"), destroyed);
        }
        fixture.until(() -> fixture.display().clients().isEmpty());
        assertEquals(List.of("wl_region#4", "wl_compositor#3", "wl_region#4", "wl_surface#5", "wl_surface#6"), destroyed);
    }

    @Test
    void a_listener_that_fails_keeps_nothing_alive() throws Exception {
        try (var client = new RawClient(fixture)) {
            client.registry().bind("wl_compositor", 4, 3).send(3, 0, 4).send(3, 0, 5).events();
            surfaces.getFirst().onDestroy(() -> {
                throw new IllegalStateException("a bug of ours");
            });
        }
        fixture.until(() -> fixture.display().clients().isEmpty());
        assertEquals(List.of("wl_compositor#3", "wl_surface#4", "wl_surface#5"), destroyed);
        assertTrue(surfaces.stream().allMatch(Resource::isDestroyed));
    }

    @Test
    void a_destroyed_object_frees_its_id_and_hears_no_more() throws Exception {
        var connection = fixture.connect();
        var compositor = connection.registry().bind(weft.wayland.protocol.client.WlCompositor.TYPE, 5);
        var surface = compositor.createSurface();
        int id = surface.id();
        surface.destroy();
        assertNotEquals(id, compositor.createSurface().id());
        fixture.roundtrip();
        assertTrue(List.of(compositor.createSurface().id(), compositor.createSurface().id()).contains(id));
        fixture.roundtrip();
        var gone = surfaces.getFirst();
        assertTrue(gone.isDestroyed());
        gone.sendEnter(null);
        fixture.roundtrip();
        assertFalse(connection.isLost());
    }

    @Test
    void an_event_newer_than_the_bound_version_is_not_sent() throws Exception {
        try (var client = new RawClient(fixture)) {
            client.registry().bind("wl_seat", 3, 3).send(3, 1, 4).events();
            keyboards.getFirst().sendRepeatInfo(25, 600);
            keyboards.getFirst().sendModifiers(1, 0, 0, 0, 0);
            assertEquals(List.of(4), client.events().stream().filter(e -> e.object() == 4).map(RawClient.Event::opcode).toList());
        }
    }

    @Test
    void a_client_that_stops_reading_is_dropped_at_the_limit_and_others_go_on() throws Exception {
        var other = fixture.connect();
        try (var client = new RawClient(fixture)) {
            client.registry().bind("wl_seat", 7, 3).send(3, 1, 4).events();
            var keyboard = keyboards.getFirst();
            int sent = 0;
            while (!keyboard.isDestroyed()) {
                for (int i = 0; i < 100; i++) keyboard.sendKey(sent++, 0, 30, 1);
                other.roundtrip(5000);
                assertTrue(sent < 1_000_000, "nothing stops the output");
            }
            assertEquals(1, fixture.display().clients().size());
            keyboard.sendKey(0, 0, 30, 0);
            other.roundtrip(5000);
        }
    }

    @Test
    void a_client_that_sends_without_reading_is_dropped_too() throws Exception {
        var other = fixture.connect();
        try (var client = new RawClient(fixture)) {
            client.registry();
            var syncs = new java.io.ByteArrayOutputStream();
            for (int i = 0; i < 300; i++) syncs.writeBytes(RawClient.message(1, 0, 3));
            int sent = 0;
            while (fixture.display().clients().size() > 1) {
                try {
                    client.send(syncs.toByteArray());
                } catch (weft.os.OsException e) {
                    assertEquals(weft.os.Errno.EPIPE, e.errno());
                }
                fixture.settle();
                assertTrue(sent++ < 10_000, "nothing stops the output");
            }
            other.roundtrip(5000);
        }
    }

    @Test
    void a_client_found_gone_while_writing_ends_without_another_wait() throws Exception {
        var client = new RawClient(fixture);
        client.registry().bind("wl_seat", 7, 3).send(3, 1, 4).events();
        client.close();
        keyboards.getFirst().sendModifiers(1, 0, 0, 0, 0);
        while (!fixture.display().clients().isEmpty()) fixture.display().dispatch(-1);
        assertTrue(keyboards.getFirst().isDestroyed());
    }

    @Test
    void descriptors_belong_to_the_handler_that_got_them() throws Exception {
        try (var client = new RawClient(fixture); Fd memory = Memfd.create("test", 4096)) {
            client.registry().bind("wl_shm", 1, 3);
            client.send(RawClient.message(3, 0, 4, 4096), memory);
            assertTrue(client.failure().isEmpty());
            assertEquals(1, pools.size());
            assertNotEquals(memory.number(), pools.getFirst().number());
        }
    }

    @Test
    void descriptors_of_refused_requests_and_unused_ones_are_closed() throws Exception {
        try (var client = new RawClient(fixture); Fd memory = Memfd.create("test", 4096)) {
            client.registry().bind("wl_shm", 1, 3).events();
            int before = openDescriptors();
            client.send(RawClient.message(3, 0, 4, 0), memory, memory, memory);
            assertEquals(WlShm.ERROR_INVALID_STRIDE, client.failure().orElseThrow().code());
            // The connection itself is gone as well.
            assertEquals(before - 1, openDescriptors());
        }
    }

    @Test
    void descriptors_for_an_inert_object_are_closed() throws Exception {
        fixture.display().addGlobal(WlDataDeviceManager.TYPE, 3, manager -> {});
        fixture.display().addGlobal(WlShm.TYPE, 1, shm -> shm.setRequests(null));
        try (var client = new RawClient(fixture); Fd memory = Memfd.create("test", 4096)) {
            client.registry();
            int name = client.globals().getLast().name();
            client.send(2, 0, name, "wl_shm", 1, 3).events();
            int before = openDescriptors();
            client.send(RawClient.message(3, 0, 4, 4096), memory).send(4, 1);
            assertTrue(client.failure().isEmpty());
            assertEquals(before, openDescriptors());
        }
    }

    @Test
    void descriptors_to_a_client_that_does_not_read_are_closed_with_it() throws Exception {
        try (Fd memory = Memfd.create("test", 4096)) {
            var client = new RawClient(fixture);
            client.registry().bind("wl_seat", 7, 3).send(3, 1, 4).events();
            int sent = 0;
            while (!keyboards.getFirst().isDestroyed()) {
                keyboards.getFirst().sendKeymap(WlKeyboard.KEYMAP_FORMAT_XKB_V1, memory, 4096);
                fixture.settle();
                assertTrue(sent++ < 100_000, "nothing stops the output");
            }
            client.close();
        }
    }

    @Test
    void globals_come_and_go_in_the_registries_of_those_who_may_see_them() throws Exception {
        var plain = fixture.connect();
        var privileged = fixture.connect(true);
        var removed = new ArrayList<Registry.Global>();
        plain.registry().onRemove(removed::add);
        var open = fixture.display().addGlobal(WlShm.TYPE, 1, shm -> {});
        var secret = fixture.display().addGlobal(WlSeat.TYPE, 5, weft.wayland.server.Client::isPrivileged, seat -> {});
        fixture.roundtrip();
        assertEquals(4, plain.registry().globals().size());
        assertEquals(5, privileged.registry().globals().size());
        secret.remove();
        open.remove();
        open.remove();
        fixture.roundtrip();
        assertEquals(List.of(open.name()), removed.stream().map(Registry.Global::name).toList());
        assertEquals(3, privileged.registry().globals().size());
    }

    @Test
    void binding_a_global_that_has_just_gone_gives_an_inert_object() throws Exception {
        var bound = new ArrayList<WlSeat>();
        var global = fixture.display().addGlobal(WlSeat.TYPE, 5, bound::add);
        try (var client = new RawClient(fixture)) {
            client.registry().events();
            global.remove();
            client.send(2, 0, global.name(), "wl_seat", 5, 3).send(3, 1, 4).send(4, 0).send(3, 3);
            assertTrue(client.failure().isEmpty());
            assertTrue(bound.isEmpty());
        }
    }

    @Test
    void an_event_cannot_name_an_object_of_another_client() throws Exception {
        try (var one = new RawClient(fixture); var two = new RawClient(fixture)) {
            one.registry().bind("wl_compositor", 5, 3).send(3, 0, 4).events();
            two.registry().bind("wl_seat", 7, 3).send(3, 1, 4).events();
            var keyboard = keyboards.getFirst();
            assertThrows(IllegalArgumentException.class, () -> keyboard.sendEnter(1, surfaces.getFirst(), new byte[0]));
            keyboard.sendModifiers(1, 0, 0, 0, 0);
            assertEquals(List.of(4), two.events().stream().filter(e -> e.object() == 4).map(RawClient.Event::opcode).toList());
        }
    }

    @Test
    void an_event_about_a_destroyed_object_is_dropped() throws Exception {
        try (var client = new RawClient(fixture)) {
            client.registry().bind("wl_compositor", 5, 3).bind("wl_seat", 7, 4).send(3, 0, 5).send(4, 1, 6).send(5, 0).events();
            keyboards.getFirst().sendLeave(1, surfaces.getFirst());
            keyboards.getFirst().sendModifiers(1, 0, 0, 0, 0);
            assertEquals(List.of(4), client.events().stream().filter(e -> e.object() == 6).map(RawClient.Event::opcode).toList());
        }
    }

    @Test
    void clients_come_through_listening_sockets_with_their_rank_and_credentials() throws Exception {
        fixture.display().listen(UnixSocket.listen(folder.resolve("public"), 4), false);
        fixture.display().listen(UnixSocket.listen(folder.resolve("privileged"), 4), true);
        var seen = new ArrayList<String>();
        fixture.display().onConnect(c -> seen.add(c.isPrivileged() + " " + c.peer().pid()));
        try (Fd one = UnixSocket.connect(folder.resolve("public"))) {
            fixture.until(() -> seen.size() == 1);
            try (Fd two = UnixSocket.connect(folder.resolve("privileged"))) {
                fixture.until(() -> seen.size() == 2);
            }
        }
        long pid = ProcessHandle.current().pid();
        assertEquals(List.of("false " + pid, "true " + pid), seen);
        fixture.until(() -> fixture.display().clients().isEmpty());
    }

    @Test
    void one_client_too_many_is_turned_away_and_its_place_is_free_again_later() throws Exception {
        fixture.display().listen(UnixSocket.listen(folder.resolve("s"), 300), false);
        var connections = new Fd[256];
        for (int i = 0; i < connections.length; i++) {
            connections[i] = UnixSocket.connect(folder.resolve("s"));
            fixture.settle();
        }
        assertEquals(256, fixture.display().clients().size());
        try (Fd late = UnixSocket.connect(folder.resolve("s"))) {
            fixture.settle();
            assertEquals(0, late.read(new byte[1], 0, 1));
        }
        connections[7].close();
        fixture.settle();
        try (Fd next = UnixSocket.connect(folder.resolve("s"))) {
            fixture.settle();
            assertEquals(256, fixture.display().clients().size());
        }
        Arrays.stream(connections).forEach(Fd::close);
        fixture.until(() -> fixture.display().clients().isEmpty());
    }

    @Test
    void a_handler_may_end_its_own_client() throws Exception {
        fixture.display().addGlobal(WlShm.TYPE, 1, shm -> shm.client().destroy());
        try (var client = new RawClient(fixture)) {
            client.registry();
            int name = client.globals().getLast().name();
            client.send(2, 0, name, "wl_shm", 1, 3);
            assertTrue(client.isEnded());
            assertTrue(fixture.display().clients().isEmpty());
        }
    }

    @Test
    void a_client_that_keeps_what_the_server_makes_ends_at_the_limit_without_harm_to_the_sender() throws Exception {
        var devices = new ArrayList<WlDataDevice>();
        fixture.display().addGlobal(WlDataDeviceManager.TYPE, 3, manager -> manager.setRequests(new WlDataDeviceManager.Requests() {
            @Override
            public void createDataSource(WlDataDeviceManager self, WlDataSource id) {}

            @Override
            public void getDataDevice(WlDataDeviceManager self, WlDataDevice id, WlSeat seat) {
                devices.add(id);
            }
        }));
        try (var client = new RawClient(fixture)) {
            client.registry().bind("wl_seat", 7, 3).bind("wl_data_device_manager", 3, 4).send(4, 1, 5, 3).events();
            for (int i = 0; i < 1000; i++) assertFalse(devices.getFirst().sendDataOffer().isDestroyed());
            assertTrue(client.failure().isEmpty());
            assertTrue(devices.getFirst().sendDataOffer().isDestroyed());
            assertEquals(weft.wayland.wire.MalformedMessage.NO_MEMORY, client.failure().orElseThrow().code());
            assertTrue(client.isEnded());
        }
    }

    @Test
    void an_error_on_an_object_of_another_client_ends_that_other_client() throws Exception {
        try (var victim = new RawClient(fixture); var other = new RawClient(fixture)) {
            victim.registry().bind("wl_compositor", 5, 3).send(3, 0, 4).events();
            fixture.display().addGlobal(WlShm.TYPE, 1, shm -> {
                throw surfaces.getFirst().error(7, "seen while serving another");
            });
            other.registry();
            int name = other.globals().getLast().name();
            other.send(2, 0, name, "wl_shm", 1, 3);
            assertTrue(other.failure().isEmpty());
            assertEquals(new RawClient.Failure(4, 7, "wl_surface#4: seen while serving another"), victim.failure().orElseThrow());
            assertTrue(victim.isEnded());
            assertFalse(other.isEnded());
        }
    }

    @Test
    void messages_can_be_watched_as_text() throws Exception {
        var lines = new ArrayList<String>();
        fixture.display().onConnect(c -> c.trace(lines::add));
        try (var client = new RawClient(fixture)) {
            client.registry().bind("wl_seat", 7, 3).send(3, 1, 4);
            client.send(1, 0).events();
        }
        assertEquals(List.of("<- wl_display#1.get_registry(new #2)", "-> wl_registry#2.global(1, \"wl_compositor\", 5)", "-> wl_registry#2.global(2, \"wl_shm\", 1)",
                "-> wl_registry#2.global(3, \"wl_seat\", 7)", "<- wl_registry#2.bind(3, \"wl_seat\", 7, new #3)", "<- wl_seat#3.get_keyboard(new #4)",
                "<- wl_display#1.sync(… too short", "-> wl_display#1.error(#1, 1, \"message too short, wl_display#1.sync\")"), lines);
    }

    @Test
    void user_data_is_given_back_as_it_was() throws Exception {
        try (var client = new RawClient(fixture)) {
            client.registry().bind("wl_compositor", 5, 3).send(3, 0, 4).events();
            var data = new Object();
            surfaces.getFirst().setUserData(data);
            assertSame(data, surfaces.getFirst().userData(Object.class));
            assertSame(surfaces.getFirst(), fixture.lastClient().resource(4));
        }
    }
}
