package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import weft.wayland.client.Registry;
import weft.wayland.protocol.client.ZwlrVirtualPointerManagerV1;

/** Who may look at and act in the windows of others: the session's own clients, and nobody else. */
class PrivilegedGlobalsTest extends ProtocolTest {
    private static final Set<String> PRIVILEGED = Set.of("zweft_shell_manager_v1", "zwlr_foreign_toplevel_manager_v1", "zwlr_virtual_pointer_manager_v1",
            "zwlr_layer_shell_v1", "zwlr_data_control_manager_v1", "zwlr_screencopy_manager_v1",
            "ext_foreign_toplevel_list_v1", "ext_data_control_manager_v1", "ext_image_copy_capture_manager_v1",
            "ext_output_image_capture_source_manager_v1", "ext_foreign_toplevel_image_capture_source_manager_v1", "zwp_input_method_manager_v2", "zwp_virtual_keyboard_manager_v1", "ext_session_lock_manager_v1", "zwlr_output_manager_v1", "zwlr_output_power_manager_v1");

    private static Set<String> offered(TestClient c) {
        return c.connection.registry().globals().stream().map(Registry.Global::type).collect(Collectors.toSet());
    }

    @Test
    void an_ordinary_client_sees_nothing_that_is_privileged() throws Exception {
        var more = new TreeSet<>(offered(server.connectPrivileged()));
        more.removeAll(offered(client));
        assertEquals(new TreeSet<>(PRIVILEGED), more);
    }

    @Test
    void an_ordinary_client_that_guesses_the_number_of_a_privileged_global_cannot_bind_it() throws Exception {
        var trusted = server.connectPrivileged();
        var global = trusted.connection.registry().find("zwlr_virtual_pointer_manager_v1").orElseThrow();
        client.connection.registry().bind(global, ZwlrVirtualPointerManagerV1.TYPE, 1);
        client.expectError(0, "wl_registry");
        assertTrue(trusted.connection.isOpen());
    }
}
