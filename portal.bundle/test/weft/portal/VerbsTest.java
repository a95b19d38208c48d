package weft.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import weft.api.WeftException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.api.ErrorCode;
import weft.api.message.Files.ChangeKind;
import weft.api.message.Files.FsChange;
import weft.api.message.Files.FsChanges;
import weft.api.message.Files.FsMkdir;
import weft.api.message.Files.FsNextChanges;
import weft.api.message.Files.FsOpen;
import weft.api.message.Files.FsOpened;
import weft.api.message.Files.FsRemove;
import weft.api.message.Files.FsRename;
import weft.api.message.Files.FsReplace;
import weft.api.message.Files.FsTruncate;
import weft.api.message.Files.FsUnwatch;
import weft.api.message.Files.FsWatch;
import weft.api.message.Files.FsWatching;
import weft.api.message.Files.FsWrite;
import weft.api.message.Message;

/** The verbs that are more than one step of the kernel: replacing, watching, passing; and how much an app may keep. */
class VerbsTest {
    private static final String WRITER = "org.weft.writer", READER = "org.weft.reader";
    private static final int MIB = 1 << 20;
    @TempDir
    Path home;
    private PortalStage stage;
    private Path data;

    @BeforeEach
    void start() throws Exception {
        stage = new PortalStage(home);
        stage.app(WRITER, "fs:rw:app-data", "fs:rw:xdg-documents");
        stage.app(READER, "fs:read:app-data");
        stage.start();
        data = Files.createDirectories(home.resolve("weft/data").resolve(WRITER));
    }

    @AfterEach
    void stop() throws Exception {
        stage.close();
    }

    private static FsOpen opening(String path, boolean write, boolean create, boolean pass) {
        return new FsOpen(path, true, write, create, false, false, false, pass);
    }

    @Test
    void P15_times_are_set_to_the_nanosecond_of_what_is_named_alone_and_not_by_who_may_only_read() throws Exception {
        var app = stage.new App(WRITER);
        app.ask(new FsReplace("/data/file", new byte[3]));
        Files.createSymbolicLink(data.resolve("link"), Path.of("file"));
        app.ask(new weft.api.message.Files.FsSetTimes("/data/file", Optional.of(5_000_000_007L), Optional.of(1_234_567_890_123_456_789L)));
        app.ask(new weft.api.message.Files.FsSetTimes("/data/link", Optional.empty(), Optional.of(9L)));
        var status = app.<weft.api.message.Files.FsStatus>ask(new weft.api.message.Files.FsStat("/data/file"));
        assertEquals(5_000_000_007L, status.accessedNs());
        assertEquals(1_234_567_890_123_456_789L, status.modifiedNs());
        Files.createDirectories(home.resolve("weft/data").resolve(READER));
        Files.writeString(home.resolve("weft/data").resolve(READER).resolve("file"), "x");
        assertEquals(ErrorCode.DENIED, assertThrows(WeftException.class,
                () -> stage.new App(READER).ask(new weft.api.message.Files.FsSetTimes("/data/file", Optional.empty(), Optional.of(9L)))).code());
    }

    @Test
    void P26_whoever_reads_while_a_file_is_replaced_sees_the_old_bytes_or_the_new_and_nothing_is_left() throws Exception {
        var app = stage.new App(WRITER);
        byte[] a = "a".repeat(200_000).getBytes(), b = "b".repeat(100_000).getBytes();
        app.ask(new FsReplace("/data/file", a));
        var done = new AtomicBoolean();
        var reader = java.util.concurrent.CompletableFuture.supplyAsync(() -> mixtures(done), Thread::startVirtualThread);
        for (int i = 0; i < 200; i++) app.ask(new FsReplace("/data/file", i % 2 == 0 ? b : a));
        done.set(true);
        assertEquals(0, PortalStage.get(reader));
        try (var names = Files.list(data)) {
            assertEquals(List.of("file"), names.map(p -> p.getFileName().toString()).toList());
        }
    }

