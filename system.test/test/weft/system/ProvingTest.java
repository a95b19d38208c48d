package weft.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Builds that are looked at before they are trusted: in the shadow of the running one, and by replaying a recording. */
@Timeout(300)
class ProvingTest {
    private static final String SAID = "Nothing is wrong.", SAYS = "Nothing is right.", SECRET = "dear diary";
    private static RunningSystem system;
    private static String notes;
    private static Path original, build;

    @BeforeAll
    static void start() throws Exception {
        system = new RunningSystem();
        int mark = system.gateway.mark();
        system.weft("launch", "org.weft.notes");
        notes = (String) system.awaitState(mark, "org.weft.notes", "Running").get("session");
        original = RunningSystem.ROOT.resolve("dist/bundles/appd.bundle.jar");
        build = build("build.jar", "0.1.7", null);
    }

    @AfterAll
    static void stop() throws Exception {
        if (system != null) system.close();
    }

    /** appd, with one sentence changed in its classes. */
    private static Path build(String name, String version, String imports) throws IOException {
        Path to = system.home.resolve(name);
        try (var in = new JarInputStream(Files.newInputStream(original))) {
            var manifest = in.getManifest();
            manifest.getMainAttributes().putValue("Bundle-Version", version);
            if (imports != null) manifest.getMainAttributes().putValue("Import-Package", imports);
            try (var out = new JarOutputStream(Files.newOutputStream(to), manifest)) {
                for (var entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    String bytes = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                    out.write(bytes.replace(SAID, SAYS).getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        }
        return to;
    }

    private static String why() throws IOException {
        return (String) system.gateway.call("WHY", Map.of("session", notes)).get("reason");
    }

    private static String status(String words) throws Exception {
        var said = new String[1];
        RunningSystem.eventually(Duration.ofSeconds(60), "the shadow to have " + words, () -> (said[0] = system.weft("update", "shadow", "status")).contains(words));
        return said[0];
    }

    private static long platforms() {
        return system.processes("weft.platform.Main").size();
    }

    @Test
    void a_build_in_the_shadow_answers_nobody_and_its_differences_are_shown_until_it_is_dropped_or_promoted() throws Exception {
        long before = platforms();
        assertTrue(system.weft("update", "shadow", build.toString()).contains("appd.bundle 0.1.7 in the shadow: 0 answers the same"));
        system.gateway.call("QUERY_RUNNING", Map.of());
        system.gateway.call("QUERY_APP_STATE", Map.of("session", notes));
        assertEquals(SAID, why());
        String said = status("1 different");
        assertTrue(said.contains("2 answers the same") && said.contains("WHY: body.reason: \"" + SAID + "\", now \"" + SAYS + "\""), said);
        assertTrue(platforms() > before);
        assertTrue(assertThrows(IOException.class, () -> system.weft("update", "shadow", build.toString())).getMessage().contains("already"), "one at a time");
        system.weft("update", "shadow", "drop");
        assertEquals(before, platforms());
        assertEquals(SAID, why());

        system.weft("update", "shadow", build.toString());
        Files.delete(build); // what was looked at is what is promoted
        assertTrue(system.weft("update", "shadow", "promote").contains("appd.bundle 0.1.7 is live"));
        assertEquals(SAYS, why());
        assertEquals(before, platforms());
        system.weft("update", "apply", "--no-build", original.toString());
        build("build.jar", "0.1.7", null);
        assertEquals(SAID, why());
    }

    @Test
    void a_build_that_does_not_start_is_named_and_leaves_no_process() throws Exception {
        long before = platforms();
        Path broken = build("broken.jar", "0.1.8", "org.example.absent");
        var e = assertThrows(IOException.class, () -> system.weft("update", "shadow", broken.toString()));
        assertTrue(e.getMessage().contains("it does not start: ") && e.getMessage().contains("org.example.absent"), e.getMessage());
        assertEquals(before, platforms());
        assertTrue(assertThrows(IOException.class, () -> system.weft("update", "shadow", "status")).getMessage().contains("No build is in the shadow"));
    }

    @Test
    void a_recording_holds_no_secret_and_shows_what_a_build_answers_differently() throws Exception {
        Path file = system.home.resolve("recording");
        system.weft("record", "start", notes, file.toString());
        assertEquals(SAID, why());
        system.gateway.call("QUERY_APP_STATE", Map.of("session", notes));
        system.gateway.tell(notes, Map.of("text", SECRET));
        system.weft("record", "stop", notes);
        String recorded = Files.readString(file);
        assertTrue(recorded.contains("IPC_FORWARD") && recorded.contains("QUERY_APP_STATE") && recorded.contains(SAID), recorded);
        assertFalse(recorded.contains(SECRET), recorded);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(assertThrows(IOException.class, () -> system.weft("record", "start", notes, file.toString())).getMessage().contains("already"));

        assertTrue(system.weft("replay", file.toString(), original.toString()).contains(" 0 differ"));
        assertTrue(system.weft("replay", file.toString(), "--running").contains(" 0 differ"));
        Path other = build("other.jar", "0.1.9", null);
        var e = assertThrows(IOException.class, () -> system.weft("replay", file.toString(), other.toString()), "a failure for who runs it unattended");
        assertTrue(e.getMessage().contains("WHY: body.reason: \"" + SAID + "\", now \"" + SAYS + "\"") && e.getMessage().contains(" 1 differ"), e.getMessage());
        assertEquals(SAID, why(), "the session is not touched");
    }
}
