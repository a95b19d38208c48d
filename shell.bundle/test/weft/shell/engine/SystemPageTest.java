package weft.shell.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weft.api.Badge;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.message.Connection.Ok;
import weft.api.message.Lifecycle.LaunchAck;
import weft.api.message.Lifecycle.LaunchApp;
import weft.api.message.Lifecycle.LogOut;
import weft.api.message.Lifecycle.Why;
import weft.api.message.Lifecycle.WhyReport;
import weft.api.message.Message;
import weft.api.message.Files.FsEntry;
import weft.api.message.Files.Kind;
import weft.api.message.Pages;
import weft.api.message.Permissions.AnswerQuestion;
import weft.api.message.Permissions.AppGrants;
import weft.api.message.Permissions.BrowseFolder;
import weft.api.message.Permissions.Decision;
import weft.api.message.Permissions.Folder;
import weft.api.message.Permissions.FolderPlace;
import weft.api.message.Permissions.GrantEntry;
import weft.api.message.Permissions.GrantStatus;
import weft.api.message.Permissions.Grants;
import weft.api.message.Permissions.QueryGrants;
import weft.api.message.Permissions.Question;
import weft.api.message.Permissions.QuestionKind;
import weft.api.message.Permissions.Revoke;

/** The system page as people meet it, by keyboard and pointer: launcher, cards, settings, questions. */
class SystemPageTest extends SystemPageCase {
    @Test
    void an_empty_desktop_is_a_panel_and_a_hint_that_opens_an_app() throws Exception {
        compositor.awaitScreen(s -> at(s, 14, 578) == TEAL && at(s, 200, 590) == PAPER, "no panel");
        var hint = compositor.window("hint");
        compositor.click(hint, 70, 132);
        assertEquals(new LaunchApp(COUNTER), answer("LAUNCH_APP", new LaunchAck(SESSION)).message());
    }

    @Test
    void super_opens_the_launcher_and_typing_and_enter_start_an_app() throws Exception {
        compositor.key(SUPER);
        compositor.window("launcher");
        compositor.type("not");
        compositor.key(ENTER);
        assertEquals(new LaunchApp(NOTES), answer("LAUNCH_APP", new LaunchAck(SESSION)).message());
        gone("launcher");
    }

    @Test
    void super_or_escape_close_the_launcher_and_the_panel_gives_the_keyboard_back() throws Exception {
        for (int key : new int[] {SUPER, ESCAPE}) {
            compositor.key(SUPER);
            compositor.window("launcher");
            compositor.key(key);
            gone("launcher");
        }
        compositor.key(SUPER);
        compositor.window("launcher");
        compositor.click(compositor.window("panel"), 200, 20);
        gone("launcher");
    }

    @Test
    void a_failure_is_a_card_that_says_why_and_tries_again() throws Exception {
        state(SessionState.Starting, null);
        state(SessionState.Stopped, "Notes failed to start: it was not ready within 30 s.");
        var cards = compositor.window("cards");
        compositor.click(cards, 186, 104);
        var report = new WhyReport(SESSION, NOTES, SessionState.Stopped, "Notes failed to start: it was not ready within 30 s.", List.of("<b>last</b> words"), Map.of("starting", 4L), List.of());
        assertEquals(new Why(Optional.of(SESSION)), answer("WHY", report).message());
        compositor.window("why");
        compositor.key(ESCAPE);
        gone("why");
        gone("cards");
        state(SessionState.Stopped, "Notes failed to start: it was not ready within 30 s.");
        compositor.click(compositor.window("cards"), 100, 104);
        assertEquals(new LaunchApp(NOTES), gateway.next("LAUNCH_APP").message());
        gone("cards");
    }

    @Test
    void dark_is_chosen_in_the_settings_and_holds_for_ground_and_pages_and_after_a_reload() throws Exception {
        compositor.click(compositor.window("panel"), 642, 20);
        compositor.window("menu");
        compositor.key(RIGHT);
        compositor.awaitScreen(s -> at(s, 400, 20) == DARK_GROUND && at(s, 200, 590) == DARK_PAPER, "not dark");
        closeDesktop();
        openDesktop();
        compositor.awaitScreen(s -> at(s, 400, 20) == DARK_GROUND && at(s, 200, 590) == DARK_PAPER, "not dark after a reload");
        compositor.click(compositor.window("panel"), 642, 20);
        compositor.window("menu");
        compositor.key(105);
        compositor.awaitScreen(s -> at(s, 200, 590) == PAPER, "not light again");
    }

