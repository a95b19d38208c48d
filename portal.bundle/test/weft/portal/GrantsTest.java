package weft.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.gateway.Caller;
import weft.api.message.Connection.Role;
import weft.api.message.Files.FsChanges;
import weft.api.message.Files.FsData;
import weft.api.message.Files.FsEntries;
import weft.api.message.Files.FsList;
import weft.api.message.Files.FsMkdir;
import weft.api.message.Files.FsNextChanges;
import weft.api.message.Files.FsOpen;
import weft.api.message.Files.FsOpened;
import weft.api.message.Files.FsRead;
import weft.api.message.Files.FsStat;
import weft.api.message.Files.FsWatch;
import weft.api.message.Files.FsWatching;
import weft.api.message.Files.FsWrite;
import weft.api.message.Message;
import weft.api.message.Pages.Notification;
import weft.api.message.Permissions.AnswerQuestion;
import weft.api.message.Permissions.Decision;
import weft.api.message.Permissions.Grant;
import weft.api.message.Permissions.GrantStatus;
import weft.api.message.Permissions.GrantsChanged;
import weft.api.message.Permissions.QueryGrants;
import weft.api.message.Permissions.QueryQuestions;
import weft.api.message.Permissions.Questions;
import weft.api.message.Permissions.Revoke;
import weft.api.message.Services.Notify;
import weft.api.message.Services.Places;
import weft.api.message.Services.QueryPlaces;
import weft.codec.Envelope;

/** Grants as the user decides about them: asked at first use, kept, shown, revoked at once. */
class GrantsTest {
    private static final String EDITOR = "org.weft.editor", READ = "fs:read:xdg-pictures", WRITE = "fs:rw:xdg-documents";
    private static final long DAY_MS = 86_400_000L;
    @TempDir
    Path home;
    private PortalStage stage;
    private Path documents;

    @BeforeEach
    void start() throws Exception {
        stage = new PortalStage(home);
        stage.app(EDITOR, "fs:rw:app-data", WRITE, READ);
        stage.start();
        documents = Files.createDirectories(stage.user.resolve("Documents"));
        Files.writeString(documents.resolve("letter"), "Dear all");
    }

    @AfterEach
    void stop() throws Exception {
        stage.close();
    }

    private static FsOpen reading(String path) {
        return new FsOpen(path, true, false, false, false, false, false);
    }

    private PortalStage.App allowed(Decision decision) throws Exception {
        var app = stage.new App(EDITOR);
        var listed = app.<FsEntries>asking(new FsList("/xdg/documents"));
        stage.answer(decision);
        assertEquals(List.of("letter"), PortalStage.get(listed).entries().stream().map(e -> e.name()).toList());
        return app;
    }

    @Test
    void a_declared_folder_is_asked_for_at_its_first_use_and_opened_once_allowed() throws Exception {
        var app = stage.new App(EDITOR);
        assertEquals(List.of("own data"), app.badges());
        var opened = app.<FsOpened>asking(reading("/xdg/documents/letter"));
        var question = stage.answer(Decision.allow_always);
        assertEquals(WRITE, question.capability());
        assertEquals("see and change the files in your folder Documents", question.words());
        assertEquals("It needs it", question.reason());
        assertEquals(app.session, question.session());
        int handle = PortalStage.get(opened).handle();
        assertEquals("Dear all", new String(app.<FsData>ask(new FsRead(handle, 0, 100)).bytes(), StandardCharsets.UTF_8));
        app.ask(new FsMkdir("/xdg/documents/new"));
        assertEquals(List.of("own data", "Documents"), app.badges());
        assertEquals(GrantStatus.granted, stage.entry(EDITOR, WRITE).status());
        assertTrue(stage.entry(EDITOR, WRITE).usedMs().isPresent());
        assertEquals(GrantStatus.ask, stage.entry(EDITOR, READ).status());
    }

    @Test
    void what_the_manifest_does_not_declare_is_denied_without_a_question() {
        var app = stage.new App(EDITOR);
        assertEquals(Optional.of("fs:read:xdg-music"), app.refused(new FsList("/xdg/music")).capability());
        assertEquals(List.of(), stage.<Questions>system(new QueryQuestions()).questions());
    }

    @Test
    void what_is_declared_for_reading_is_not_written_though_it_was_allowed() throws Exception {
        Files.createDirectories(stage.user.resolve("Pictures"));
        var app = stage.new App(EDITOR);
        var made = app.asking(new FsMkdir("/xdg/pictures/x"));
        stage.answer(Decision.allow_always);
        assertEquals(Optional.of("fs:rw:xdg-pictures"), assertThrows(WeftException.class, () -> PortalStage.get(made)).capability());
        assertFalse(Files.exists(stage.user.resolve("Pictures/x")));
    }

