package weft.appd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.os.Landlock;
import weft.runtime.launch.RuntimeCommand.Sandbox;

/** Which sandbox is chosen, on this machine and where the kernel really gives no user namespaces. */
class SandboxChoiceTest {
    private static final List<String> NO_NAMESPACES = List.of("/usr/bin/unshare", "--user", "--map-user=1000", "--map-group=1000", "--keep-caps", "/bin/sh", "-c",
            "echo 0 > /proc/sys/user/max_user_namespaces && exec \"$@\"", "sh");
    @TempDir
    Path config;

    @Test
    void namespaces_are_taken_where_they_are_to_be_had_whatever_is_allowed() throws Exception {
        Files.writeString(config.resolve("sandbox"), "allow landlock\n");
        assertEquals(Sandbox.NAMESPACES, new SandboxChoice(config).choose());
    }

    @Test
    void without_namespaces_no_app_is_started_unless_the_user_allows_the_weaker_sandbox() throws Exception {
        assumeTrue(Landlock.version() > 0, "this kernel has no Landlock");
        var choice = new SandboxChoice(config, NO_NAMESPACES);
        refused(choice);
        Files.writeString(config.resolve("sandbox"), "# allow landlock\nallow everything\n");
        refused(choice);
        Files.writeString(config.resolve("sandbox"), "allow landlock\n");
        assertEquals(Sandbox.LANDLOCK, choice.choose());
        Files.delete(config.resolve("sandbox"));
        refused(choice);
    }

    private void refused(SandboxChoice choice) {
        var refusal = assertThrows(WeftException.class, choice::choose);
        assertEquals(ErrorCode.UNAVAILABLE, refusal.code());
        assertTrue(refusal.getMessage().contains("no user namespaces") && refusal.getMessage().contains(config.resolve("sandbox").toString()), refusal.getMessage());
    }
}
