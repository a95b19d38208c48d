package weft.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.api.Places;

class ConsoleAccessTest {
    @TempDir Path state;

    private ConsoleAccess open(Map<String, String> more) throws Exception {
        return ConsoleAccess.open(Places.of(Map.of("XDG_STATE_HOME", state.toString())), more);
    }

    @Test
    void the_password_is_told_once_and_kept_as_a_hash_that_only_its_owner_reads() throws Exception {
        var first = open(Map.of());
        assertNotNull(first.firstPassword());
        var second = open(Map.of());
        assertNull(second.firstPassword());
        assertEquals(first.hash(), second.hash());
        Path file = state.resolve("weft/0/console.password");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(first.hash(), Files.readString(file).strip());
        assertEquals(first.hash(), ConsoleAccess.hash(first.firstPassword(), first.hash().split("[}-]")[2]));
    }

    @Test
    void a_port_that_another_session_has_is_passed_over() throws Exception {
        int first = open(Map.of()).port();
        try (var other = new ServerSocket(first, 1, InetAddress.getByName(ConsoleAccess.HOST))) {
            int second = open(Map.of()).port();
            assertNotEquals(other.getLocalPort(), second);
        }
        assertEquals(9000, open(Map.of("WEFT_CONSOLE_PORT", "9000")).port());
    }
}
