package weft.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The classes that the distribution keeps ready for the compositor: used, and not needed. */
@Timeout(120)
class ClassArchiveTest {
    private static final Path DIST = Path.of(System.getProperty("weft.root")).resolve("dist/compositor");
    @TempDir
    private Path folder;

    @Test
    void the_compositor_takes_its_classes_from_the_archive() throws Exception {
        String said = start(DIST, DIST.resolve("compositor.jsa"));
        assertTrue(said.lines().anyMatch(l -> l.contains("weft.compositor.Host source: shared objects file")), said);
    }

    @Test
    void an_archive_that_does_not_fit_its_jars_is_told_and_the_compositor_starts_all_the_same() throws Exception {
        Path copy = Files.createDirectories(folder.resolve("dist/lib")).getParent();
        for (String name : List.of("classpath", "jvm.options", "compositor.jsa")) Files.copy(DIST.resolve(name), copy.resolve(name));
        for (String jar : jars()) {
            Files.copy(DIST.resolve("lib").resolve(jar), copy.resolve("lib").resolve(jar));
            Files.setLastModifiedTime(copy.resolve("lib").resolve(jar), FileTime.fromMillis(0));
        }
        String said = start(copy, copy.resolve("compositor.jsa"));
        assertFalse(said.contains("weft.compositor.Host source: shared objects file"), said);
        assertTrue(said.contains("shared archive file"), said);
    }

    private static List<String> jars() throws Exception {
        return Files.readAllLines(DIST.resolve("classpath"));
    }

    /** Starts a compositor, waits until it is ready, ends it; returns all it said. */
    private String start(Path dist, Path archive) throws Exception {
        var path = jars().stream().map(j -> dist.resolve("lib").resolve(j).toString()).toList();
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "@" + dist.resolve("jvm.options"),
                "-XX:SharedArchiveFile=" + archive, "-Xlog:class+load:stdout:none", "-cp", String.join(":", path), "weft.compositor.Main", "--socket", "w"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        var process = builder.start();
        var said = new StringBuilder();
        try (var lines = process.inputReader()) {
            for (String line; (line = lines.readLine()) != null; ) {
                said.append(line).append('\n');
                if (line.startsWith("ready ")) process.toHandle().destroy();
            }
            assertTrue(process.waitFor(20, TimeUnit.SECONDS), "it does not end");
            assertEquals(0, process.exitValue(), said.toString());
        } finally {
            process.destroyForcibly();
        }
        return said.toString();
    }
}