    @Test
    void what_was_denied_is_not_asked_again_also_after_a_restart() throws Exception {
        var app = stage.new App(EDITOR);
        var listed = app.asking(new FsList("/xdg/documents"));
        stage.answer(Decision.deny);
        assertEquals(ErrorCode.DENIED, assertThrows(WeftException.class, () -> PortalStage.get(listed)).code());
        assertEquals(Optional.of(WRITE), app.refused(new FsStat("/xdg/documents/letter")).capability());
        stage.restart();
        assertEquals(Optional.of(WRITE), app.refused(new FsStat("/xdg/documents/letter")).capability());
        assertTrue(stage.entry(EDITOR, WRITE).deniedMs().isPresent());
    }

    @Test
    void what_was_allowed_for_good_survives_a_restart_and_holds_for_every_session() throws Exception {
        allowed(Decision.allow_always);
        stage.restart();
        assertEquals(1, stage.new App(EDITOR).<FsEntries>ask(new FsList("/xdg/documents")).entries().size());
    }

    @Test
    void what_was_allowed_once_ends_with_its_session() throws Exception {
        var app = allowed(Decision.allow_once);
        stage.restart();
        app.ask(new FsList("/xdg/documents"));
        var other = stage.new App(EDITOR);
        var listed = other.asking(new FsList("/xdg/documents"));
        stage.answer(Decision.deny);
        assertThrows(WeftException.class, () -> PortalStage.get(listed));
        app.stop();
        stage.told(m -> m instanceof GrantsChanged);
        assertFalse(stage.ledger(EDITOR).stream().anyMatch(e -> e.session().isPresent()));
    }

    @Test
    void a_question_that_nobody_answers_is_a_denial_for_now() throws Exception {
        stage.answerLimitMs = 1;
        stage.restart();
        var app = stage.new App(EDITOR);
        assertEquals(Optional.of(WRITE), app.refused(new FsList("/xdg/documents")).capability());
        assertEquals(GrantStatus.ask, stage.entry(EDITOR, WRITE).status());
    }

    @Test
    void a_session_that_ends_takes_its_question_along() throws Exception {
        var app = stage.new App(EDITOR);
        var listed = app.asking(new FsList("/xdg/documents"));
        stage.question();
        app.stop();
        assertEquals(ErrorCode.UNAVAILABLE, assertThrows(WeftException.class, () -> PortalStage.get(listed)).code());
        stage.told(m -> m instanceof Questions q && q.questions().isEmpty());
    }

    @Test
    void the_same_thing_is_asked_once_however_often_it_is_wanted() throws Exception {
        var app = stage.new App(EDITOR);
        var first = app.asking(new FsList("/xdg/documents"));
        stage.question();
        var second = app.asking(new FsStat("/xdg/documents/letter"));
        assertEquals(1, stage.<Questions>system(new QueryQuestions()).questions().size());
        stage.system(new Grant(new AppId(EDITOR), WRITE, Optional.empty()));
        PortalStage.get(first);
        PortalStage.get(second);
    }

    @Test
    void an_answer_comes_from_the_system_alone() throws Exception {
        var app = stage.new App(EDITOR);
        var listed = app.asking(new FsList("/xdg/documents"));
        long number = stage.question().number();
        for (Message m : List.of(new AnswerQuestion(number, Decision.allow_always, List.of()), new Grant(new AppId(EDITOR), WRITE, Optional.empty()), new QueryGrants(Optional.empty()))) {
            for (Role role : List.of(Role.portal, Role.runtime, Role.engine)) {
                var caller = new Caller(role, Optional.of(app.session), 1);
                assertEquals(ErrorCode.DENIED, assertThrows(WeftException.class, () -> stage.portal.handle(caller, Envelope.request(1, m))).code());
            }
        }
        stage.system(new AnswerQuestion(number, Decision.deny, List.of()));
        assertThrows(WeftException.class, () -> PortalStage.get(listed));
        assertEquals(ErrorCode.NOT_FOUND, assertThrows(WeftException.class, () -> stage.system(new AnswerQuestion(number, Decision.allow_always, List.of()))).code());
    }