    @Test
    void log_out_is_in_the_settings() throws Exception {
        compositor.click(compositor.window("panel"), 642, 20);
        compositor.window("menu");
        compositor.key(TAB);
        compositor.key(ENTER);
        assertEquals(new LogOut(), gateway.next("LOG_OUT").message());
        gone("menu");
    }

    private static Question question(long number, QuestionKind kind) {
        return new Question(number, kind, SESSION, NOTES, "Notes", "fs:rw:xdg-documents", "see and change the files in your folder Documents", "Opens your letters.", true, false, Optional.empty());
    }

    /** A point of the one filled button, once it may be pressed. */
    private static int[] primary() {
        var found = new ArrayList<int[]>();
        compositor.awaitScreen(s -> {
            filled(s).ifPresent(found::add);
            return !found.isEmpty();
        }, "no button to press");
        return found.getFirst();
    }

    // Right of the panel's home mark, which has the same colour.
    private static Optional<int[]> filled(BufferedImage s) {
        for (int y = 0; y < 590; y++)
            for (int x = 62; x < 790; x++) if (at(s, x, y) == TEAL && at(s, x + 6, y) == TEAL && at(s, x, y + 6) == TEAL) return Optional.of(new int[] {x + 3, y + 3});
        return Optional.empty();
    }

    private static AnswerQuestion answered() throws Exception {
        return (AnswerQuestion) answer("ANSWER_QUESTION", new Ok()).message();
    }

    @Test
    void a_question_covers_everything_has_the_keyboard_and_takes_no_answer_meant_for_something_else() throws Exception {
        openApp();
        asked(question(7, QuestionKind.grant));
        var dialog = compositor.window("ask");
        focused("ask");
        assertEquals(List.of(0, 0, 800, 600), List.of("x", "y", "width", "height").stream().map(k -> ((Number) dialog.get(k)).intValue()).toList());
        compositor.key(ENTER);
        compositor.type(" yes ");
        int[] always = primary();
        compositor.click(dialog, always[0], always[1]);
        assertEquals(new AnswerQuestion(7, Decision.allow_always, List.of()), answered());
        asked();
        gone("ask");
        focused("app");
        closeApp();
    }

    @Test
    void a_question_is_answered_by_keyboard_and_the_next_one_follows() throws Exception {
        asked(question(1, QuestionKind.grant), question(2, QuestionKind.grant));
        focused("ask");
        primary();
        compositor.key(TAB);
        compositor.key(TAB);
        compositor.key(ENTER);
        assertEquals(new AnswerQuestion(1, Decision.allow_once, List.of()), answered());
        compositor.awaitScreen(s -> filled(s).isEmpty(), "the answered question can be answered again");
        asked(question(2, QuestionKind.grant));
        primary();
        compositor.key(SUPER);
        compositor.key(ESCAPE);
        assertEquals(new AnswerQuestion(2, Decision.deny, List.of()), answered());
        asked();
        gone("ask");
    }

    private static void selectOnlyEntry() {
        compositor.awaitScreen(s -> {
            compositor.key(DOWN);
            return isEntrySelected(s);
        }, "no entry is selected");
    }

    // Two lines are around the list, because it has the keyboard; two more around what is selected.
    private static boolean isEntrySelected(BufferedImage s) {
        int lines = 0;
        for (int y = 1; y < 550; y++) if (at(s, 500, y) == TEAL && at(s, 500, y - 1) != TEAL) lines++;
        return lines > 2;
    }

    @Test
    void files_are_picked_from_the_systems_own_list() throws Exception {
        asked(question(3, QuestionKind.open_file));
        var browse = answer("BROWSE_FOLDER", new Folder("/home/u", Optional.of("/home"), List.of(new FolderPlace("Home", "/home/u")),
                List.of(new FsEntry("trip", Kind.directory, 0)))).message();
        assertEquals(new BrowseFolder(Optional.empty()), browse);
        focused("ask");
        primary();
        compositor.key(TAB);
        compositor.key(TAB);
        compositor.key(TAB);
        selectOnlyEntry();
        compositor.key(ENTER);
        assertEquals(new BrowseFolder(Optional.of("/home/u/trip")), answer("BROWSE_FOLDER", new Folder("/home/u/trip", Optional.of("/home/u"), List.of(),
                List.of(new FsEntry("day <1>", Kind.file, 3)))).message());
        compositor.awaitScreen(s -> !isEntrySelected(s), "the new folder is not shown");
        selectOnlyEntry();
        compositor.key(ENTER);
        assertEquals(new AnswerQuestion(3, Decision.allow_once, List.of("/home/u/trip/day <1>")), answered());
        asked();
        gone("ask");
    }

