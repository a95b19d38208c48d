package weft.portal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.gateway.OpenFiles;
import weft.api.message.Files.FsClose;
import weft.api.message.Files.FsData;
import weft.api.message.Files.FsEntries;
import weft.api.message.Files.FsList;
import weft.api.message.Files.FsMkdir;
import weft.api.message.Files.FsOpen;
import weft.api.message.Files.FsOpened;
import weft.api.message.Files.FsRead;
import weft.api.message.Files.FsRemove;
import weft.api.message.Files.FsRename;
import weft.api.message.Files.FsStat;
import weft.api.message.Files.FsStatus;
import weft.api.message.Files.FsTruncate;
import weft.api.message.Files.FsWrite;
import weft.api.message.Files.FsWritten;
import weft.api.message.Files.Kind;
import weft.api.message.Message;

/** The attacks on the file portal by paths, links and kinds of files (docs/attacks.md), each against every verb it fits, on a real file system. */
class PortalAttackTest extends AttackedPortal {
    @Test
    void what_is_granted_works() throws IOException {
        var app = new App("org.weft.writer");
        int handle = app.<FsOpened>ask(creating("/data/note.txt")).handle();
        assertEquals(new FsWritten(5, 5), app.<FsWritten>ask(new FsWrite(handle, 0, "hello".getBytes())));
        assertEquals(new FsWritten(1, 6), app.<FsWritten>ask(new FsWrite(handle, -1, "!".getBytes())));
        assertArrayEquals("ello!".getBytes(), app.<FsData>ask(new FsRead(handle, 1, 100)).bytes());
        app.ask(new FsTruncate(handle, 2));
        app.ask(new FsClose(handle));
        app.ask(new FsMkdir("/data/folder"));
        app.ask(new FsRename("/data/note.txt", "/data/folder/note.txt"));
        assertEquals(2, app.<FsStatus>ask(new FsStat("/data/./folder//note.txt")).size());
        assertEquals(List.of("folder"), app.<FsEntries>ask(new FsList("/data")).entries().stream().map(e -> e.name()).toList());
        app.ask(new FsRemove("/data/folder/note.txt", false));
        app.ask(new FsRemove("/data/folder", true));
        assertEquals("rwx------", java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(data)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/data/../outside/secret", "/data/a/../../../outside/secret", "/data/folder/../../outside/folder", "/data/.."})
    void P1_dot_dot_does_not_lead_out(String path) throws IOException {
        var app = new App("org.weft.writer");
        file("file");
        Files.createDirectories(data.resolve("a"));
        Files.createDirectories(data.resolve("folder"));
        for (Message m : verbs(path)) app.refused(m);
        assertEquals(ErrorCode.DENIED, app.refused(reading(path)).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "//etc/passwd", "/", "/data2/x", "/datax", "/proc/self/root/etc/passwd"})
    void P1_an_absolute_path_is_none_of_the_machines(String path) throws IOException {
        var app = new App("org.weft.writer");
        file("file");
        for (Message m : verbs(path)) assertEquals(ErrorCode.NOT_FOUND, app.refused(m).code(), m::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data/x", "../x", "/data/x\0y", "\0", "/data/\uD800"})
    void P1_what_is_no_path_is_refused(String path) throws IOException {
        var app = new App("org.weft.writer");
        file("file");
        for (Message m : verbs(path)) assertEquals(ErrorCode.INVALID, app.refused(m).code(), m::toString);
    }

    @Test
    void P1_a_path_or_name_too_long_is_refused() throws IOException {
        var app = new App("org.weft.writer");
        file("file");
        for (Message m : verbs("/data/" + "x".repeat(256))) assertEquals(Optional.of("ENAMETOOLONG"), app.refused(m).errno());
        for (Message m : verbs("/data" + "/y".repeat(5000))) assertEquals(Optional.of("ENAMETOOLONG"), app.refused(m).errno());
        app.refused(new FsStat("/data/" + "z".repeat(64 << 20)));
    }

    @Test
    void P1_a_trailing_slash_asks_for_a_folder() throws IOException {
        var app = new App("org.weft.writer");
        file("file");
        for (String path : List.of("/data/file/", "/data/file/.", "/data/file/./")) {
            for (Message m : List.of(reading(path), new FsStat(path), new FsList(path), new FsRemove(path, false)))
                assertEquals(Optional.of("ENOTDIR"), app.refused(m).errno(), m::toString);
        }
        assertEquals(Kind.directory, app.<FsStatus>ask(new FsStat("/data/./")).kind());
    }

    /** Links of every kind, each leading to what must not be reached. */
    private void links() throws IOException {
        file("file");
        Files.createSymbolicLink(data.resolve("final"), outside.resolve("secret"));
        Files.createSymbolicLink(data.resolve("relative"), Path.of("../../outside/secret"));
        Files.createSymbolicLink(data.resolve("folder"), outside);
        Files.createSymbolicLink(data.resolve("chained"), Path.of("final"));
        Files.createSymbolicLink(data.resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(data.resolve("dangling"), outside.resolve("new"));
        Files.createSymbolicLink(data.resolve("inside"), Path.of("file"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"final", "relative", "chained", "loop", "dangling", "folder/secret", "folder/new", "folder/folder/x", "folder"})
    void P2_no_link_is_followed(String name) throws IOException {
        var app = new App("org.weft.writer");
        links();
        String path = "/data/" + name;
        for (Message m : List.of(reading(path), creating(path), truncating(path), new FsOpen(path, false, true, false, false, false, true), new FsList(path)))
            assertEquals(ErrorCode.DENIED, app.refused(m).code(), m::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder/secret", "folder/new", "folder/folder/x", "folder/."})
    void P3_no_verb_goes_through_a_link(String name) throws IOException {
        var app = new App("org.weft.writer");
        links();
        for (Message m : verbs("/data/" + name)) app.refused(m);
    }

    @Test
    void P3_a_verb_on_a_name_acts_on_the_link_itself() throws IOException {
        var app = new App("org.weft.writer");
        links();
        assertEquals(Kind.other, app.<FsStatus>ask(new FsStat("/data/final")).kind());
        assertEquals(Optional.of("EEXIST"), app.refused(new FsMkdir("/data/folder")).errno());
        assertEquals(Optional.of("EEXIST"), app.refused(new FsOpen("/data/dangling", true, true, true, true, false, false)).errno());
        app.ask(new FsRename("/data/file", "/data/final"));
        assertFalse(Files.isSymbolicLink(data.resolve("final")));
        app.ask(new FsRename("/data/relative", "/data/moved"));
        assertTrue(Files.isSymbolicLink(data.resolve("moved")));
        app.ask(new FsRemove("/data/folder", false));
        app.ask(new FsRemove("/data/moved", false));
    }

    @Test
    void P4_a_folder_swapped_with_a_link_while_it_is_used_leads_nowhere_else() throws Exception {
        var app = new App("org.weft.writer");
        Path folder = Files.createDirectories(data.resolve("folder"));
        Files.writeString(folder.resolve("secret"), "mine");
        var done = new AtomicBoolean();
        var swapper = Thread.ofPlatform().start(() -> swap(folder, done));
        try {
            int reached = 0;
            for (int i = 0; i < 5_000 || reached < 100; i++) {
                try {
                    int handle = app.open("/data/folder/secret");
                    reached++;
                    assertEquals("mine", new String(app.<FsData>ask(new FsRead(handle, 0, 100)).bytes(), StandardCharsets.UTF_8));
                    app.ask(new FsClose(handle));
                    app.ask(creating("/data/folder/made"));
                } catch (WeftException e) {
                    assertTrue(Set.of(ErrorCode.DENIED, ErrorCode.NOT_FOUND, ErrorCode.TOO_LARGE).contains(e.code()), e.toString());
                    if (e.code() == ErrorCode.TOO_LARGE) for (int h = 1; h <= OpenFiles.MAX; h++) app.ask(new FsClose(h));
                }
            }
        } finally {
            done.set(true);
            swapper.join();
        }
    }

    private void swap(Path folder, AtomicBoolean done) {
        Path aside = folder.resolveSibling("aside");
        try {
            while (!done.get()) {
                Files.move(folder, aside);
                Files.createSymbolicLink(folder, outside);
                Files.delete(folder);
                Files.move(aside, folder);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void P5_a_grant_is_the_folder_it_was_not_its_name() throws IOException {
        var app = new App("org.weft.writer");
        app.ask(creating("/data/file"));
        Files.move(data, home.resolve("moved"));
        Files.createSymbolicLink(data, outside);
        assertEquals(ErrorCode.NOT_FOUND, app.refused(reading("/data/secret")).code());
        app.ask(creating("/data/new"));
        assertTrue(Files.exists(home.resolve("moved/new")));
        Files.delete(data);
    }

    @Test
    void P7_a_data_folder_that_is_a_link_is_refused() throws IOException {
        Files.createDirectories(home.resolve("data"));
        Files.createSymbolicLink(data, outside);
        var app = new App("org.weft.writer");
        for (Message m : verbs("/data/secret")) assertEquals(ErrorCode.UNAVAILABLE, app.refused(m).code(), m::toString);
        Files.delete(data);
        Files.createSymbolicLink(data, Path.of("../outside"));
        assertEquals(ErrorCode.UNAVAILABLE, app.refused(reading("/data/secret")).code());
        Files.delete(data);
    }

    @Test
    void P11_only_regular_files_are_opened_and_nothing_waits() throws Exception {
        var app = new App("org.weft.writer");
        file("file");
        assertEquals(0, new ProcessBuilder("mkfifo", data.resolve("fifo").toString()).start().waitFor());
        try (var socket = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            socket.bind(java.net.UnixDomainSocketAddress.of(data.resolve("socket")));
            for (String name : List.of("fifo", "socket")) {
                app.refused(reading("/data/" + name));
                app.refused(creating("/data/" + name));
                app.refused(truncating("/data/" + name));
                assertEquals(Kind.other, app.<FsStatus>ask(new FsStat("/data/" + name)).kind());
            }
        }
        assertEquals(Optional.of("EISDIR"), app.refused(reading("/data/")).errno());
        assertEquals(0, gateway.files().count(app.session));
    }

    @Test
    void P12_magic_links_lead_nowhere() throws IOException {
        var app = new App("org.weft.writer");
        file("file");
        for (String target : List.of("/proc/self/fd/0", "/proc/self/root", "/proc/self/cwd", "/dev/fd", "/proc/1/root")) {
            Path link = Files.createSymbolicLink(data.resolve("magic"), Path.of(target));
            for (String path : List.of("/data/magic", "/data/magic/etc/passwd"))
                for (Message m : List.of(reading(path), creating(path), new FsList(path))) assertEquals(ErrorCode.DENIED, app.refused(m).code(), m::toString);
            Files.delete(link);
        }
    }

    @Test
    void P13_a_hard_link_that_the_user_made_is_a_file_of_the_grant() throws IOException {
        var app = new App("org.weft.reader");
        Path folder = Files.createDirectories(home.resolve("data/org.weft.reader"));
        Files.createLink(folder.resolve("linked"), outside.resolve("secret"));
        int handle = app.open("/data/linked");
        assertEquals(SECRET, new String(app.<FsData>ask(new FsRead(handle, 0, 100)).bytes(), StandardCharsets.UTF_8));
        assertEquals(ErrorCode.DENIED, app.refused(truncating("/data/linked")).code());
    }
}
