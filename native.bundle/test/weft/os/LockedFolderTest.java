package weft.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockedFolderTest {
    @TempDir Path parent;
    Path folder;

    @BeforeEach
    void name() {
        folder = parent.resolve("session");
    }

    @Test
    void the_folder_is_private_and_gone_after_its_owner_with_all_in_it() throws Exception {
        Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("kept"), "");
        var owner = LockedFolder.claim(folder);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        Files.writeString(Files.createDirectories(folder.resolve("a/b")).resolve("c"), "");
        Files.createSymbolicLink(folder.resolve("link"), elsewhere);
        owner.close();
        assertTrue(Files.notExists(folder));
        assertTrue(Files.exists(elsewhere.resolve("kept")), "links are not followed");
    }

    @Test
    void a_second_owner_is_refused_and_reads_what_the_first_wrote() throws Exception {
        try (var owner = LockedFolder.claim(folder)) {
            owner.write("a longer text\n");
            owner.write("pid 1\n");
            assertThrows(LockedFolder.InUseException.class, () -> LockedFolder.claim(folder));
            assertFalse(LockedFolder.removeAbandoned(folder));
            assertEquals("pid 1\n", LockedFolder.read(folder).orElseThrow());
        }
        assertTrue(LockedFolder.read(folder).isEmpty());
    }

    @Test
    void a_dead_owners_folder_is_taken_over_with_its_text() throws Exception {
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("lock"), "pid 7\n");
        try (var owner = LockedFolder.claim(folder)) {
            assertEquals("pid 7\n", owner.inherited());
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        }
    }

    @Test
    void a_dead_owners_folder_is_removed_by_the_last_user() throws Exception {
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("lock"), "");
        assertTrue(LockedFolder.removeAbandoned(folder));
        assertTrue(Files.notExists(folder));
        assertFalse(LockedFolder.removeAbandoned(folder));
    }

    @Test
    void a_link_in_place_of_the_folder_or_of_the_lock_is_refused() throws Exception {
        Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
        Files.createSymbolicLink(folder, elsewhere);
        assertTrue(assertThrows(IOException.class, () -> LockedFolder.claim(folder)).getMessage().contains("is not a folder"));
        Files.delete(folder);
        Files.createDirectory(folder);
        Files.createSymbolicLink(folder.resolve("lock"), elsewhere.resolve("file"));
        assertThrows(OsException.class, () -> LockedFolder.claim(folder));
        assertTrue(Files.notExists(elsewhere.resolve("file")));
    }

    @Test
    void a_missing_parent_is_named() {
        var e = assertThrows(NoSuchFileException.class, () -> LockedFolder.claim(parent.resolve("no/session")));
        assertTrue(e.getMessage().contains("no/session"));
    }
}
