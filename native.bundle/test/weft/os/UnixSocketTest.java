package weft.os;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {
    @TempDir Path folder;

    @Test
    void a_connection_carries_bytes_and_names_its_peer() throws Exception {
        Path path = folder.resolve("s");
        try (Fd listener = UnixSocket.listen(path, 4); Fd client = UnixSocket.connect(path); Fd server = UnixSocket.accept(listener)) {
            client.write(new byte[] {1, 2, 3}, 0, 3);
            byte[] got = new byte[8];
            assertEquals(3, server.read(got, 0, 8));
            assertArrayEquals(new byte[] {1, 2, 3}, Arrays.copyOf(got, 3));
            assertEquals(ProcessHandle.current().pid(), UnixSocket.peer(server).pid());
            client.close();
            assertEquals(0, server.read(got, 0, 8));
        }
    }

    @Test
    void descriptors_travel_with_their_bytes() throws Exception {
        var pair = UnixSocket.pair();
        try (Fd a = pair[0]; Fd b = pair[1]; Fd memory = Memfd.create("test", 4096); Arena arena = Arena.ofConfined()) {
            Memfd.seal(memory, Memfd.SEAL_SHRINK);
            Memfd.map(memory.number(), 4096, true, arena).set(ValueLayout.JAVA_INT, 0, 0x57454654);
            UnixSocket.send(a, new byte[] {7}, 0, 1, memory);
            var received = UnixSocket.receive(b, new byte[16], 0, 16);
            assertEquals(1, received.fds().length);
            try (Fd copy = received.fds()[0]) {
                assertEquals(Memfd.SEAL_SHRINK, Memfd.seals(copy.number()));
                assertEquals(0x57454654, Memfd.map(copy.number(), 4096, false, arena).get(ValueLayout.JAVA_INT, 0));
            }
        }
    }

    @Test
    void connecting_to_nothing_names_the_path_and_the_error() {
        Path path = folder.resolve("absent");
        var e = assertThrows(OsException.class, () -> UnixSocket.connect(path));
        assertEquals(Errno.ENOENT, e.errno());
        assertEquals("connect " + path + ": ENOENT", e.getMessage());
    }

    @Test
    void a_path_too_long_for_a_socket_is_refused() {
        var e = assertThrows(OsException.class, () -> UnixSocket.connect(Path.of("/" + "x".repeat(120))));
        assertEquals(Errno.ENAMETOOLONG, e.errno());
    }
}
