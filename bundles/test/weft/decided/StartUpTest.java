package weft.decided;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.api.Places;
import weft.decided.StartUp.Reason;

/** What a start takes after builds, updates, and updates that were undone. */
class StartUpTest {
    @TempDir
    Path home;
    private Places places;
    private BundleStore store;

    @BeforeEach
    void twoBundles() throws IOException {
        places = Places.of(Map.of("XDG_STATE_HOME", home.resolve("state").toString(), "WEFT_DIST", home.resolve("dist").toString()));
        store = new BundleStore(places);
        build("alpha", "1.0.0");
        build("beta", "1.0.0");
    }

    private Path build(String name, String version) throws IOException {
        return build(home.resolve("dist/bundles/" + name + ".jar"), name, version, "as it was");
    }

    private static Path build(Path jar, String name, String version, String content) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", name);
        manifest.getMainAttributes().putValue("Bundle-Version", version);
        Files.createDirectories(jar.getParent());
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new ZipEntry("content"));
            out.write((content + version).getBytes());
        }
        return jar;
    }

    private StartUp start(Reason reason) throws IOException {
        var startUp = StartUp.decide(places, reason);
        for (BundleFile b : startUp.set().bundles()) store.content(b); // every one is there, and is what it should be
        assertEquals(startUp.set(), store.read().orElseThrow(), "what it starts with is what is written down");
        return startUp;
    }

    private static List<String> bundles(StartUp startUp) {
        return startUp.set().bundles().stream().map(BundleFile::toString).sorted().toList();
    }

    private void updated(Path jar, String go) throws IOException {
        BundleFile kept = store.keep(jar);
        store.write(store.current().with(List.of(kept), store.isOfDistribution(jar) ? List.of(kept) : List.of(), List.of(go)));
    }

    @Test
    void a_restart_within_a_session_takes_nothing_that_was_built_since() throws IOException {
        assertEquals(List.of("alpha 1.0.0", "beta 1.0.0"), bundles(start(Reason.SESSION)));
        build("alpha", "1.1.0");
        assertEquals(List.of("alpha 1.0.0", "beta 1.0.0"), bundles(start(Reason.AGAIN)));
    }

    @Test
    void a_new_session_shows_what_was_built() throws IOException {
        start(Reason.SESSION);
        build("alpha", "1.1.0");
        build("gamma", "1.0.0");
        Files.delete(home.resolve("dist/bundles/beta.jar"));
        assertEquals(List.of("alpha 1.1.0", "gamma 1.0.0"), bundles(start(Reason.SESSION)));
        assertEquals(List.of("alpha 1.1.0", "gamma 1.0.0"), bundles(start(Reason.AGAIN)));
    }

    @Test
    void a_rebuild_of_the_same_version_and_time_of_day_is_another_build() throws IOException {
        BundleFile before = start(Reason.SESSION).set().bundles().getFirst();
        build(home.resolve("dist/bundles/alpha.jar"), "alpha", "1.0.0", "repaired ");
        BundleFile after = start(Reason.SESSION).set().bundles().getFirst();
        assertEquals(before.toString(), after.toString());
        assertArrayEquals(Files.readAllBytes(home.resolve("dist/bundles/alpha.jar")), store.content(after));
    }

    @Test
    void a_build_that_was_undone_is_not_run_by_the_next_session_until_it_is_built_anew() throws IOException {
        start(Reason.SESSION);
        BundleFile bad = BundleFile.of(build("alpha", "1.1.0"));
        build("beta", "1.1.0");
        store.write(store.current().refusing(bad.sha256(), "it hangs."));
        var same = start(Reason.SESSION);
        assertEquals(List.of("alpha 1.0.0", "beta 1.0.0"), bundles(same), "none of it, since its bundles belong together");
        assertTrue(same.complaints().toString().contains("alpha 1.1.0 was tried and undone: it hangs."), same.complaints()::toString);
        build("alpha", "1.1.1");
        assertEquals(List.of("alpha 1.1.1", "beta 1.1.0"), bundles(start(Reason.SESSION)));
    }

    @Test
    void a_build_that_was_undone_is_run_when_the_distribution_is_asked_for() throws IOException {
        start(Reason.SESSION);
        store.write(store.current().refusing(BundleFile.of(build("alpha", "1.1.0")).sha256(), "it hangs."));
        assertEquals(List.of("alpha 1.1.0", "beta 1.0.0"), bundles(start(Reason.DISTRIBUTION)));
    }

    @Test
    void what_an_update_brought_stays_after_restarts_and_new_builds() throws IOException {
        start(Reason.SESSION);
        updated(build(home.resolve("elsewhere.jar"), "alpha", "3.0.0", ""), "alpha 1.0.0");
        Files.delete(home.resolve("elsewhere.jar"));
        for (Reason r : List.of(Reason.AGAIN, Reason.SESSION)) assertEquals(List.of("alpha 3.0.0", "beta 1.0.0"), bundles(start(r)));
        build("alpha", "1.1.0");
        var startUp = start(Reason.SESSION);
        assertEquals(List.of("alpha 3.0.0", "beta 1.0.0"), bundles(startUp));
        assertTrue(startUp.complaints().toString().contains("alpha 3.0.0 stays as an update made it"), startUp.complaints()::toString);
        assertEquals(List.of("alpha 1.1.0", "beta 1.0.0"), bundles(start(Reason.DISTRIBUTION)));
    }

    @Test
    void an_update_to_a_build_of_the_distribution_is_followed_by_later_builds() throws IOException {
        start(Reason.SESSION);
        updated(build("alpha", "1.1.0"), "alpha 1.0.0");
        assertEquals(List.of("alpha 1.1.0", "beta 1.0.0"), bundles(start(Reason.AGAIN)));
        build("alpha", "1.2.0");
        assertEquals(List.of("alpha 1.2.0", "beta 1.0.0"), bundles(start(Reason.SESSION)));
    }

    @Test
    void what_was_removed_stays_away() throws IOException {
        start(Reason.SESSION);
        store.write(store.current().with(List.of(), List.of(), List.of("beta 1.0.0")));
        build("alpha", "1.1.0");
        for (Reason r : List.of(Reason.AGAIN, Reason.SESSION)) assertEquals(r == Reason.AGAIN ? List.of("alpha 1.0.0") : List.of("alpha 1.1.0"), bundles(start(r)));
    }

    @Test
    void two_versions_of_a_bundle_stay_side_by_side() throws IOException {
        start(Reason.SESSION);
        BundleFile second = store.keep(build(home.resolve("second.jar"), "alpha", "2.0.0", ""));
        store.write(store.current().with(List.of(second), List.of(), List.of()));
        for (Reason r : List.of(Reason.AGAIN, Reason.SESSION)) assertEquals(List.of("alpha 1.0.0", "alpha 2.0.0", "beta 1.0.0"), bundles(start(r)));
    }

    @Test
    void a_copy_that_is_gone_is_replaced_by_the_distributions_bundle_and_told() throws IOException {
        start(Reason.SESSION);
        updated(build(home.resolve("elsewhere.jar"), "alpha", "3.0.0", ""), "alpha 1.0.0");
        Files.delete(store.copy(store.current().bundles().getLast()));
        var startUp = start(Reason.AGAIN);
        assertEquals(List.of("alpha 1.0.0", "beta 1.0.0"), bundles(startUp));
        assertEquals(List.of("the decided alpha 3.0.0 is gone; the distribution's alpha 1.0.0 takes its place"), startUp.complaints());
    }

    @Test
    void a_list_that_cannot_be_understood_is_told_and_the_distribution_taken() throws IOException {
        for (String text : List.of("{", "[]", "{\"format\":2}", "{\"format\":1,\"bundles\":[{\"name\":\"alpha\",\"sha256\":\"../../x\"}]}")) {
            Files.createDirectories(places.state());
            Files.writeString(places.state().resolve("bundles.json"), text);
            var startUp = start(Reason.AGAIN);
            assertEquals(List.of("alpha 1.0.0", "beta 1.0.0"), bundles(startUp));
            assertTrue(startUp.complaints().toString().contains("bundles.json cannot be read"), startUp.complaints()::toString);
        }
    }

    @Test
    void a_copy_that_was_changed_is_not_used() throws IOException {
        BundleFile alpha = start(Reason.SESSION).set().bundles().getFirst();
        Files.writeString(store.copy(alpha), "something else");
        assertTrue(assertThrows(IOException.class, () -> store.content(alpha)).getMessage().endsWith("is not what was decided"));
        assertEquals(List.of("alpha 1.0.0", "beta 1.0.0"), bundles(start(Reason.AGAIN)), "and the next start finds it in the distribution again");
    }
}