    @Test
    void revoking_ends_open_files_watches_and_waiting_reads_of_that_grant_at_once() throws Exception {
        var app = allowed(Decision.allow_always);
        int handle = app.<FsOpened>ask(new FsOpen("/xdg/documents/letter", true, true, false, false, false, false)).handle();
        int own = app.<FsOpened>ask(new FsOpen("/data/own", true, true, true, false, false, false)).handle();
        int watch = app.<FsWatching>ask(new FsWatch("/xdg/documents")).watch();
        var waiting = app.<FsChanges>asking(new FsNextChanges(watch, 30_000));
        stage.system(new Revoke(new AppId(EDITOR), WRITE, false));
        assertEquals(Optional.of(WRITE), assertThrows(WeftException.class, () -> PortalStage.get(waiting)).capability());
        for (Message m : List.of(new FsRead(handle, 0, 1), new FsWrite(handle, 0, new byte[1]), new FsNextChanges(watch, 0), new FsStat("/xdg/documents/letter"),
                reading("/xdg/documents/letter"))) {
            var e = app.refused(m);
            assertEquals(ErrorCode.DENIED, e.code(), m::toString);
            assertEquals(Optional.of(WRITE), e.capability(), m::toString);
        }
        assertEquals("this was revoked", app.refused(new FsRead(handle, 0, 1)).getMessage());
        app.ask(new FsWrite(own, 0, "mine".getBytes()));
        assertEquals(List.of("own data"), app.badges());
        assertEquals(GrantStatus.denied, stage.entry(EDITOR, WRITE).status());
        assertEquals("Dear all", Files.readString(documents.resolve("letter")));
    }

    @Test
    void a_grant_that_is_revoked_during_a_stream_of_operations_lets_none_through_after_it() throws Exception {
        var app = allowed(Decision.allow_always);
        var started = new CompletableFuture<Void>();
        var stream = CompletableFuture.supplyAsync(() -> {
            for (int i = 0; ; i++) {
                try {
                    app.ask(new FsStat("/xdg/documents/letter"));
                    if (i == 100) started.complete(null);
                } catch (WeftException e) {
                    return e;
                }
            }
        }, Thread::startVirtualThread);
        PortalStage.get(started);
        stage.system(new Revoke(new AppId(EDITOR), WRITE, false));
        assertEquals(ErrorCode.DENIED, PortalStage.get(stream).code());
    }

    @Test
    void what_was_revoked_may_be_asked_for_again_if_the_user_wants_that() throws Exception {
        var app = allowed(Decision.allow_always);
        stage.system(new Revoke(new AppId(EDITOR), WRITE, true));
        var listed = app.<FsEntries>asking(new FsList("/xdg/documents"));
        stage.answer(Decision.allow_once);
        assertEquals(1, PortalStage.get(listed).entries().size());
    }

    @Test
    void an_app_whose_own_data_was_revoked_does_not_reach_it() {
        var app = stage.new App(EDITOR);
        app.ask(new FsMkdir("/data/x"));
        stage.system(new Revoke(new AppId(EDITOR), "fs:rw:app-data", false));
        assertEquals(Optional.of("fs:rw:app-data"), app.refused(new FsStat("/data/x")).capability());
        assertEquals(List.of("nothing granted"), app.badges());
        stage.system(new Grant(new AppId(EDITOR), "fs:rw:app-data", Optional.empty()));
        app.ask(new FsStat("/data/x"));
    }

    @Test
    void a_grant_that_is_not_used_for_ninety_days_is_asked_again_and_use_prolongs_it() throws Exception {
        allowed(Decision.allow_always).stop();
        stage.clock.addAndGet(60 * DAY_MS);
        var later = stage.new App(EDITOR);
        later.ask(new FsList("/xdg/documents"));
        later.stop();
        stage.clock.addAndGet(89 * DAY_MS);
        var last = stage.new App(EDITOR);
        last.ask(new FsList("/xdg/documents"));
        stage.clock.addAndGet(91 * DAY_MS);
        var listed = last.asking(new FsList("/xdg/documents"));
        stage.answer(Decision.deny);
        assertThrows(WeftException.class, () -> PortalStage.get(listed));
    }

    @Test
    void a_grant_for_days_ends_on_the_running_app_however_much_it_is_used() throws Exception {
        stage.system(new Grant(new AppId(EDITOR), WRITE, Optional.of(2)));
        var app = stage.new App(EDITOR);
        app.ask(new FsList("/xdg/documents"));
        stage.clock.addAndGet(DAY_MS);
        app.ask(new FsList("/xdg/documents"));
        stage.clock.addAndGet(DAY_MS);
        var listed = app.asking(new FsList("/xdg/documents"));
        stage.answer(Decision.deny);
        assertThrows(WeftException.class, () -> PortalStage.get(listed));
    }

