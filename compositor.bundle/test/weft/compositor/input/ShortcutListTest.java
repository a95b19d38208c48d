package weft.compositor.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.os.EventLoop;

/** The file of shortcuts: what its lines mean, what mistakes do, and that it is read again when it changes. */
class ShortcutListTest {
    private static final int LEFT = 0xff51, F5 = 0xffc2;
    @TempDir Path folder;

    @Test
    void lines_add_to_the_systems_own_shortcuts_and_take_them_away() {
        var list = new ShortcutList(List.of("# mine", "", "Super+Shift+Left = left-half", " Ctrl + Alt + t=close", "Super+q = none", "F5 = quit"));
        assertEquals(List.of(), list.mistakes());
        assertEquals(Action.LEFT_HALF, list.action(LEFT, true, false, false, true));
        assertEquals(Action.LEFT_HALF, list.action(LEFT, false, false, false, true));
        assertEquals(Action.CLOSE, list.action('T', false, true, true, false));
        assertEquals(Action.NONE, list.action('q', false, false, false, true));
        assertEquals(Action.QUIT, list.action(F5, false, false, false, false));
        assertEquals(Action.NONE, list.action('t', false, false, true, false));
    }

    @Test
    void a_line_that_makes_no_sense_is_told_and_changes_nothing() {
        var list = new ShortcutList(List.of("Super+q", "Super+q = explode", "Super+a+b = close", "Super = close", "Super+Nokey = close", "q = close", "Shift+q = close", "Super+x = close"));
        assertEquals(7, list.mistakes().size());
        assertTrue(list.mistakes().get(1).startsWith("line 2: no action explode"), list.mistakes().get(1));
        assertEquals(Action.CLOSE, list.action('q', false, false, false, true));
        assertEquals(Action.NONE, list.action('q', false, false, false, false));
        assertEquals(Action.CLOSE, list.action('x', false, false, false, true));
    }

    @Test
    void a_file_that_comes_changes_is_replaced_or_goes_is_heard_of() throws Exception {
        var file = folder.resolve("weft/shortcuts");
        var seen = new ArrayList<Action>();
        try (var loop = new EventLoop(); var watch = new ShortcutFile(loop, file, l -> seen.add(l.action('x', false, false, false, true)))) {
            assertEquals(List.of(Action.NONE), seen);
            Files.writeString(file, "Super+x = close\n");
            until(loop, seen, Action.CLOSE);
            var other = Files.writeString(folder.resolve("weft/other"), "Super+x = quit\n");
            Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
            until(loop, seen, Action.QUIT);
            Files.delete(file);
            until(loop, seen, Action.NONE);
        }
    }

    private static void until(EventLoop loop, List<Action> seen, Action wanted) throws Exception {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (seen.getLast() != wanted) {
            assertTrue(System.nanoTime() < deadline, "not heard of within ten seconds");
            loop.dispatch(1000);
        }
    }
}
