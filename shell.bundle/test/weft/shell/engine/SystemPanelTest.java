package weft.shell.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.api.SessionState;
import weft.api.message.Connection.Ok;
import weft.api.message.Lifecycle.FocusApp;
import weft.api.message.Lifecycle.TerminateApp;
import weft.api.message.Pages;

/** The panel as people meet it, by keyboard and pointer: tasks, windows of other programs, workspaces. */
class SystemPanelTest extends SystemPageCase {
    private static final int LINE_Y = 597, DOT_Y = 591, TASKS_END = 200, STEP = 44;

    @Test
    void a_running_app_is_brought_to_the_front_by_its_task_and_closed_by_its_menu() throws Exception {
        state(SessionState.Running, null);
        gone("hint");
        var panel = compositor.window("panel");
        compositor.click(panel, 90, 20);
        assertEquals(new FocusApp(SESSION), answer("FOCUS_APP", new Ok()).message());
        compositor.ask("POINTER_BUTTON", Map.of("button", "right", "pressed", true));
        compositor.ask("POINTER_BUTTON", Map.of("button", "right", "pressed", false));
        focused("menu");
        compositor.key(DOWN);
        compositor.key(DOWN);
        compositor.key(ENTER);
        assertEquals(new TerminateApp(SESSION), gateway.next("TERMINATE_APP").message());
    }

    @Test
    void the_keyboard_is_with_the_window_again_after_the_launcher_with_a_card_open_and_after_a_click_on_the_panel() throws Exception {
        openApp();
        gateway.sendTo("system", new Pages.Notification("News", "Something happened", "failure"));
        compositor.window("cards");
        compositor.key(SUPER);
        focused("launcher");
        compositor.key(ESCAPE);
        gone("launcher");
        focused("app");
        compositor.click(compositor.window("panel"), 200, 20);
        focused("app");
        compositor.click(compositor.window("panel"), 24, 20);
        focused("launcher");
        compositor.key(SUPER);
        gone("launcher");
        focused("app");
        closeApp();
    }

    @Test
    void the_window_of_another_program_is_in_the_panel_and_is_shown_and_closed_from_there() throws Exception {
        var builder = new ProcessBuilder("weston-simple-shm").redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        builder.environment().put("WAYLAND_DISPLAY", "public");
        var program = builder.start();
        try {
            focused("simple-shm");
            compositor.awaitScreen(s -> at(s, 90, 597) == TEAL, "no line under its task");
            openApp();
            compositor.awaitScreen(s -> at(s, 90, 597) != TEAL, "the line stays");
            compositor.click(compositor.window("panel"), 90, 24);
            focused("simple-shm");
            compositor.ask("POINTER_BUTTON", Map.of("button", "right", "pressed", true));
            compositor.ask("POINTER_BUTTON", Map.of("button", "right", "pressed", false));
            focused("menu");
            compositor.key(DOWN);
            compositor.key(ENTER);
            assertTrue(program.waitFor(30, TimeUnit.SECONDS), "it goes on");
            gone("simple-shm");
        } finally {
            program.destroyForcibly().waitFor();
        }
        closeApp();
    }

    @Test
    void the_task_of_the_window_with_the_keyboard_is_underlined_also_while_the_panel_is_used() throws Exception {
        state(SessionState.Running, null);
        gateway.request(new Pages.OpenPage(SESSION, NOTES, "app", folder.resolve("pages/app").toString(), "index.html", 300, 200, List.of()));
        compositor.awaitScreen(s -> at(s, 90, 597) == TEAL, "no line under the task");
        compositor.key(SUPER);
        compositor.window("launcher");
        compositor.awaitScreen(s -> at(s, 90, 597) == TEAL, "the line went away");
        compositor.key(ESCAPE);
        gone("launcher");
        gateway.request(new Pages.ClosePage(SESSION));
        compositor.awaitScreen(s -> at(s, 90, 597) != TEAL, "the line stays");
    }

    private static int shownWorkspace() {
        return ((Number) compositor.ask("WINDOWS", Map.of()).get("workspace")).intValue();
    }

    // The middle of the line under the workspace that is shown; 0 without one. Where it is depends on the date, which stands beside it.
    private static int line(BufferedImage screen) {
        int[] teal = IntStream.range(TASKS_END, screen.getWidth()).filter(x -> at(screen, x, LINE_Y) == TEAL).toArray();
        return teal.length == 0 ? 0 : (teal[0] + teal[teal.length - 1]) / 2;
    }

    private static void showsWorkspace(int number, boolean occupied) {
        compositor.awaitScreen(s -> shownWorkspace() == number && line(s) > 0 && dotted(s, line(s) - STEP * number) == occupied, "workspace " + number + " is not shown so");
    }

    private static boolean dotted(BufferedImage screen, int middle) {
        return IntStream.rangeClosed(middle - 1, middle + 1).anyMatch(x -> (at(screen, x, DOT_Y) & 0xFF) < 0xA0);
    }

    @Test
    void workspaces_are_in_the_panel_with_what_is_on_them_and_are_chosen_there_by_pointer_and_by_keys() throws Exception {
        showsWorkspace(0, false);
        openApp();
        showsWorkspace(0, true);
        int first = line(compositor.screenshot());
        compositor.key(SUPER);
        focused("launcher");
        compositor.key(TAB);
        compositor.key(RIGHT);
        compositor.key(RIGHT);
        compositor.key(ENTER);
        showsWorkspace(1, true);
        gone("launcher");
        compositor.awaitScreen(s -> Math.abs(line(s) - first - STEP) <= 2, "the line is not under the second one");
        compositor.click(compositor.window("panel"), first + 12, 22);
        showsWorkspace(0, true);
        focused("app");
        closeApp();
        showsWorkspace(0, false);
    }
}