    @Test
    void the_users_policy_decides_beforehand_and_a_word_about_one_app_comes_first() throws Exception {
        Files.createDirectories(home.resolve("config/weft"));
        Files.writeString(home.resolve("config/weft/permissions"), "# mine\nallow org.weft.* fs:rw:xdg-documents\ndeny * fs:*\n");
        var app = stage.new App(EDITOR);
        app.ask(new FsList("/xdg/documents"));
        assertEquals(Optional.of("policy"), stage.entry(EDITOR, WRITE).by());
        assertEquals(Optional.of(READ), app.refused(new FsList("/xdg/pictures")).capability());
        stage.system(new Grant(new AppId(EDITOR), READ, Optional.empty()));
        app.ask(new FsList("/xdg/pictures"));
    }

    @Test
    void a_command_grants_only_what_is_declared() {
        var e = assertThrows(WeftException.class, () -> stage.system(new Grant(new AppId(EDITOR), "net:fetch:example.org", Optional.empty())));
        assertEquals(ErrorCode.NOT_FOUND, e.code());
        assertThrows(WeftException.class, () -> stage.system(new Grant(new AppId("org.weft.absent"), WRITE, Optional.empty())));
        assertThrows(WeftException.class, () -> stage.system(new Grant(new AppId(EDITOR), WRITE, Optional.of(0))));
    }

    @Test
    void a_store_that_cannot_be_understood_is_put_aside_and_grants_nothing() throws Exception {
        allowed(Decision.allow_always);
        Path store = home.resolve("state/grants.json");
        assertEquals("rw-------", java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(store)));
        for (String bad : List.of("{", "{\"version\":2,\"apps\":[]}", "[]", "{\"version\":1,\"apps\":[{}]}")) {
            Files.writeString(store, bad);
            stage.restart();
            assertEquals(GrantStatus.ask, stage.entry(EDITOR, WRITE).status(), bad);
            assertEquals(bad, Files.readString(home.resolve("state/grants.json.unreadable")));
        }
    }

    @Test
    void a_word_that_cannot_be_kept_is_not_given() throws Exception {
        Files.createDirectories(home.resolve("state/grants.json.new/in-the-way"));
        var e = assertThrows(WeftException.class, () -> stage.system(new Grant(new AppId(EDITOR), WRITE, Optional.empty())));
        assertEquals(ErrorCode.UNAVAILABLE, e.code());
        assertEquals(GrantStatus.ask, stage.entry(EDITOR, WRITE).status());
    }

    @Test
    void a_folder_of_the_users_that_is_switched_off_is_none() throws Exception {
        Files.createDirectories(home.resolve("config"));
        Files.writeString(home.resolve("config/user-dirs.dirs"), "XDG_DOCUMENTS_DIR=\"$HOME/\"\nXDG_PICTURES_DIR=\"$HOME/Photos\"\n");
        var app = stage.new App(EDITOR);
        assertEquals(ErrorCode.NOT_FOUND, app.refused(new FsList("/xdg/documents")).code());
        stage.system(new Grant(new AppId(EDITOR), READ, Optional.empty()));
        assertEquals(List.of(), app.<FsEntries>ask(new FsList("/xdg/pictures")).entries());
        assertTrue(Files.isDirectory(stage.user.resolve("Photos")));
    }

    @Test
    void an_app_learns_its_places() {
        assertEquals(List.of("/data", "/xdg/documents", "/xdg/pictures"), stage.new App(EDITOR).<Places>ask(new QueryPlaces()).paths());
    }

    @Test
    void a_notification_is_in_the_apps_own_name_and_not_too_many_are_shown() throws Exception {
        stage.app("org.weft.bell", "sys:notifications");
        var app = stage.new App("org.weft.bell");
        var shown = app.asking(new Notify("Tea", "It is ready"));
        stage.answer(Decision.allow_always);
        PortalStage.get(shown);
        assertEquals(new Notification("App: Tea", "It is ready", "info"), stage.told(m -> m instanceof Notification));
        assertEquals(List.of("notifications"), app.badges());
        for (int i = 1; i < 5; i++) app.ask(new Notify("Tea", "again"));
        assertEquals(ErrorCode.UNAVAILABLE, app.refused(new Notify("Tea", "again")).code());
        stage.clock.addAndGet(10_000);
        app.ask(new Notify("Tea", "again"));
        assertEquals(ErrorCode.INVALID, app.refused(new Notify("", "x")).code());
        assertEquals(ErrorCode.INVALID, app.refused(new Notify("x".repeat(101), "x")).code());
        assertEquals(Optional.of("sys:notifications"), stage.new App(EDITOR).refused(new Notify("Tea", "x")).capability());
        stage.system(new Revoke(new AppId("org.weft.bell"), "sys:notifications", false));
        assertEquals(ErrorCode.DENIED, app.refused(new Notify("Tea", "x")).code());
    }
}
