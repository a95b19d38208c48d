package weft.decided;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.api.Places;

/** What becomes of a file in the state folder when an update that changes its form is undone, cut off, or done. */
class StoresTest {
    private static final String OLD = "{\"version\":1,\"apps\":[]}", NEW = "{\"version\":2}";
    private static final BundleFile COME = new BundleFile("portal.bundle", "2.0.0", "a".repeat(64), 1, 1);
    @TempDir
    Path home;
    private Path store;
    private Stores stores;

    @BeforeEach
    void places() throws IOException {
        var places = Places.of(Map.of("XDG_STATE_HOME", home.toString()));
        store = Files.createDirectories(places.state()).resolve("grants.json");
        stores = new Stores(places);
    }

    private void begin() throws IOException {
        stores.begin(Map.of("grants.json", 1), List.of(COME));
    }

    private static Optional<DecidedSet> set(BundleFile... bundles) {
        return Optional.of(new DecidedSet(List.of(bundles), Map.of(), Map.of()));
    }

    private void assertNothingLeft() throws IOException {
        try (var files = Files.list(store.resolveSibling("update"))) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void a_store_in_a_newer_form_is_put_back_when_the_update_was_cut_off() throws IOException {
        Files.writeString(store, OLD);
        begin();
        Files.writeString(store, NEW);
        assertEquals(List.of("an update was cut off; grants.json is as it was before"), stores.recover(set()));
        assertEquals(OLD, Files.readString(store));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(store)));
        assertNothingLeft();
        assertEquals(List.of(), stores.recover(set()));
    }

    @Test
    void a_store_in_a_newer_form_stays_when_the_update_was_decided() throws IOException {
        Files.writeString(store, OLD);
        begin();
        Files.writeString(store, NEW);
        assertEquals(List.of(), stores.recover(set(COME)));
        assertEquals(NEW, Files.readString(store));
        assertNothingLeft();
    }

    @Test
    void what_the_user_decided_meanwhile_stays_if_the_old_bundle_can_read_it() throws IOException {
        Files.writeString(store, OLD);
        begin();
        String revoked = "{\"version\":1,\"apps\":[\"revoked\"]}";
        Files.writeString(store, revoked);
        assertEquals(List.of(), stores.putBack());
        stores.end();
        assertEquals(revoked, Files.readString(store));
        assertNothingLeft();
    }

    @Test
    void a_store_that_was_not_there_before_goes_again() throws IOException {
        begin();
        Files.writeString(store, NEW);
        assertEquals(List.of("grants.json"), stores.putBack());
        assertFalse(Files.exists(store));
    }

    @Test
    void a_store_that_was_put_aside_as_unreadable_or_is_damaged_is_put_back() throws IOException {
        Files.writeString(store, OLD);
        begin();
        Files.delete(store);
        assertEquals(List.of("grants.json"), stores.putBack());
        assertEquals(OLD, Files.readString(store));
        Files.writeString(store, "{\"vers");
        assertEquals(List.of("grants.json"), stores.putBack());
        assertEquals(OLD, Files.readString(store));
    }

    @Test
    void an_intent_that_is_damaged_is_told_and_touches_nothing() throws IOException {
        Files.writeString(store, NEW);
        Files.createDirectories(store.resolveSibling("update"));
        for (String text : List.of("{", "{\"come\":[],\"stores\":{\"../../passwd\":0}}", "{\"come\":[\"x\"],\"stores\":{\"../../passwd\":0}}")) {
            Files.writeString(store.resolveSibling("update/intent.json"), text);
            assertTrue(stores.recover(set()).toString().contains("cannot be put back"), text);
            assertEquals(NEW, Files.readString(store));
        }
    }

    @Test
    void a_header_that_names_no_store_is_refused() {
        assertEquals(Map.of("grants.json", 1, "keys.json", 12), Stores.named("grants.json;version=1, keys.json;version=\"12\""));
        assertEquals(Map.of(), Stores.named(null));
        for (String header : List.of("grants.json", "../grants.json;version=1", "/etc/passwd;version=1", ".;version=1", "grants.json;version=one"))
            assertThrows(IllegalArgumentException.class, () -> Stores.named(header), header);
    }
}
