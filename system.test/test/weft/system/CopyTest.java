package weft.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The portal is replaced in the middle of a long copy by an app. */
@Timeout(600)
class CopyTest {
    private static final String APP = "org.example.copies";
    private static final int SIZE = 100 << 20, SWAPS = 3;

    @Test
    void a_copy_of_100_mb_by_an_app_is_right_though_the_portal_is_replaced_in_the_middle_of_it() throws Exception {
        try (var system = new RunningSystem()) {
            GuestApp.install(system, APP, "copies");
            Path data = Files.createDirectories(GuestApp.data(system, APP)), from = data.resolve("from"), to = data.resolve("to");
            write(from);
            system.gateway.call("QUERY_GRANTS", Map.of()); // the portal is there
            // So slow that the end of the copy cannot come before that of the replacements.
            system.weft("fault", "add", "FS_WRITE", "delay", "40", "--for", "600");
            int mark = system.gateway.mark();
            system.weft("launch", APP);
            RunningSystem.eventually(Duration.ofSeconds(120), "the copy to be under way", () -> Files.exists(to) && Files.size(to) > 0);
            for (int i = 1; i <= SWAPS; i++) {
                long size = Files.size(to);
                String said = system.gateway.call("APPLY_UPDATE", Map.of("jars", List.of(NewBuild.of(system.home, "portal.bundle", "0.1." + i).toString()))).get("steps").toString();
                assertTrue(said.contains("drained and stopped"), said);
                RunningSystem.eventually(Duration.ofSeconds(60), "the copy to go on with the new one", () -> Files.size(to) > size);
            }
            assertTrue(Files.size(to) < SIZE, "it was in the middle");
            system.weft("fault", "clear");
            var ended = system.awaitState(mark, APP, "Stopped");
            assertEquals(SIZE, Files.size(to), () -> "it ended early: " + ended);
            assertEquals(sha256(from), sha256(to));
        }
    }

    private static void write(Path file) throws Exception {
        var random = new Random(100);
        byte[] piece = new byte[1 << 20];
        try (var out = Files.newOutputStream(file)) {
            for (int written = 0; written < SIZE; written += piece.length) {
                random.nextBytes(piece);
                out.write(piece);
            }
        }
    }

    private static String sha256(Path file) throws Exception {
        var sha = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(sha.digest());
    }
}
