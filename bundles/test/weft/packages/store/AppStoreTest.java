package weft.packages.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.packages.AppPackage;
import weft.api.packages.Capability;
import weft.os.FileLock;
import weft.packages.signature.SigningKey;
import weft.packages.store.AppStore.Mode;

/** What becomes of installed apps: who may change them, what stays, and what is noticed at launch. */
@Timeout(120)
class AppStoreTest {
    private static final AppId TALLY = new AppId(Project.ID);
    @TempDir
    Path home;
    private Path apps, data;
    private Project project;
    private AppStore store;
    private final List<String> asked = new ArrayList<>();
    private boolean approve = true;

    @BeforeEach
    void open() throws IOException {
        apps = home.resolve("apps");
        data = home.resolve("data");
        project = new Project(home);
        store = new AppStore(apps, data, Files.createDirectories(home.resolve("system")), step -> { });
    }

    private boolean approval(AppPackage app, List<Capability> capabilities, boolean update) {
        capabilities.forEach(c -> asked.add(c.name()));
        return approve;
    }

    private String put(Path archive, Mode mode) throws IOException {
        return store.put(archive, mode, this::approval).app().version();
    }

    private WeftException refused(ErrorCode code, Path archive, Mode mode) {
        var e = assertThrows(WeftException.class, () -> put(archive, mode));
        assertEquals(code, e.code(), e.getMessage());
        return e;
    }

    private String launched() throws IOException {
        var r = store.current(TALLY).orElseThrow();
        new Seals().check(TALLY, r.name(), r.folder());
        return Files.readString(r.folder().resolve("ui/index.html"));
    }

    private Path v(String version, String... capabilities) throws IOException {
        return project.version(version, capabilities).signed(version + ".wapp", "mine");
    }

    private List<String> revisions() throws IOException {
        try (var all = Files.list(apps.resolve(Project.ID))) {
            return all.filter(Files::isDirectory).map(p -> p.getFileName().toString().replaceAll("-[0-9a-f]{16}$", "")).sorted().toList();
        }
    }

    @Test
    void an_app_is_installed_updated_rolled_back_and_removed() throws IOException {
        assertEquals("1.0.0", put(v("1.0.0"), Mode.INSTALL));
        assertEquals("1.0.0", launched());
        assertEquals("2.0.0", put(v("2.0.0"), Mode.UPDATE));
        assertEquals("2.0.0", launched());
        assertEquals("1.0.0", store.rollback(TALLY).version());
        assertEquals("1.0.0", launched());
        store.rollback(TALLY);
        assertEquals("2.0.0", launched());
        assertEquals("3.0.0", put(v("3.0.0"), Mode.UPDATE));
        assertEquals(List.of("2.0.0", "3.0.0"), revisions(), "the one before is kept, what is older is not");
        store.remove(TALLY, false);
        assertEquals(Optional.empty(), store.current(TALLY));
        assertFalse(Files.exists(apps.resolve(Project.ID)), "there was no data that its key would have to be kept for");
        assertEquals(ErrorCode.NOT_FOUND, assertThrows(WeftException.class, () -> store.remove(TALLY, false)).code());
    }

    @Test
    void what_is_installed_already_or_not_at_all_is_told() throws IOException {
        assertEquals("org.example.tally is not installed; weft app install does that.", refused(ErrorCode.NOT_FOUND, v("1.0.0"), Mode.UPDATE).getMessage());
        put(v("1.0.0"), Mode.INSTALL);
        assertEquals("org.example.tally 1.0.0 is installed already: this very package.", refused(ErrorCode.CONFLICT, v("1.0.0"), Mode.INSTALL).getMessage());
        assertEquals("org.example.tally 1.0.0 is installed; weft app update changes it.", refused(ErrorCode.CONFLICT, v("2.0.0"), Mode.INSTALL).getMessage());
        assertEquals("There is no earlier version of org.example.tally to go back to.", assertThrows(WeftException.class, () -> store.rollback(TALLY)).getMessage());
    }

