package weft.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import weft.api.ErrorCode;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.gateway.Caller;
import weft.api.gateway.OpenFiles;
import weft.api.gateway.SessionFacts;
import weft.api.message.Connection.Role;
import weft.api.message.Files.FsClose;
import weft.api.message.Files.FsEntries;
import weft.api.message.Files.FsList;
import weft.api.message.Files.FsMkdir;
import weft.api.message.Files.FsOpen;
import weft.api.message.Files.FsOpened;
import weft.api.message.Files.FsRead;
import weft.api.message.Files.FsRemove;
import weft.api.message.Files.FsRename;
import weft.api.message.Files.FsStat;
import weft.api.message.Files.FsTruncate;
import weft.api.message.Files.FsWrite;
import weft.api.message.Message;
import weft.codec.Envelope;

/** The attacks on the file portal by rights that are not there, handles and lengths (docs/attacks.md). */
class PortalRightsAttackTest extends AttackedPortal {
    @Test
    void P15_what_was_granted_for_reading_is_not_written() throws IOException {
        var app = new App("org.weft.reader");
        Path folder = Files.createDirectories(home.resolve("data/org.weft.reader"));
        Files.writeString(folder.resolve("file"), "theirs");
        Files.createDirectory(folder.resolve("empty"));
        List<Message> writes = List.of(creating("/data/new"), creating("/data/file"), truncating("/data/file"),
                new FsOpen("/data/file", true, false, false, false, true, false), new FsOpen("/data/file", true, false, false, false, false, true),
                new FsOpen("/data/file", true, false, true, false, false, false), new FsMkdir("/data/folder"), new FsRemove("/data/file", false),
                new FsRemove("/data/empty", true), new FsRename("/data/file", "/data/renamed"));
        for (Message m : writes) {
            var denied = app.refused(m);
            assertEquals(ErrorCode.DENIED, denied.code(), m::toString);
            assertEquals(Optional.of("fs:rw:app-data"), denied.capability(), m::toString);
        }
        int handle = app.open("/data/file");
        assertEquals(Optional.of("EBADF"), app.refused(new FsWrite(handle, 0, new byte[1])).errno());
        assertEquals(Optional.of("EBADF"), app.refused(new FsTruncate(handle, 0)).errno());
        assertEquals("theirs", Files.readString(folder.resolve("file")));
        assertEquals(Set.of("file", "empty"), Set.copyOf(app.<FsEntries>ask(new FsList("/data")).entries().stream().map(e -> e.name()).toList()));
    }

    @Test
    void P15_without_a_grant_nothing_exists_and_the_denial_names_the_capability() throws IOException {
        var app = new App("org.weft.nothing");
        for (Message m : verbs("/data/x")) assertEquals(Optional.of("fs:read:app-data"), app.refused(m).capability(), m::toString);
        assertEquals(Optional.of("fs:read:xdg-documents"), app.refused(reading("/xdg/documents/letter")).capability());
        assertFalse(Files.exists(home.resolve("data/org.weft.nothing"), LinkOption.NOFOLLOW_LINKS));
        assertFalse(portal.denials(app.session).isEmpty());
    }

    @Test
    void P16_nobody_has_files_without_a_session() {
        var nobody = new Caller(Role.portal, Optional.empty(), 1);
        assertEquals(ErrorCode.DENIED, assertThrows(WeftException.class, () -> portal.handle(nobody, Envelope.request(1, new FsStat("/data")))).code());
    }

    @Test
    void P22_a_handle_that_is_none_of_its_own_is_refused() throws IOException {
        var app = new App("org.weft.writer");
        var other = new App("org.weft.writer");
        int handle = app.<FsOpened>ask(creating("/data/file")).handle();
        for (int h : List.of(handle, 0, -1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE)) {
            var who = h == handle ? other : app;
            for (Message m : List.of(new FsRead(h, 0, 1), new FsWrite(h, 0, new byte[1]), new FsTruncate(h, 0), new FsClose(h)))
                assertEquals(Optional.of("EBADF"), who.refused(m).errno(), m::toString);
        }
        app.ask(new FsClose(handle));
        assertEquals(Optional.of("EBADF"), app.refused(new FsClose(handle)).errno());
    }

    @Test
    void P22_open_files_are_bounded_and_given_back() throws IOException {
        var app = new App("org.weft.writer");
        file("file");
        var handles = new ArrayList<Integer>();
        for (int i = 0; i < OpenFiles.MAX; i++) handles.add(app.open("/data/file"));
        for (int i = 0; i < 5_000; i++) assertEquals(Optional.of("EMFILE"), app.refused(reading("/data/file")).errno());
        handles.forEach(h -> app.ask(new FsClose(h)));
        app.open("/data/file");
        assertEquals(1, gateway.files().count(app.session));
    }

    @Test
    void P22_wrong_types_in_a_message_are_an_error_of_that_request() {
        var app = new App("org.weft.writer");
        var caller = new Caller(Role.portal, Optional.of(app.session), 1);
        for (Map<String, Object> body : List.<Map<String, Object>>of(Map.of("handle", "1"), Map.of("handle", 1L << 40, "offset", 0, "length", 1), Map.of())) {
            var request = new Envelope(1, 1, 0, "FS_READ", Optional.empty(), Optional.empty(), body);
            assertEquals(ErrorCode.INVALID, assertThrows(WeftException.class, () -> portal.handle(caller, request)).code());
        }
    }

    @Test
    void P23_lengths_and_places_are_bounded() throws IOException {
        var app = new App("org.weft.writer");
        int handle = app.<FsOpened>ask(creating("/data/file")).handle();
        for (int length : List.of(-1, (1 << 20) + 1, Integer.MAX_VALUE)) app.refused(new FsRead(handle, 0, length));
        app.refused(new FsRead(handle, -1, 1));
        app.refused(new FsRead(handle, Long.MIN_VALUE, 1));
        app.refused(new FsWrite(handle, -2, new byte[1]));
        app.refused(new FsWrite(handle, Long.MAX_VALUE, new byte[1]));
        app.refused(new FsWrite(handle, 0, new byte[(1 << 20) + 1]));
        app.refused(new FsTruncate(handle, Long.MAX_VALUE));
        app.refused(new FsTruncate(handle, -1));
        assertEquals(0, Files.size(data.resolve("file")));
    }

    @Test
    void P23_a_folder_of_too_many_names_is_refused_as_a_whole() throws IOException {
        var app = new App("org.weft.writer");
        Path folder = Files.createDirectories(data.resolve("many"));
        for (int i = 0; i < 10_001; i++) Files.createFile(folder.resolve("f" + i));
        assertEquals(ErrorCode.TOO_LARGE, app.refused(new FsList("/data/many")).code());
        Files.delete(folder.resolve("f0"));
        assertEquals(10_000, app.<FsEntries>ask(new FsList("/data/many")).entries().size());
    }

    @Test
    void the_files_of_a_session_are_out_of_reach_once_it_has_stopped() {
        var app = new App("org.weft.writer");
        app.open(creatingIn(app));
        gateway.sessions().update(app.session, f -> new SessionFacts(f.session(), f.appId(), f.name(), SessionState.Stopped, f.reason(), f.badges(),
                f.requestedMs(), f.timings(), f.limitMs(), f.child(), f.pid(), f.stderr(), f.denials(), f.revision()));
        for (Message m : verbs("/data/file")) assertEquals(ErrorCode.DENIED, app.refused(m).code(), m::toString);
    }

    private static String creatingIn(App app) {
        app.ask(creating("/data/file"));
        return "/data/file";
    }
}
