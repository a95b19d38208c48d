package weft.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.shell.engine.EngineCommand;
import weft.shell.engine.EngineCommand.Sandbox;

/** Which sandbox the web engine gets, on this machine and where the kernel really gives no user namespaces. */
class EngineSandboxTest {
    private static final List<String> NO_NAMESPACES = List.of("/usr/bin/unshare", "--user", "--map-user=1000", "--map-group=1000", "--keep-caps", "/bin/sh", "-c",
            "echo 0 > /proc/sys/user/max_user_namespaces && exec \"$@\"", "sh");
    @TempDir Path folder;
    private Path program;

    @BeforeEach
    void program() throws Exception {
        program = Files.writeString(folder.resolve("chrome-sandbox"), "");
    }

    private static List<String> trial(List<String> before) {
        var trial = new ArrayList<>(before);
        trial.addAll(EngineCommand.probe());
        return trial;
    }

    @Test
    void namespaces_are_taken_where_they_are_to_be_had_whatever_is_allowed() throws Exception {
        Files.writeString(folder.resolve("sandbox"), "allow setuid\n");
        assertEquals(Sandbox.NAMESPACES, new EngineSandbox(folder, program, trial(List.of())).choose());
    }

    @Test
    void without_namespaces_no_engine_is_started_unless_the_user_allows_chromiums_setuid_sandbox_and_root_has_made_it_so() throws Exception {
        var choice = new EngineSandbox(folder, program, trial(NO_NAMESPACES));
        refused(choice, "\"allow setuid\" in " + folder.resolve("sandbox"));
        Files.writeString(folder.resolve("sandbox"), "allow landlock\n");
        refused(choice, "\"allow setuid\" in " + folder.resolve("sandbox"));
        Files.writeString(folder.resolve("sandbox"), "allow landlock\nallow setuid\n");
        refused(choice, "chmod 4755 " + program);
        assumeTrue(Files.getAttribute(program, "unix:uid").equals(0), "only root can make a program setuid root");
        mode(program, "4644");
        refused(choice, "chmod 4755 " + program);
        mode(program, "4755");
        assertEquals(Sandbox.SETUID, choice.choose());
        Files.delete(folder.resolve("sandbox"));
        refused(choice, "\"allow setuid\" in " + folder.resolve("sandbox"));
    }

    @Test
    void a_program_that_is_not_roots_or_only_points_to_one_is_not_taken_for_the_sandbox() throws Exception {
        assumeTrue(Files.getAttribute(program, "unix:uid").equals(0), "only root can make a program setuid root");
        mode(program, "4755");
        assertTrue(EngineSandbox.isSetuid(program));
        assertFalse(EngineSandbox.isSetuid(Files.createSymbolicLink(folder.resolve("link"), program)));
        Files.setAttribute(program, "unix:uid", 1000);
        mode(program, "4755");
        assertFalse(EngineSandbox.isSetuid(program));
        assertFalse(EngineSandbox.isSetuid(folder.resolve("none")));
    }

    private static void mode(Path file, String mode) throws Exception {
        assertEquals(0, new ProcessBuilder("/bin/chmod", mode, file.toString()).start().waitFor());
    }

    private static void refused(EngineSandbox choice, String remedy) {
        var refusal = assertThrows(WeftException.class, choice::choose);
        assertEquals(ErrorCode.UNAVAILABLE, refusal.code());
        assertTrue(refusal.getMessage().contains("no user namespaces") && refusal.getMessage().contains(remedy), refusal.getMessage());
    }
}
