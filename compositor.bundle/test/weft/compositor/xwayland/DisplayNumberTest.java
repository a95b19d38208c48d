package weft.compositor.xwayland;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.os.UnixSocket;

/** The number of an X display, in a folder as all X servers of a machine share it. */
class DisplayNumberTest {
    @TempDir Path shared;

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectory(shared.resolve(".X11-unix"));
        Files.setAttribute(shared.resolve(".X11-unix"), "unix:mode", 01777);
    }

    @Test
    void two_displays_never_have_one_number() throws IOException {
        try (var first = DisplayNumber.claim(shared); var second = DisplayNumber.claim(shared)) {
            assertEquals(0, first.number());
            assertEquals(1, second.number());
            UnixSocket.connect(shared.resolve(".X11-unix/X1")).close();
        }
        try (var leftover = Files.walk(shared)) {
            assertFalse(leftover.anyMatch(Files::isRegularFile));
        }
        assertFalse(Files.exists(shared.resolve(".X11-unix/X0")));
    }

    @Test
    void the_lock_names_its_process_as_x_servers_write_it() throws IOException {
        try (var n = DisplayNumber.claim(shared)) {
            String lock = Files.readString(shared.resolve(".X" + n.number() + "-lock"));
            assertEquals(11, lock.length());
            assertEquals(ProcessHandle.current().pid(), Long.parseLong(lock.strip()));
        }
    }

    @Test
    void a_lock_of_a_process_that_is_no_more_is_replaced() throws Exception {
        var gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.writeString(shared.resolve(".X0-lock"), "%10d\n".formatted(gone.pid()));
        try (var n = DisplayNumber.claim(shared)) {
            assertEquals(0, n.number());
        }
    }

    @Test
    void a_lock_that_is_no_lock_is_let_alone() throws IOException {
        Path precious = Files.writeString(shared.resolve("precious"), "kept");
        Files.createSymbolicLink(shared.resolve(".X0-lock"), precious);
        Files.writeString(shared.resolve(".X1-lock"), "somebody else's words");
        try (var n = DisplayNumber.claim(shared)) {
            assertEquals(2, n.number());
        }
        assertEquals("kept", Files.readString(precious));
        assertTrue(Files.isSymbolicLink(shared.resolve(".X0-lock")));
    }

    @Test
    void a_number_whose_abstract_socket_somebody_has_is_not_taken() throws IOException {
        try (var other = UnixSocket.listen("@" + shared.resolve(".X11-unix/X0"), 1); var n = DisplayNumber.claim(shared)) {
            assertTrue(other.isOpen());
            assertEquals(1, n.number());
            assertFalse(Files.exists(shared.resolve(".X0-lock")));
        }
    }

    @Test
    void a_number_whose_socket_is_served_is_not_taken() throws IOException {
        Path file = shared.resolve(".X11-unix/X0");
        try (var other = UnixSocket.listen(file, 1); var n = DisplayNumber.claim(shared)) {
            assertTrue(other.isOpen());
            assertEquals(1, n.number());
        }
        assertTrue(Files.exists(file));
    }

    @Test
    void a_folder_out_of_which_others_can_take_sockets_is_refused() throws IOException {
        Files.setAttribute(shared.resolve(".X11-unix"), "unix:mode", 0777);
        assertTrue(assertThrows(IOException.class, () -> DisplayNumber.claim(shared)).getMessage().contains("lets others remove sockets"));
        Files.delete(shared.resolve(".X11-unix"));
        Files.createSymbolicLink(shared.resolve(".X11-unix"), shared);
        assertTrue(assertThrows(IOException.class, () -> DisplayNumber.claim(shared)).getMessage().contains("is not a folder"));
    }

    @Test
    void a_folder_that_is_missing_is_made_for_all() throws IOException {
        Files.delete(shared.resolve(".X11-unix"));
        try (var n = DisplayNumber.claim(shared)) {
            assertEquals(0, n.number());
            assertEquals(01777, (Integer) Files.getAttribute(shared.resolve(".X11-unix"), "unix:mode") & 07777);
        }
    }
}
