package weft.packages.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.api.AppId;
import weft.packages.store.AppStore.Mode;
import weft.packages.store.AppStore.Step;

/** kill -9 of whoever changes what is installed, at each step and at random: the old or the new is there, whole, with its data. */
@Timeout(300)
class KilledInstallerTest {
    private static final AppId TALLY = new AppId(Project.ID);
    @TempDir
    Path home;
    private Path one, two;
    private AppStore store;

    @BeforeEach
    void install() throws IOException {
        Files.createDirectories(home.resolve("system"));
        store = new AppStore(home.resolve("apps"), home.resolve("data"), home.resolve("system"), step -> { });
        var project = new Project(home);
        one = project.version("1.0.0").signed("1.wapp", "mine");
        two = project.version("2.0.0").signed("2.wapp", "mine");
        reset();
    }

    private void reset() throws IOException {
        if (store.current(TALLY).isPresent()) store.remove(TALLY, true);
        store.put(one, Mode.INSTALL, (app, asked, update) -> true);
        Files.writeString(Files.createDirectories(home.resolve("data").resolve(Project.ID)).resolve("note"), "kept");
    }

    private Process start(String verb, Path archive, String stop) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xshare:auto", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), Installer.class.getName(), home.toString(), verb, archive.toString(), stop).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private void killAt(String verb, Path archive, Step step) throws Exception {
        Process installer = start(verb, archive, step.name());
        try (BufferedReader lines = installer.inputReader()) {
            var said = new ArrayList<String>();
            for (String line; (line = lines.readLine()) != null && !line.equals(step.name()); ) said.add(line);
            assertTrue(installer.isAlive(), () -> "it never reached " + step + ": " + said);
        } finally {
            installer.destroyForcibly().waitFor();
        }
    }

    private String launched() throws IOException {
        var r = store.current(TALLY).orElseThrow();
        new Seals().check(TALLY, r.name(), r.folder());
        return Files.readString(r.folder().resolve("ui/index.html"));
    }

    private void isWholeAndGoesOn() throws IOException {
        assertEquals("kept", Files.readString(home.resolve("data").resolve(Project.ID).resolve("note")));
        String version = store.current(TALLY).isPresent() ? launched() : "none";
        if (version.equals("none")) store.put(two, Mode.INSTALL, (app, asked, update) -> true);
        else if (version.equals("1.0.0")) store.put(two, Mode.UPDATE, (app, asked, update) -> true);
        assertEquals("2.0.0", launched());
        Staged.removeAbandoned(home.resolve("apps/.staging"));
        try (var left = Files.list(home.resolve("apps/.staging"))) {
            assertEquals(List.of(), left.toList(), "what the dead one had unpacked is removed by the next change");
        }
        try (var revisions = Files.list(home.resolve("apps").resolve(Project.ID))) {
            assertTrue(revisions.filter(Files::isDirectory).count() <= 2);
        }
    }

    @Test
    void an_update_killed_at_any_step_leaves_the_old_or_the_new() throws Exception {
        for (Step step : Step.values()) {
            reset();
            killAt("UPDATE", two, step);
            assertEquals(step.compareTo(Step.SWITCHED) < 0 ? "1.0.0" : "2.0.0", launched(), step::name);
            isWholeAndGoesOn();
        }
    }

    @Test
    void an_installation_killed_at_any_step_leaves_nothing_or_the_app() throws Exception {
        for (Step step : Step.values()) {
            reset();
            store.remove(TALLY, false);
            killAt("INSTALL", two, step);
            assertEquals(step.compareTo(Step.SWITCHED) >= 0, store.current(TALLY).isPresent(), step::name);
            isWholeAndGoesOn();
        }
    }

    @Test
    void a_rollback_and_a_removal_killed_at_any_step_are_done_or_not() throws Exception {
        for (Step step : List.of(Step.LOCKED, Step.SWITCHED)) {
            reset();
            store.put(two, Mode.UPDATE, (app, asked, update) -> true);
            killAt("rollback", one, step);
            assertEquals(step == Step.LOCKED ? "2.0.0" : "1.0.0", launched());
            killAt("remove", one, step);
            assertEquals(step == Step.LOCKED, store.current(TALLY).isPresent());
            isWholeAndGoesOn();
        }
    }

    @Test
    void an_update_killed_at_a_random_moment_leaves_the_old_or_the_new() throws Exception {
        var random = new Random(7);
        for (int i = 0; i < 12; i++) {
            reset();
            Process installer = start("UPDATE", two, "none");
            try (BufferedReader lines = installer.inputReader()) {
                int steps = random.nextInt(1 + Step.values().length);
                for (int n = 0; n <= steps; n++) lines.readLine();
                for (long spins = random.nextInt(3_000_000); spins > 0; spins--) Thread.onSpinWait();
            } finally {
                installer.destroyForcibly().waitFor();
            }
            assertTrue(List.of("1.0.0", "2.0.0").contains(launched()));
            isWholeAndGoesOn();
        }
    }

    @Test
    void while_one_changes_another_waits_for_its_turn() throws Exception {
        Process first = start("UPDATE", two, Step.LOCKED.name());
        Process second = null;
        try (BufferedReader lines = first.inputReader()) {
            for (String line; (line = lines.readLine()) != null && !line.equals("LOCKED"); ) assertFalse(line.isEmpty());
            second = start("UPDATE", two, "none");
            try (BufferedReader others = second.inputReader()) {
                for (String line; (line = others.readLine()) != null && !line.equals("SYNCED"); ) assertFalse(line.isEmpty());
                assertEquals("1.0.0", launched());
                first.destroyForcibly().waitFor();
                var rest = others.lines().toList();
                assertEquals(List.of("LOCKED", "MOVED", "SWITCHED", "COLLECTED", "done"), rest);
            }
        } finally {
            first.destroyForcibly().waitFor();
            if (second != null) second.destroyForcibly().waitFor();
        }
        assertEquals(Optional.of("2.0.0"), Optional.of(launched()));
    }
}
