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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.message.Files.FsData;
import weft.api.message.Files.FsEntries;
import weft.api.message.Files.FsList;
import weft.api.message.Files.FsMkdir;
import weft.api.message.Files.FsOpen;
import weft.api.message.Files.FsOpened;
import weft.api.message.Files.FsRead;
import weft.api.message.Files.FsRemove;
import weft.api.message.Files.FsRename;
import weft.api.message.Files.FsReplace;
import weft.api.message.Files.FsStat;
import weft.api.message.Files.FsWatch;
import weft.api.message.Message;
import weft.api.message.Permissions.BrowseFolder;
import weft.api.message.Permissions.Decision;
import weft.api.message.Permissions.Folder;
import weft.api.message.Permissions.QueryQuestions;
import weft.api.message.Permissions.QuestionKind;
import weft.api.message.Permissions.Questions;
import weft.api.message.Permissions.Revoke;
import weft.api.message.Permissions.Want;
import weft.api.message.Services.PickFiles;
import weft.api.message.Services.Picked;
import weft.api.message.Services.PickedFile;
import weft.api.packages.Capability;
import weft.packages.InstalledPackages;

/** Files that the user picks for an app, in the system's own dialog. */
class PickerTest {
    private static final String VIEWER = "org.weft.viewer", EDITOR = "org.weft.editor";
    @TempDir
    Path home;
    private PortalStage stage;
    private Path letter, trip;

    @BeforeEach
    void start() throws Exception {
        stage = new PortalStage(home);
        stage.app(VIEWER, "fs:read:picked");
        stage.app(EDITOR, "fs:rw:picked");
        stage.start();
        letter = Files.writeString(stage.user.resolve("letter"), "Dear all");
        Files.writeString(stage.user.resolve("secret"), "not for apps");
        trip = Files.createDirectory(stage.user.resolve("trip"));
        Files.writeString(trip.resolve("day 1"), "sun");
    }

    @AfterEach
    void stop() throws Exception {
        stage.close();
    }

    private Picked pick(PortalStage.App app, QuestionKind kind, boolean write, Decision decision, String... paths) throws Exception {
        var picked = app.<Picked>asking(new PickFiles(kind, write, paths.length > 1, Optional.empty()));
        stage.answer(decision, paths);
        return PortalStage.get(picked);
    }

    private static FsOpen opening(String path, boolean write) {
        return new FsOpen(path, true, write, false, false, false, false);
    }

