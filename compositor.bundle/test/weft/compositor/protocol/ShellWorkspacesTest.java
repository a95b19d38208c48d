package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.wayland.protocol.client.ZweftShellManagerV1;
import weft.wayland.wire.IntArrays;

/** zweft_shell_manager_v1, workspaces: the shell hears which is shown and how many windows are on each, and chooses. */
class ShellWorkspacesTest extends ProtocolTest {
    private final List<String> log = new ArrayList<>();

    private ZweftShellManagerV1 shell(TestClient privileged) throws Exception {
        var shell = privileged.bind(ZweftShellManagerV1.TYPE);
        shell.setEvents(new ZweftShellManagerV1.Events() {
            @Override
            public void workspaces(ZweftShellManagerV1 self, int shown, byte[] windows) {
                log.add(shown + " " + Arrays.toString(IntArrays.ints(windows)));
            }
        });
        server.settle();
        return shell;
    }

    private List<String> take() throws Exception {
        server.settle();
        var out = List.copyOf(log);
        log.clear();
        return out;
    }

    @Test
    void what_is_shown_and_how_many_windows_are_on_each_is_told_at_once_and_at_every_change() throws Exception {
        client.window(100, 80, RED).map();
        shell(server.connectPrivileged());
        assertEquals(List.of("0 [1, 0, 0, 0]"), take());
        var second = client.window(50, 50, BLUE).map();
        assertEquals(List.of("0 [2, 0, 0, 0]"), take());
        second.toplevel.setTitle("another title");
        assertEquals(List.of(), take());
        server.host().workspace().desktop().workspaces().move(server.lastWindow(), 2);
        assertEquals(List.of("0 [1, 0, 1, 0]"), take());
        second.surface.attach(null, 0, 0);
        second.surface.commit();
        assertEquals(List.of("0 [1, 0, 0, 0]"), take());
    }

    @Test
    void the_shell_shows_a_workspace_also_an_empty_one_after_another() throws Exception {
        client.window(100, 80, RED).map();
        var shell = shell(server.connectPrivileged());
        take();
        shell.showWorkspace(3);
        assertEquals(List.of("3 [1, 0, 0, 0]"), take());
        shell.showWorkspace(2);
        assertEquals(List.of("2 [1, 0, 0, 0]"), take());
        assertEquals(2, server.host().workspace().desktop().workspaces().current());
        shell.showWorkspace(0);
        assertEquals(List.of("0 [1, 0, 0, 0]"), take());
        assertEquals(server.lastWindow(), server.host().workspace().desktop().focused());
    }

    @Test
    void a_workspace_that_is_not_there_is_an_error() throws Exception {
        var privileged = server.connectPrivileged();
        shell(privileged).showWorkspace(4);
        privileged.expectError(ZweftShellManagerV1.ERROR_INVALID_WORKSPACE, "zweft_shell_manager_v1");
    }
}
