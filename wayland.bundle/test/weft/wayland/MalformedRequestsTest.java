package weft.wayland;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weft.wayland.RawClient.message;
import static weft.wayland.RawClient.withLength;
import static weft.wayland.RawClient.word;
import static weft.wayland.wire.MalformedMessage.IMPLEMENTATION;
import static weft.wayland.wire.MalformedMessage.INVALID_METHOD;
import static weft.wayland.wire.MalformedMessage.INVALID_OBJECT;
import static weft.wayland.wire.MalformedMessage.NO_MEMORY;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.os.Fd;
import weft.os.Memfd;
import weft.wayland.client.Connection;
import weft.wayland.protocol.server.WlCompositor;
import weft.wayland.protocol.server.WlRegion;
import weft.wayland.protocol.server.WlShm;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.ZweftShellManagerV1;
import weft.wayland.testing.Fixture;
import weft.wayland.wire.Limits;

/** Every way to break the wire format ends the client that does it, with the right error, and nobody else. */
class MalformedRequestsTest {
    private static final int REGISTRY = 2, COMPOSITOR = 3, SHM = 4, SHELL = 5, SURFACE = 6, WINDOW = 7;
    private static final int NEXT = 8;
    private Fixture fixture;
    private Connection bystander;
    private RawClient client;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture(new Limits(32, 1 << 16, 28));
        var display = fixture.display();
        display.addGlobal(WlCompositor.TYPE, 4, compositor -> compositor.setRequests(new WlCompositor.Requests() {
            @Override
            public void createSurface(WlCompositor self, WlSurface id) {}

            @Override
            public void createRegion(WlCompositor self, WlRegion id) {
                throw new IllegalStateException("a bug of ours");
            }
        }));
        display.addGlobal(WlShm.TYPE, 1, shm -> {});
        display.addGlobal(ZweftShellManagerV1.TYPE, 2, weft.wayland.server.Client::isPrivileged, shell -> {});
        bystander = fixture.connect();
        client = new RawClient(fixture, true);
        client.registry().bind("wl_compositor", 4, COMPOSITOR).bind("wl_shm", 1, SHM).bind("zweft_shell_manager_v1", 2, SHELL);
        client.send(COMPOSITOR, 0, SURFACE).send(createWindow(WINDOW, "title", SURFACE));
        assertEquals(3, client.globals().size());
        assertTrue(client.failure().isEmpty());
    }

    @AfterEach
    void stop() {
        client.close();
        fixture.close();
    }

    private static byte[] createWindow(int id, String title, int surface) {
        return message(SHELL, 1, id, "org.weft.test", title, 0, surface, 0, 0, 10, 10);
    }

    private void refused(int object, int code, String what, byte[] request, Fd... fds) throws Exception {
        client.send(request, fds);
        var failure = client.failure().orElseThrow();
        assertTrue(failure.message().contains(what), failure.message());
        assertEquals(object, failure.object());
        assertEquals(code, failure.code());
        assertTrue(client.isEnded());
        bystander.roundtrip(5000);
        assertEquals(1, fixture.display().clients().size());
    }

    @Test
    void an_object_that_does_not_exist() throws Exception {
        refused(1, INVALID_OBJECT, "invalid object 77", message(77, 0));
    }

    @Test
    void the_null_object() throws Exception {
        refused(1, INVALID_OBJECT, "invalid object 0", message(0, 0));
    }

    @Test
    void an_object_id_of_the_servers_range() throws Exception {
        refused(1, INVALID_OBJECT, "invalid object 4278190080", message(0xff000000, 0));
    }

    @Test
    void an_opcode_beyond_the_last() throws Exception {
        refused(1, INVALID_METHOD, "invalid method 11, object wl_surface#6", message(SURFACE, 11));
    }

    @Test
    void a_request_newer_than_the_bound_version() throws Exception {
        refused(1, INVALID_METHOD, "invalid method 10, object wl_surface#6 of version 4", message(SURFACE, 10, 0, 0));
    }

    @Test
    void a_message_shorter_than_its_header() throws Exception {
        refused(1, INVALID_METHOD, "message of 4 bytes", withLength(SURFACE, 6, 4, new byte[0]));
    }

    @Test
    void a_message_length_that_is_no_multiple_of_four() throws Exception {
        refused(1, INVALID_METHOD, "message of 10 bytes", withLength(SURFACE, 6, 10, new byte[4]));
    }

    @Test
    void a_message_above_the_limit_is_refused_by_its_header() throws Exception {
        refused(1, INVALID_METHOD, "message of 4100 bytes", withLength(SURFACE, 6, 4100, new byte[0]));
    }

    @Test
    void a_message_that_lacks_an_argument() throws Exception {
        refused(1, INVALID_METHOD, "message too short, wl_surface#6.damage", message(SURFACE, 2, 1, 2, 3));
    }

    @Test
    void a_message_with_more_than_its_arguments() throws Exception {
        refused(1, INVALID_METHOD, "message too long, wl_surface#6.commit", message(SURFACE, 6, 0));
    }

    @Test
    void a_descriptor_that_did_not_come() throws Exception {
        refused(1, INVALID_METHOD, "descriptor missing, wl_shm#4.create_pool", message(SHM, 0, NEXT, 4096));
    }

    @Test
    void a_string_that_does_not_end() throws Exception {
        refused(1, INVALID_METHOD, "string not terminated", message(WINDOW, 1, "abc".getBytes(), 0));
    }

    @Test
    void a_string_with_a_zero_inside() throws Exception {
        refused(1, INVALID_METHOD, "string with a zero byte", message(WINDOW, 1, "a\0b", 0));
    }

    @Test
    void a_string_longer_than_its_message() throws Exception {
        refused(1, INVALID_METHOD, "argument longer than its message", message(WINDOW, 1, 100, 0, 0));
    }

    @Test
    void a_string_of_negative_length() throws Exception {
        refused(1, INVALID_METHOD, "argument longer than its message", message(WINDOW, 1, -4, 0, 0));
    }

    @Test
    void a_string_whose_padding_overflows() throws Exception {
        refused(1, INVALID_METHOD, "argument longer than its message", message(WINDOW, 1, Integer.MAX_VALUE, 0, 0));
    }

    @Test
    void a_null_string() throws Exception {
        refused(1, INVALID_METHOD, "null string", message(WINDOW, 1, 0, 0));
    }

    @Test
    void an_array_longer_than_its_message() throws Exception {
        refused(1, INVALID_METHOD, "argument longer than its message, zweft_shell_window_v1#7.set_badges", message(WINDOW, 3, 9, 0, 0));
    }

    @Test
    void a_null_object_where_one_is_needed() throws Exception {
        refused(1, INVALID_METHOD, "null object, zweft_shell_manager_v1#5.create_window", createWindow(NEXT, "x", 0));
    }

    @Test
    void an_object_argument_that_does_not_exist() throws Exception {
        refused(1, INVALID_OBJECT, "invalid object 99", createWindow(NEXT, "x", 99));
    }

    @Test
    void an_object_argument_of_another_type() throws Exception {
        refused(1, INVALID_OBJECT, "invalid object 3", createWindow(NEXT, "x", COMPOSITOR));
    }

    @Test
    void a_new_id_that_leaves_a_gap() throws Exception {
        refused(1, INVALID_OBJECT, "invalid new id 9", message(COMPOSITOR, 0, NEXT + 1));
    }

    @Test
    void a_new_id_that_is_in_use() throws Exception {
        refused(1, INVALID_OBJECT, "invalid new id 6", message(COMPOSITOR, 0, SURFACE));
    }

    @Test
    void a_new_id_of_the_servers_range() throws Exception {
        refused(1, INVALID_OBJECT, "invalid new id 4278190080", message(COMPOSITOR, 0, 0xff000000));
    }

    @Test
    void a_new_id_of_zero() throws Exception {
        refused(1, INVALID_OBJECT, "invalid new id 0", message(COMPOSITOR, 0, 0));
    }

    @Test
    void a_callback_id_that_is_in_use() throws Exception {
        refused(1, INVALID_OBJECT, "invalid new id 3, wl_display#1.sync", message(1, 0, COMPOSITOR));
    }

    @Test
    void more_objects_than_allowed() throws Exception {
        for (int id = NEXT; id <= 32; id++) client.send(COMPOSITOR, 0, id);
        assertTrue(client.failure().isEmpty());
        refused(1, NO_MEMORY, "too many objects", message(COMPOSITOR, 0, 33));
    }

    @Test
    void more_descriptors_than_messages_take() throws Exception {
        try (Fd memory = Memfd.create("test", 4096)) {
            var many = new Fd[28];
            java.util.Arrays.fill(many, memory);
            client.send(message(SURFACE, 6), many);
            refused(1, NO_MEMORY, "too many descriptors", message(SURFACE, 6), memory);
        }
    }

    @Test
    void binding_a_global_that_does_not_exist() throws Exception {
        refused(REGISTRY, INVALID_OBJECT, "invalid global wl_shm (99)", message(REGISTRY, 0, 99, "wl_shm", 1, NEXT));
    }

    @Test
    void binding_a_global_as_another_interface() throws Exception {
        refused(REGISTRY, INVALID_OBJECT, "invalid global wl_seat (1)", message(REGISTRY, 0, 1, "wl_seat", 1, NEXT));
    }

    @Test
    void binding_a_version_above_that_of_the_global() throws Exception {
        refused(REGISTRY, INVALID_OBJECT, "have 4, wanted 5", message(REGISTRY, 0, 1, "wl_compositor", 5, NEXT));
    }

    @Test
    void binding_version_zero() throws Exception {
        refused(REGISTRY, INVALID_OBJECT, "have 4, wanted 0", message(REGISTRY, 0, 1, "wl_compositor", 0, NEXT));
    }

    @Test
    void a_handler_that_fails_is_an_internal_error() throws Exception {
        refused(1, IMPLEMENTATION, "internal error in wl_compositor#3.create_region", message(COMPOSITOR, 1, NEXT));
    }

    @Test
    void an_unprivileged_client_neither_sees_nor_binds_a_privileged_global() throws Exception {
        try (var stranger = new RawClient(fixture)) {
            assertEquals(2, stranger.registry().globals().size());
            stranger.send(REGISTRY, 0, 3, "zweft_shell_manager_v1", 1, 3);
            assertEquals("wl_registry#2: invalid global zweft_shell_manager_v1 (3)", stranger.failure().orElseThrow().message());
            assertFalse(client.isEnded());
        }
    }

    @Test
    void requests_after_the_wrong_one_are_not_served() throws Exception {
        var both = new java.io.ByteArrayOutputStream();
        both.writeBytes(message(77, 0));
        both.writeBytes(message(COMPOSITOR, 1, NEXT));
        refused(1, INVALID_OBJECT, "invalid object 77", both.toByteArray());
    }

    @Test
    void half_a_message_is_waited_for() throws Exception {
        byte[] request = message(SURFACE, 2, 1, 2, 3, 4);
        client.send(java.util.Arrays.copyOf(request, 7));
        fixture.settle();
        client.send(java.util.Arrays.copyOfRange(request, 7, 13));
        fixture.settle();
        client.send(java.util.Arrays.copyOfRange(request, 13, request.length));
        assertTrue(client.failure().isEmpty());
        refused(1, INVALID_OBJECT, "invalid object 77", message(77, 0));
    }

    @Test
    void a_client_that_leaves_in_the_middle_of_a_message_is_just_gone() throws Exception {
        client.send(word(SURFACE));
        client.close();
        bystander.roundtrip(5000);
        assertEquals(1, fixture.display().clients().size());
    }
}