    @Test
    void an_app_that_was_made_for_another_version_of_a_contract_is_refused_and_told_what_runs() throws IOException {
        var two = project.version("1.0.0").requiring("weft.portal", "[2,3)").signed("two.wapp", "mine");
        var here = new AppStore(apps, data, home.resolve("system"), contract -> contract.equals("weft.portal") ? List.of("1.1.0") : List.of(), step -> { });
        var e = assertThrows(WeftException.class, () -> here.put(two, Mode.INSTALL, this::approval));
        assertEquals("Tally 1.0.0 was made for weft.portal [2,3), and 1.1.0 runs here.", e.getMessage());
        assertEquals(ErrorCode.CONFLICT, e.code());
        assertEquals(List.of(), here.ids());
        var there = new AppStore(apps, data, home.resolve("system"), contract -> List.of("1.1.0", "2.0.0"), step -> { });
        assertEquals("1.0.0", there.put(two, Mode.INSTALL, this::approval).app().version());
    }

    @Test
    void an_older_version_comes_in_only_when_it_is_meant() throws IOException {
        put(v("2.0.0"), Mode.INSTALL);
        refused(ErrorCode.CONFLICT, v("1.0.0"), Mode.UPDATE);
        assertEquals("1.0.0", put(v("1.0.0"), Mode.UPDATE_TO_OLDER));
    }

    @Test
    void an_update_of_another_key_is_refused_and_changes_nothing() throws IOException {
        put(v("1.0.0"), Mode.INSTALL);
        var e = refused(ErrorCode.DENIED, project.version("2.0.0").signed("evil.wapp", "evil"), Mode.UPDATE);
        assertTrue(e.getMessage().contains("remove the app with its data first"), e.getMessage());
        assertEquals("1.0.0", launched());
    }

    @Test
    void the_data_of_a_removed_app_waits_for_the_same_key_and_goes_when_asked() throws IOException {
        put(v("1.0.0"), Mode.INSTALL);
        Path note = Files.writeString(Files.createDirectories(data.resolve(Project.ID)).resolve("note"), "kept");
        put(v("2.0.0"), Mode.UPDATE);
        store.remove(TALLY, false);
        assertEquals("kept", Files.readString(note));
        refused(ErrorCode.DENIED, project.version("9.0.0").signed("evil.wapp", "evil"), Mode.INSTALL);
        put(v("1.0.0"), Mode.INSTALL);
        assertEquals("kept", Files.readString(note));
        store.remove(TALLY, false);
        store.remove(TALLY, true);
        assertFalse(Files.exists(data.resolve(Project.ID)));
        put(project.version("9.0.0").signed("other.wapp", "other"), Mode.INSTALL);
    }

    @Test
    void removing_data_follows_no_link_of_the_apps() throws IOException {
        put(v("1.0.0"), Mode.INSTALL);
        Path outside = Files.writeString(Files.createDirectories(home.resolve("outside")).resolve("file"), "safe");
        Files.createSymbolicLink(Files.createDirectories(data.resolve(Project.ID)).resolve("link"), outside.getParent());
        store.remove(TALLY, true);
        assertEquals("safe", Files.readString(outside));
    }

    @Test
    void a_successor_key_is_accepted_by_its_predecessors_word_and_only_so() throws IOException {
        put(v("1.0.0"), Mode.INSTALL);
        SigningKey next = project.key("next").replacing(project.key("mine"), SigningKey.file(project.keys, "next"));
        assertEquals(next.key(), SigningKey.read(SigningKey.file(project.keys, "next")).key());
        assertEquals("2.0.0", put(project.version("2.0.0").signed("2.wapp", "next"), Mode.UPDATE));
        refused(ErrorCode.DENIED, v("3.0.0"), Mode.UPDATE);
        project.key("last").replacing(project.key("next"), SigningKey.file(project.keys, "last"));
        assertEquals("3.0.0", put(project.version("3.0.0").signed("3.wapp", "last"), Mode.UPDATE));
    }

