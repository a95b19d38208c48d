package weft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command's refusals about the languages of apps. What they build runs in the system's own tests. */
class LanguagesTest {
    private static final Path DIST = Path.of(System.getProperty("weft.root"), "dist");
    @TempDir Path home;

    private record Outcome(int code, String err) {}

    private Outcome app(Path programs, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-Xmx64m", "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), "weft.cli.Main", "app"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(Map.of("HOME", home.toString(), "XDG_CACHE_HOME", home.resolve("cache").toString(), "PATH", programs.toString(), "WEFT_DIST", DIST.toString()));
        Process process = builder.start();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Outcome(process.exitValue(), err.strip());
    }

    private Path programs(String... scripts) throws IOException {
        Path folder = Files.createDirectories(home.resolve("programs"));
        for (String name : scripts) {
            Files.writeString(folder.resolve(name), "#!/bin/sh\necho the network is away\nexit 1\n");
            Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rwx------"));
        }
        return folder;
    }

    @Test
    void a_compiler_that_is_missing_is_named_with_what_to_install() throws Exception {
        for (String language : List.of("c", "assemblyscript")) {
            String project = home.resolve(language).toString();
            assertEquals(0, app(programs(), "new", project, "--language", language).code());
            var outcome = app(programs(), "build", project);
            assertEquals(1, outcome.code());
            assertTrue(outcome.err().endsWith(language.equals("c") ? "install clang, lld, wasi-libc and libclang-rt-dev-wasm32." : "are missing here: install nodejs and npm."), outcome.err());
            assertFalse(Files.exists(Path.of(project, "module.wasm")));
        }
    }

    @Test
    void a_compiler_that_cannot_be_fetched_leaves_nothing() throws Exception {
        String project = home.resolve("tally").toString();
        app(programs(), "new", project, "--language", "assemblyscript");
        var outcome = app(programs("npm"), "build", project);
        assertEquals(1, outcome.code());
        assertTrue(outcome.err().contains("the network is away") && outcome.err().endsWith("could not be fetched by npm; what it says is above."), outcome.err());
        try (var left = Files.list(home.resolve("cache/weft/0/compilers"))) {
            assertEquals(List.of("assemblyscript.lock"), left.map(p -> p.getFileName().toString()).toList());
        }
    }

    @Test
    void sources_of_two_languages_are_built_only_as_one_of_them() throws Exception {
        Path project = home.resolve("both");
        app(programs(), "new", project.toString());
        Files.writeString(project.resolve("src/app.ts"), "");
        assertEquals(new Outcome(1, "weft: The project has sources of assemblyscript and c; --language says which to build."), app(programs(), "build", project.toString()));
        assertEquals(new Outcome(1, "weft: \"basic\" is no language of apps here; there are assemblyscript, c."), app(programs(), "build", project.toString(), "--language", "basic"));
        Files.delete(project.resolve("src/app.ts"));
        assertEquals(new Outcome(1, "weft: There are no sources of assemblyscript in " + project.resolve("src") + "."), app(programs(), "build", project.toString(), "--language", "assemblyscript"));
    }
}