    private static String content(PortalStage.App app, String path) {
        int handle = app.<FsOpened>ask(opening(path, false)).handle();
        return new String(app.<FsData>ask(new FsRead(handle, 0, 100)).bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void a_picked_file_is_that_file_alone() throws Exception {
        var app = stage.new App(EDITOR);
        assertEquals(List.of("nothing granted"), app.badges());
        var picked = pick(app, QuestionKind.open_file, true, Decision.allow_once, letter.toString());
        assertEquals(List.of(new PickedFile("/picked/1", "letter", false, true)), picked.files());
        assertEquals(List.of("picked files"), app.badges());
        assertEquals("Dear all", content(app, "/picked/1"));
        app.ask(new FsReplace("/picked/1", "Dear nobody".getBytes()));
        assertEquals("Dear nobody", Files.readString(letter));
        assertEquals("Dear nobody", content(app, "/picked/1"));
        assertEquals(11, app.<weft.api.message.Files.FsStatus>ask(new FsStat("/picked/1")).size());
        for (String path : List.of("/picked/1/../secret", "/picked/1/..", "/picked/1/x", "/picked/2", "/picked", "/picked/../user/secret", "/picked/-1", "/picked/1x"))
            for (Message m : List.of(opening(path, false), new FsStat(path), new FsList(path), new FsMkdir(path), new FsRemove(path, false), new FsReplace(path, new byte[1]), new FsWatch(path)))
                app.refused(m);
        for (Message m : List.of(new FsRemove("/picked/1", false), new FsRename("/picked/1", "/picked/1x"), new FsMkdir("/picked/1"), new FsList("/picked/1"))) app.refused(m);
        assertEquals("not for apps", Files.readString(stage.user.resolve("secret")));
    }

    @Test
    void a_file_that_was_picked_for_good_is_there_after_a_restart_and_one_picked_once_is_not() throws Exception {
        var app = stage.new App(VIEWER);
        pick(app, QuestionKind.open_file, false, Decision.allow_always, letter.toString());
        pick(app, QuestionKind.open_file, false, Decision.allow_once, stage.user.resolve("secret").toString());
        assertEquals("not for apps", content(app, "/picked/2"));
        app.stop();
        stage.restart();
        var next = stage.new App(VIEWER);
        assertEquals("Dear all", content(next, "/picked/1"));
        assertEquals(ErrorCode.DENIED, next.refused(opening("/picked/2", false)).code());
    }

    @Test
    void a_file_picked_for_reading_is_not_written() throws Exception {
        var app = stage.new App(EDITOR);
        pick(app, QuestionKind.open_file, false, Decision.allow_always, letter.toString());
        for (Message m : List.of(opening("/picked/1", true), new FsReplace("/picked/1", new byte[1]), new FsOpen("/picked/1", false, false, false, false, true, false)))
            assertEquals(ErrorCode.DENIED, app.refused(m).code());
        assertEquals("Dear all", Files.readString(letter));
    }

    @Test
    void an_app_that_declares_reading_picks_nothing_for_writing() {
        var app = stage.new App(VIEWER);
        for (var kind : List.of(QuestionKind.open_file, QuestionKind.save_file, QuestionKind.open_folder))
            assertEquals(Optional.of("fs:rw:picked"), app.refused(new PickFiles(kind, true, false, Optional.empty())).capability());
    }

    @Test
    void a_picked_folder_is_all_that_is_in_it_and_nothing_beside() throws Exception {
        var app = stage.new App(EDITOR);
        Files.createSymbolicLink(trip.resolve("out"), stage.user);
        pick(app, QuestionKind.open_folder, true, Decision.allow_always, trip.toString());
        assertEquals(2, app.<FsEntries>ask(new FsList("/picked/1")).entries().size());
        assertEquals("sun", content(app, "/picked/1/day 1"));
        for (String path : List.of("/picked/1/out/secret", "/picked/1/../secret", "/picked/1/out")) app.refused(opening(path, false));
    }

    @Test
    void a_file_to_save_to_need_not_exist_yet() throws Exception {
        var app = stage.new App(EDITOR);
        var asked = app.<Picked>asking(new PickFiles(QuestionKind.save_file, true, false, Optional.of("report.txt")));
        var question = stage.answer(Decision.allow_once, stage.user.resolve("report.txt").toString());
        assertEquals(Optional.of("report.txt"), question.suggestion());
        assertEquals("report.txt", PortalStage.get(asked).files().getFirst().name());
        assertFalse(Files.exists(stage.user.resolve("report.txt")));
        app.ask(new FsReplace("/picked/1", "done".getBytes()));
        assertEquals("done", Files.readString(stage.user.resolve("report.txt")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/b", "/etc/passwd", "", ".", "..", "a\nb"})
    void P10_a_name_that_an_app_proposes_is_never_a_place(String name) {
        assertEquals(ErrorCode.INVALID, stage.new App(EDITOR).refused(new PickFiles(QuestionKind.save_file, true, false, Optional.of(name))).code());
    }

    @Test
    void P7_a_picked_path_that_became_a_link_is_refused() throws Exception {
        var app = stage.new App(EDITOR);
        pick(app, QuestionKind.open_folder, true, Decision.allow_always, trip.toString());
        pick(app, QuestionKind.open_file, true, Decision.allow_always, letter.toString());
        stage.restart();
        Files.move(trip, stage.user.resolve("elsewhere"));
        Files.createSymbolicLink(trip, stage.user);
        Files.delete(letter);
        Files.createSymbolicLink(letter, stage.user.resolve("secret"));
        assertEquals(ErrorCode.UNAVAILABLE, app.refused(opening("/picked/1/secret", false)).code());
        for (Message m : List.of(opening("/picked/2", false), opening("/picked/2", true), new FsReplace("/picked/2", new byte[1])))
            assertEquals(ErrorCode.DENIED, app.refused(m).code());
        assertEquals("not for apps", Files.readString(stage.user.resolve("secret")));
    }

    @Test
    void the_link_that_the_user_picked_is_resolved_once() throws Exception {
        var app = stage.new App(VIEWER);
        Path link = Files.createSymbolicLink(stage.user.resolve("shortcut"), letter);
        pick(app, QuestionKind.open_file, false, Decision.allow_always, link.toString());
        Files.delete(link);
        Files.createSymbolicLink(link, stage.user.resolve("secret"));
        assertEquals("Dear all", content(app, "/picked/1"));
    }

    @Test
    void what_belongs_to_other_apps_or_the_system_cannot_be_picked() throws Exception {
        var app = stage.new App(EDITOR);
        Path other = Files.createDirectories(home.resolve("weft/data/org.weft.other"));
        for (Path path : List.of(other, home.resolve("weft"), home)) {
            var asked = app.<Picked>asking(new PickFiles(QuestionKind.open_folder, true, false, Optional.empty()));
            stage.answer(Decision.allow_always, path.toString());
            assertEquals(ErrorCode.DENIED, assertThrows(WeftException.class, () -> PortalStage.get(asked)).code());
        }
    }

    @Test
    void whoever_picks_nothing_grants_nothing() throws Exception {
        var app = stage.new App(EDITOR);
        assertTrue(pick(app, QuestionKind.open_file, true, Decision.deny).files().isEmpty());
        assertEquals(List.of("nothing granted"), app.badges());
    }

    @Test
    void a_picked_file_is_revoked_by_its_entry_in_the_ledger() throws Exception {
        var app = stage.new App(EDITOR);
        pick(app, QuestionKind.open_file, true, Decision.allow_always, letter.toString());
        int handle = app.<FsOpened>ask(opening("/picked/1", true)).handle();
        assertEquals(Optional.of(letter.toString()), stage.entry(EDITOR, "fs:rw:picked/1").path());
        stage.system(new Revoke(new AppId(EDITOR), "fs:rw:picked/1", false));
        assertEquals(ErrorCode.DENIED, app.refused(new FsRead(handle, 0, 1)).code());
        assertEquals(ErrorCode.DENIED, app.refused(opening("/picked/1", false)).code());
        assertFalse(stage.ledger(EDITOR).stream().anyMatch(e -> e.path().isPresent()));
    }

    @Test
    void the_dialog_lists_folders_first_and_hides_hidden_names() throws Exception {
        Files.createDirectories(stage.user.resolve("Documents"));
        Files.writeString(stage.user.resolve(".hidden"), "");
        var folder = stage.<Folder>system(new BrowseFolder(Optional.empty()));
        assertEquals(List.of("Documents", "trip", "letter", "secret"), folder.entries().stream().map(e -> e.name()).toList());
        assertEquals(List.of("Home", "Documents"), folder.places().stream().map(p -> p.name()).toList());
        assertEquals(Optional.of(stage.user.toRealPath().toString()), stage.<Folder>system(new BrowseFolder(Optional.of(trip.toString()))).parent());
        assertThrows(WeftException.class, () -> stage.system(new BrowseFolder(Optional.of(letter.toString()))));
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.EnumSource(value = QuestionKind.class, names = {"grant", "install_app", "update_app"})
    void an_app_cannot_have_questions_asked_that_are_the_systems_own(QuestionKind kind) {
        var app = stage.new App(VIEWER);
        assertEquals(ErrorCode.INVALID, app.refused(new PickFiles(kind, false, false, Optional.empty())).code());
        assertEquals(List.of(), stage.<Questions>system(new QueryQuestions()).questions());
    }

    @Test
    void a_package_that_asks_for_more_is_asked_about_in_the_systems_name_and_only_a_yes_lets_it_in() throws Exception {
        var app = new InstalledPackages(home.resolve("weft/apps")).find(new AppId(EDITOR));
        var wanted = List.of(new Capability("sys:notifications", "Rings."));
        for (var answer : List.of(Decision.allow_always, Decision.deny)) {
            var approved = CompletableFuture.supplyAsync(() -> stage.portal.approves(app, wanted, true), Thread::startVirtualThread);
            var question = stage.answer(answer);
            assertEquals(answer != Decision.deny, PortalStage.get(approved));
            assertEquals(QuestionKind.update_app, question.kind());
            assertEquals(SessionId.SYSTEM, question.session());
            assertEquals(List.of(new Want("sys:notifications", "show notifications", "Rings.")), question.wants());
        }
        stage.answerLimitMs = 50;
        stage.restart();
        assertFalse(stage.portal.approves(app, wanted, false), "nobody answered");
    }
}