    @Test
    void a_chain_of_keys_leads_from_the_first_to_the_last_at_once() throws IOException {
        put(v("1.0.0"), Mode.INSTALL);
        project.key("next").replacing(project.key("mine"), SigningKey.file(project.keys, "next"));
        project.key("last").replacing(project.key("next"), SigningKey.file(project.keys, "last"));
        assertEquals("2.0.0", put(project.version("2.0.0").signed("2.wapp", "last"), Mode.UPDATE));
    }

    @Test
    void a_forged_succession_is_refused() throws IOException {
        put(v("1.0.0"), Mode.INSTALL);
        project.key("evil").replacing(project.key("other"), SigningKey.file(project.keys, "evil"));
        Path file = SigningKey.file(project.keys, "evil");
        Files.writeString(file, Files.readString(file).replace("rotation " + project.key("other").key(), "rotation " + project.key("mine").key()));
        refused(ErrorCode.DENIED, project.version("2.0.0").signed("evil.wapp", "evil"), Mode.UPDATE);
    }

    @Test
    void more_capabilities_ask_and_fewer_do_not() throws IOException {
        put(v("1.0.0", "fs:rw:app-data"), Mode.INSTALL);
        assertEquals(List.of("fs:rw:app-data"), asked);
        asked.clear();
        put(v("1.1.0", "fs:read:app-data"), Mode.UPDATE);
        assertEquals(List.of(), asked, "reading is part of writing");
        put(v("1.2.0", "fs:rw:app-data", "sys:notifications"), Mode.UPDATE);
        assertEquals(List.of("fs:rw:app-data", "sys:notifications"), asked);
        asked.clear();
        put(v("1.3.0"), Mode.UPDATE);
        assertEquals(List.of(), asked);
    }

    @Test
    void what_is_not_approved_does_not_come_in() throws IOException {
        approve = false;
        assertEquals(Optional.of("net:fetch:*"), refused(ErrorCode.DENIED, v("1.0.0", "net:fetch:*"), Mode.INSTALL).capability());
        put(v("1.0.0"), Mode.INSTALL);
        refused(ErrorCode.DENIED, v("2.0.0", "net:fetch:*"), Mode.UPDATE);
        assertEquals("1.0.0", launched());
        assertEquals(List.of("1.0.0"), revisions());
    }

    @Test
    void an_app_of_the_system_is_not_replaced_nor_removed() throws IOException {
        Files.createDirectories(home.resolve("system").resolve(Project.ID));
        assertEquals("org.example.tally came with the system, which updates it.", refused(ErrorCode.CONFLICT, v("1.0.0"), Mode.INSTALL).getMessage());
        assertEquals(ErrorCode.CONFLICT, assertThrows(WeftException.class, () -> store.remove(TALLY, false)).code());
    }

    @Test
    void installed_files_are_nobodys_to_write() throws IOException {
        put(v("1.0.0"), Mode.INSTALL);
        try (var all = Files.walk(store.current(TALLY).orElseThrow().folder())) {
            for (Path p : all.filter(Files::isRegularFile).toList()) assertEquals("r--r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(p)), p::toString);
        }
    }

    private interface Tampering {
        void in(Path folder) throws IOException;
    }

    private String tampered(Tampering tampering) throws IOException {
        if (store.current(TALLY).isPresent()) store.remove(TALLY, false);
        put(v("1.0.0"), Mode.INSTALL);
        var r = store.current(TALLY).orElseThrow();
        var seals = new Seals();
        seals.check(TALLY, r.name(), r.folder());
        tampering.in(r.folder());
        var e = assertThrows(WeftException.class, () -> seals.check(TALLY, r.name(), r.folder()));
        assertEquals(ErrorCode.INVALID, e.code());
        return e.getMessage();
    }

    private static void write(Path file, String text) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(file, text);
    }