    @Test
    void what_an_app_may_touch_is_shown_and_revoked_from_its_task() throws Exception {
        state(SessionState.Running, null);
        gone("hint");
        compositor.ask("POINTER_MOVE", Map.of("x", 90, "y", 580));
        compositor.ask("POINTER_BUTTON", Map.of("button", "right", "pressed", true));
        compositor.ask("POINTER_BUTTON", Map.of("button", "right", "pressed", false));
        focused("menu");
        compositor.key(DOWN);
        compositor.key(ENTER);
        var entry = new GrantEntry("fs:rw:xdg-documents", "see and change the files in your folder Documents", "", true, GrantStatus.granted, Optional.of("user"), Optional.of(1L),
                Optional.of(2L), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        assertEquals(new QueryGrants(Optional.of(NOTES)), answer("QUERY_GRANTS", new Grants(List.of(new AppGrants(NOTES, "Notes", List.of(entry))))).message());
        focused("ledger");
        compositor.key(TAB);
        compositor.key(TAB);
        compositor.key(ENTER);
        assertEquals(new Revoke(NOTES, "fs:rw:xdg-documents", false), answer("REVOKE", new Ok()).message());
        compositor.key(ESCAPE);
        gone("ledger");
    }

    @Test
    void a_press_on_the_badges_of_a_title_bar_shows_what_the_app_may_touch() throws Exception {
        state(SessionState.Running, null);
        gateway.request(new Pages.OpenPage(SESSION, NOTES, "app", folder.resolve("pages/app").toString(), "index.html", 300, 200, List.of(new Badge("own data", Badge.Kind.write))));
        focused("app");
        compositor.click(compositor.window("app"), 70, -20);
        assertEquals(new QueryGrants(Optional.of(NOTES)), answer("QUERY_GRANTS", new Grants(List.of(new AppGrants(NOTES, "Notes", List.of())))).message());
        focused("ledger");
        compositor.key(ESCAPE);
        gone("ledger");
        focused("app");
        closeApp();
    }

    @Test
    void the_clipboard_is_for_the_page_that_the_user_works_in_also_while_a_question_is_answered() throws Exception {
        openApp();
        assertInstanceOf(Ok.class, gateway.request(new Pages.SetSelection(SESSION, "w", "warp & weft \u2713")));
        assertEquals(new Pages.Selection("warp & weft \u2713"), gateway.request(new Pages.ReadSelection(SESSION, "r")));
        String large = "x".repeat(700_000);
        gateway.request(new Pages.SetSelection(SESSION, "w", large));
        assertEquals(new Pages.Selection(large), gateway.request(new Pages.ReadSelection(SESSION, "r")));
        var other = new SessionId("other-1");
        for (Message m : List.of(new Pages.ReadSelection(other, "r"), new Pages.SetSelection(other, "r", "mine"))) {
            var e = assertThrows(WeftException.class, () -> gateway.request(m));
            assertEquals(Optional.of("r"), e.capability());
        }
        asked(question(9, QuestionKind.grant));
        focused("ask");
        assertEquals(new Pages.Selection(large), gateway.request(new Pages.ReadSelection(SESSION, "r")));
        asked();
        gone("ask");
        closeApp();
        assertThrows(WeftException.class, () -> gateway.request(new Pages.ReadSelection(SESSION, "r")));
    }

    @Test
    void the_theme_is_not_for_apps_to_choose_and_the_shared_look_is_in_every_origin() throws Exception {
        gateway.request(new Pages.OpenPage(SESSION, NOTES, "app", folder.resolve("pages/app").toString(), "index.html", 300, 200, List.of()));
        assertEquals("DENIED", gateway.nextForward(SESSION.value()));
        var window = compositor.window("app");
        compositor.awaitScreen(s -> CompositorProcess.pixel(s, window, 150, 100) == PAPER, "not the colour of paper");
        gateway.request(new Pages.ClosePage(SESSION));
    }
}
