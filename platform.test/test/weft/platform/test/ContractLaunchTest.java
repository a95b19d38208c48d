package weft.platform.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.packages.SignedApp;
import weft.packages.store.AppStore;

/** An app that came before its contract did, such as by a system that was set back, is not launched into nothing: the user is told what it needs. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ContractLaunchTest {
    @TempDir
    Path home;
    private PlatformProcess platform;

    @BeforeEach
    void start() throws IOException {
        platform = new PlatformProcess(home).start();
    }

    @AfterEach
    void stop() throws IOException {
        platform.close();
    }

    // As if it was installed where nobody knew what runs.
    private void counter(String id, String range) throws IOException {
        String manifest = "[package]\nid = \"%s\"\nname = \"Counter Two\"\nversion = \"1.0.0\"\n[runtime]\nmodule = \"module.wasm\"\n[requires]\n\"weft.portal\" = \"%s\"\n".formatted(id, range);
        byte[] module = Files.readAllBytes(PlatformProcess.DIST.resolve("apps/org.weft.counter/module.wasm"));
        var store = new AppStore(home.resolve("data/weft/apps"), home.resolve("data/weft/data"), PlatformProcess.DIST.resolve("apps"), step -> { });
        var app = new SignedApp(home, store);
        app.put(app.archive(id, Map.of("wapp.toml", manifest.getBytes(), "module.wasm", module)), AppStore.Mode.INSTALL);
    }

    @Test
    void an_app_whose_contract_does_not_run_is_not_launched_and_the_sentence_names_both() throws IOException {
        counter("org.weft.counter2", "[2,3)");
        counter("org.weft.counter1", "[1,2)");
        try (var script = platform.asking()) {
            var e = assertThrows(WeftException.class, () -> script.launch("org.weft.counter2"));
            assertEquals(ErrorCode.CONFLICT, e.code());
            assertEquals("Counter Two 1.0.0 was made for weft.portal [2,3), and 1.1.0 runs here.", e.getMessage());
            assertEquals(List.of(), script.running());
            assertEquals("Running", script.launch("org.weft.counter1").get("state"));
            var e2 = assertThrows(WeftException.class, () -> script.ask("REMOVE_BUNDLE", Map.of("bundle", "portal.bundle")));
            assertEquals(ErrorCode.CONFLICT, e2.code());
            var plan = script.ask("PLAN_REMOVAL", Map.of("bundle", "portal.bundle"));
            var apps = (List<?>) plan.get("apps");
            assertEquals(true, apps.contains("Counter Two (" + new AppId("org.weft.counter1") + ")") && apps.contains("Notes (org.weft.notes)"), apps::toString);
            assertEquals(false, apps.contains("Counter Two (org.weft.counter2)"), apps::toString);
        }
    }
}