    private int mixtures(AtomicBoolean done) {
        int mixtures = 0;
        try {
            while (!done.get()) {
                byte[] bytes = Files.readAllBytes(data.resolve("file"));
                boolean whole = bytes.length == 200_000 && bytes[0] == 'a' && bytes[199_999] == 'a' || bytes.length == 100_000 && bytes[0] == 'b' && bytes[99_999] == 'b';
                if (!whole) mixtures++;
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return mixtures;
    }

    @Test
    void P2_P15_a_replacement_goes_over_no_link_onto_no_folder_and_into_nothing_that_may_only_be_read() throws Exception {
        Path outside = Files.writeString(home.resolve("outside"), "theirs");
        Files.createSymbolicLink(data.resolve("link"), outside);
        Files.createSymbolicLink(data.resolve("out"), home);
        Files.createDirectory(data.resolve("folder"));
        var app = stage.new App(WRITER);
        for (String path : List.of("/data/link", "/data/out/outside", "/data/out/new", "/data/../outside", "/data/folder", "/data/file/", "/data", "/data/absent/file", "/data/..", ""))
            app.refused(new FsReplace(path, "mine".getBytes()));
        assertEquals(ErrorCode.DENIED, stage.new App(READER).refused(new FsReplace("/data/file", new byte[1])).code());
        assertEquals("theirs", Files.readString(outside));
        assertFalse(Files.exists(home.resolve("new")));
        assertTrue(Files.isSymbolicLink(data.resolve("link")));
    }

    @Test
    void P23_a_replacement_is_bounded() {
        assertEquals(ErrorCode.TOO_LARGE, stage.new App(WRITER).refused(new FsReplace("/data/file", new byte[MIB + 1])).code());
    }

    @Test
    void a_watch_tells_what_others_and_the_app_itself_change() throws Exception {
        var app = stage.new App(WRITER);
        int watch = app.<FsWatching>ask(new FsWatch("/data")).watch();
        assertEquals(new FsChanges(List.of(), false), app.ask(new FsNextChanges(watch, 0)));
        var waiting = app.<FsChanges>asking(new FsNextChanges(watch, 30_000));
        Files.createFile(data.resolve("from outside"));
        assertEquals(List.of(new FsChange("from outside", ChangeKind.created)), PortalStage.get(waiting).changes());
        Files.writeString(data.resolve("from outside"), "x");
        app.ask(new FsMkdir("/data/folder"));
        app.ask(new FsRename("/data/folder", "/data/moved"));
        app.ask(new FsRemove("/data/moved", true));
        assertEquals(List.of(new FsChange("from outside", ChangeKind.changed), new FsChange("folder", ChangeKind.created), new FsChange("folder", ChangeKind.removed),
                new FsChange("moved", ChangeKind.created), new FsChange("moved", ChangeKind.removed)), app.<FsChanges>ask(new FsNextChanges(watch, 0)).changes());
        app.ask(new FsUnwatch(watch));
        assertEquals(Optional.of("EBADF"), app.refused(new FsNextChanges(watch, 0)).errno());
    }

    @Test
    void a_watched_file_that_goes_is_told_with_an_empty_name() throws Exception {
        Files.writeString(data.resolve("file"), "x");
        var app = stage.new App(WRITER);
        int watch = app.<FsWatching>ask(new FsWatch("/data/file")).watch();
        Files.delete(data.resolve("file"));
        assertEquals(new FsChange("", ChangeKind.removed), app.<FsChanges>ask(new FsNextChanges(watch, 0)).changes().getFirst());
    }

    @Test
    void P22_P23_watches_are_bounded_and_one_that_is_not_read_says_that_it_missed_something() throws Exception {
        var app = stage.new App(WRITER);
        int first = app.<FsWatching>ask(new FsWatch("/data")).watch();
        for (int i = 1; i < Watches.MAX; i++) app.ask(new FsWatch("/data"));
        assertEquals(Optional.of("EMFILE"), app.refused(new FsWatch("/data")).errno());
        for (int i = 0; i < 1_100; i++) Files.createFile(data.resolve("f" + i));
        FsChanges changes = app.ask(new FsNextChanges(first, 0));
        assertTrue(changes.missed());
        assertEquals(1_000, changes.changes().size());
    }

    @Test
    void P2_P12_nothing_is_watched_over_a_link_or_outside() throws Exception {
        Files.createSymbolicLink(data.resolve("out"), home);
        Files.createSymbolicLink(data.resolve("magic"), Path.of("/proc/self/fd"));
        var app = stage.new App(WRITER);
        for (String path : List.of("/data/out", "/data/out/weft", "/data/magic", "/data/..", "/etc", "/data/absent")) app.refused(new FsWatch(path));
    }

    @Test
    void P14_a_descriptor_is_passed_for_the_apps_own_data_opened_for_reading_alone_and_for_nothing_else() throws Exception {
        Files.createDirectories(stage.user.resolve("Documents"));
        Files.writeString(stage.user.resolve("Documents/letter"), "x");
        stage.system(new weft.api.message.Permissions.Grant(new weft.api.AppId(WRITER), "fs:rw:xdg-documents", Optional.empty()));
        var app = stage.new App(WRITER);
        app.ask(new FsReplace("/data/file", "x".getBytes()));
        assertTrue(app.<FsOpened>ask(opening("/data/file", false, false, true)).passed());
        assertFalse(app.<FsOpened>ask(opening("/data/file", false, false, false)).passed());
        for (Message m : List.of(opening("/data/file", true, false, true), opening("/data/file", false, true, true), opening("/xdg/documents/letter", false, false, true)))
            assertFalse(app.<FsOpened>ask(m).passed(), m::toString);
    }

    @Test
    void an_app_keeps_no_more_than_its_quota_by_whatever_verb_and_has_room_again_after_removing() throws Exception {
        var app = stage.new App(WRITER);
        app.ask(new FsReplace("/data/half", new byte[MIB / 2]));
        int handle = app.<FsOpened>ask(opening("/data/other", true, true, false)).handle();
        app.ask(new FsWrite(handle, 0, new byte[MIB / 2]));
        var other = stage.new App(WRITER);
        for (Message m : List.of(new FsWrite(handle, MIB / 2, new byte[1]), new FsTruncate(handle, MIB), new FsWrite(handle, -1, new byte[1])))
            assertEquals(Optional.of("EDQUOT"), app.refused(m).errno(), m::toString);
        assertEquals(Optional.of("EDQUOT"), other.refused(new FsReplace("/data/more", new byte[1])).errno());
        app.ask(new FsWrite(handle, 0, new byte[MIB / 2]));
        app.ask(new FsTruncate(handle, 0));
        assertEquals(MIB / 2, Files.size(data.resolve("half")));
    }

    @Test
    void room_that_was_given_back_counts_no_more() throws Exception {
        var nanos = new java.util.concurrent.atomic.AtomicLong();
        var quota = new Quota(MIB, nanos::get);
        try (var root = weft.os.OpenAt2.withoutLinks(data.toRealPath().toString(), weft.os.OpenAt2.O_PATH | weft.os.OpenAt2.O_DIRECTORY, 0)) {
            Files.createDirectories(data.resolve("deep/er"));
            Files.write(data.resolve("deep/er/file"), new byte[MIB - 10]);
            quota.grow(root, 10);
            Files.delete(data.resolve("deep/er/file"));
            nanos.addAndGet(2_000_000_000L);
            quota.grow(root, MIB);
        }
    }
}