    @Test
    void files_changed_after_the_installation_are_noticed_at_launch() throws IOException {
        assertEquals("org.example.tally is not as it was signed: module.wasm was changed after it was signed. Install it again.", tampered(f -> write(f.resolve("module.wasm"), "\0asm\1\0\0\0")));
        assertEquals("org.example.tally is not as it was signed: ui/index.html was changed after it was signed. Install it again.", tampered(f -> write(f.resolve("ui/index.html"), "9.0.0")));
        assertTrue(tampered(f -> Files.writeString(f.resolve("ui/evil.js"), "x")).contains("ui/evil.js was added after it was signed"));
        assertTrue(tampered(f -> Files.delete(f.resolve("ui/1.txt"))).contains("ui/1.txt is missing"));
        assertTrue(tampered(f -> Files.delete(f.resolve("signature"))).contains("signature is missing"));
        assertTrue(tampered(f -> write(f.resolve("signature"), "weft package 1\n")).contains("the signature file is damaged"));
        assertTrue(tampered(f -> {
            Files.delete(f.resolve("ui/1.txt"));
            Files.createSymbolicLink(f.resolve("ui/1.txt"), Path.of("/etc/passwd"));
        }).contains("ui/1.txt is a link or a special file"));
    }

    @Test
    void a_change_that_keeps_size_and_time_is_noticed_all_the_same() throws IOException {
        put(v("1.0.0"), Mode.INSTALL);
        var r = store.current(TALLY).orElseThrow();
        Path file = r.folder().resolve("ui/index.html");
        FileTime before = Files.getLastModifiedTime(file);
        var seals = new Seals();
        seals.check(TALLY, r.name(), r.folder());
        write(file, "1.0.1");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        Files.setLastModifiedTime(file, before);
        assertThrows(WeftException.class, () -> seals.check(TALLY, r.name(), r.folder()));
    }

    @Test
    void another_package_in_the_folder_of_this_one_is_noticed() throws IOException {
        put(v("1.0.0"), Mode.INSTALL);
        put(v("2.0.0"), Mode.UPDATE);
        var now = store.current(TALLY).orElseThrow();
        Path previous = apps.resolve(Project.ID).resolve(store.installed(TALLY).previous().orElseThrow());
        Path aside = Files.move(now.folder(), apps.resolve(Project.ID).resolve("aside"));
        Files.move(previous, now.folder());
        var e = assertThrows(WeftException.class, () -> new Seals().check(TALLY, now.name(), now.folder()));
        assertTrue(e.getMessage().contains("signature is that of another package"), e.getMessage());
        assertTrue(Files.exists(aside));
    }

    @Test
    void a_package_that_was_tampered_with_is_mended_by_installing_it_again() throws IOException {
        Path archive = v("1.0.0");
        put(archive, Mode.INSTALL);
        write(store.current(TALLY).orElseThrow().folder().resolve("module.wasm"), "evil");
        store.remove(TALLY, false);
        put(archive, Mode.INSTALL);
        assertEquals("1.0.0", launched());
    }

    @Test
    void what_runs_keeps_its_files_through_updates_and_removal_and_they_are_collected_afterwards() throws IOException {
        put(v("1.0.0"), Mode.INSTALL);
        var first = store.current(TALLY).orElseThrow();
        var running = FileLock.shared(first.folder());
        put(v("2.0.0"), Mode.UPDATE);
        put(v("3.0.0"), Mode.UPDATE);
        assertEquals(List.of("1.0.0", "2.0.0", "3.0.0"), revisions());
        assertEquals("org.example.tally is running; end it before its data goes.", assertThrows(WeftException.class, () -> store.remove(TALLY, true)).getMessage());
        store.remove(TALLY, false);
        assertEquals(List.of("1.0.0"), revisions());
        assertEquals(first, store.revision(TALLY, first.name()).orElseThrow());
        new Seals().check(TALLY, first.name(), first.folder());
        running.close();
        store.collect(TALLY);
        assertFalse(Files.exists(apps.resolve(Project.ID)));
    }

    @Test
    void a_damaged_installation_file_is_told() throws IOException {
        put(v("1.0.0"), Mode.INSTALL);
        Files.writeString(apps.resolve(Project.ID).resolve("installation"), "current ../../../evil\n");
        assertEquals(ErrorCode.INVALID, assertThrows(WeftException.class, () -> store.current(TALLY)).code());
        assertEquals(Optional.empty(), store.revision(TALLY, "../../../evil"));
    }
}
