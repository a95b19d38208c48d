package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.os.Fd;
import weft.os.Memfd;
import weft.os.UnixSocket;
import weft.wayland.client.Connection;
import weft.wayland.client.Registry;
import weft.wayland.protocol.client.WpSecurityContextManagerV1;
import weft.wayland.protocol.client.WpSecurityContextV1;

/** wp_security_context_manager_v1: sockets for clients in a sandbox. */
class SecurityContextsTest extends ProtocolTest {
    @TempDir Path folder;
    private Fd mine;

    @AfterEach
    void closePipe() {
        if (mine != null) mine.close();
    }

    private Path socket() {
        return folder.resolve("s");
    }

    /** A context that is not committed yet; {@code mine} is the end of the pipe that keeps it. */
    private WpSecurityContextV1 context(TestClient maker) throws IOException {
        var pipe = Fd.pipe();
        mine = pipe[0];
        try (var listening = UnixSocket.listen(socket(), 4); var theirs = pipe[1]) {
            return maker.bind(WpSecurityContextManagerV1.TYPE).createListener(listening, theirs);
        }
    }

    private WpSecurityContextV1 committed(TestClient maker) throws IOException {
        var context = context(maker);
        context.setSandboxEngine("org.example.engine");
        context.setAppId("org.example.app");
        context.setInstanceId("1");
        context.commit();
        server.settle();
        return context;
    }

    private static Set<String> offered(TestClient c) {
        return c.connection.registry().globals().stream().map(Registry.Global::type).collect(Collectors.toSet());
    }

    private TestClient enter() throws IOException {
        var connection = new Connection(UnixSocket.connect(socket()), server.host().loop());
        var inside = new TestClient(server, connection);
        inside.roundtrip();
        return inside;
    }

    @Test
    void who_connects_there_sees_nothing_privileged_and_cannot_make_contexts_whoever_made_it() throws Exception {
        var trusted = server.connectPrivileged();
        committed(trusted);
        var inside = enter();
        var expected = new TreeSet<>(offered(client));
        expected.remove("wp_security_context_manager_v1");
        assertEquals(expected, new TreeSet<>(offered(inside)));
        var global = client.connection.registry().find("wp_security_context_manager_v1").orElseThrow();
        inside.connection.registry().bind(global, WpSecurityContextManagerV1.TYPE, 1);
        inside.expectError(0, "wl_registry");
        assertTrue(trusted.connection.isOpen());
    }

    @Test
    void its_windows_are_as_others() throws Exception {
        committed(client);
        enter().window(100, 80, RED).map();
        assertEquals(RED, server.pixel(lastX() + 50, lastY() + 40));
    }

    @Test
    void it_outlives_the_client_that_made_it_and_ends_with_the_other_end_of_the_pipe() throws Exception {
        var maker = server.connect();
        committed(maker).destroy();
        server.settle();
        maker.connection.close();
        server.settle();
        var inside = enter();
        mine.close();
        server.until(() -> {
            try {
                UnixSocket.connect(socket()).close();
                return false;
            } catch (IOException e) {
                return true;
            }
        });
        inside.roundtrip();
        assertTrue(inside.connection.isOpen(), "those who are in may stay");
    }

    @Test
    void nobody_is_let_in_before_it_is_committed_and_its_descriptors_go_with_it() throws Exception {
        var context = context(client);
        context.setSandboxEngine("org.example.engine");
        server.settle();
        try (var waiting = UnixSocket.connect(socket())) {
            assertEquals(1, server.host().display().clients().size());
            assertTrue(waiting.isOpen());
            context.destroy();
            server.settle();
            assertEquals(0, mine.read(new byte[1], 0, 1));
            assertThrows(IOException.class, () -> UnixSocket.connect(socket()));
        }
    }

    @Test
    void what_does_not_listen_is_refused() throws Exception {
        try (var memory = Memfd.create("no socket", 16); var other = Memfd.create("close", 16)) {
            client.bind(WpSecurityContextManagerV1.TYPE).createListener(memory, other);
            client.expectError(WpSecurityContextManagerV1.ERROR_INVALID_LISTEN_FD, "wp_security_context_manager_v1");
        }
    }

    @Test
    void a_connected_socket_is_refused() throws Exception {
        var pair = UnixSocket.pair();
        try (var one = pair[0]; var two = pair[1]) {
            client.bind(WpSecurityContextManagerV1.TYPE).createListener(one, two);
            client.expectError(WpSecurityContextManagerV1.ERROR_INVALID_LISTEN_FD, "wp_security_context_manager_v1");
        }
    }

    @Test
    void something_said_twice_is_an_error() throws Exception {
        var context = context(client);
        context.setAppId("a");
        context.setAppId("a");
        client.expectError(WpSecurityContextV1.ERROR_ALREADY_SET, "wp_security_context_v1");
    }

    @Test
    void what_is_changed_after_the_commit_is_an_error() throws Exception {
        var context = committed(client);
        context.setInstanceId("2");
        client.expectError(WpSecurityContextV1.ERROR_ALREADY_USED, "wp_security_context_v1");
    }

    @Test
    void a_second_commit_is_an_error() throws Exception {
        var context = committed(client);
        context.commit();
        client.expectError(WpSecurityContextV1.ERROR_ALREADY_USED, "wp_security_context_v1");
    }

    @Test
    void a_context_without_an_engine_is_an_error() throws Exception {
        var context = context(client);
        context.setAppId("a");
        context.commit();
        client.expectError(WpSecurityContextV1.ERROR_INVALID_METADATA, "wp_security_context_v1");
    }

    @Test
    void a_text_without_end_is_an_error() throws Exception {
        var context = context(client);
        context.setAppId("a".repeat(300));
        client.expectError(WpSecurityContextV1.ERROR_INVALID_METADATA, "wp_security_context_v1");
    }
}
