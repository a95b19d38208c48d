package weft.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.api.AppId;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.gateway.SessionFacts;
import weft.api.packages.AppPackage;
import weft.packages.store.AppStore;
import weft.packages.store.AppStore.Mode;
import weft.platform.test.GatewayFixture;

/** Launches while versions switch, over the real store and the gateway's real sessions: one version each, never a mixture. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VersionSwitchTest {
    private static final AppId TALLY = new AppId("org.example.tally");
    private static final int VERSIONS = 40, LAUNCHERS = 3;
    @TempDir
    Path home;
    private GatewayFixture fixture;
    private AppStore store;
    private InstalledPackages packages;
    private RevisionsInUse inUse;
    private SignedApp apps;
    private final AtomicInteger number = new AtomicInteger();

    @BeforeEach
    void start() throws IOException {
        fixture = new GatewayFixture(Files.createDirectories(home.resolve("gateway")), 10_000, 300);
        store = new AppStore(home.resolve("apps"), home.resolve("data"), Files.createDirectories(home.resolve("system")), step -> { });
        packages = new InstalledPackages(store, home.resolve("system"));
        inUse = new RevisionsInUse(store, fixture.gateway.sessions(), ms -> { });
        apps = new SignedApp(home, store);
    }

    @AfterEach
    void stop() throws IOException {
        inUse.close();
        fixture.close();
    }

    private Path version(int n) throws IOException {
        String version = "1." + n + ".0";
        byte[] text = version.getBytes(StandardCharsets.US_ASCII);
        var files = new TreeMap<String, byte[]>();
        files.put("wapp.toml", ("[package]\nid = \"" + TALLY + "\"\nname = \"Tally " + version + "\"\nversion = \"" + version + "\"\n[runtime]\nmodule = \"module.wasm\"\n[ui]\n").getBytes(StandardCharsets.US_ASCII));
        var module = new java.io.ByteArrayOutputStream();
        module.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 0, (byte) (text.length + 1), 0});
        module.writeBytes(text);
        files.put("module.wasm", module.toByteArray());
        for (int i = 0; i < 8; i++) files.put("ui/" + i + ".txt", text);
        files.put("ui/index.html", text);
        return apps.archive("tally-" + n, files);
    }

    // What appd and the shell do: launch, note the revision, and look the app up by it again and again.
    private SessionId launch() {
        AppPackage app = inUse.launched(packages, TALLY);
        var session = new SessionId("tally-" + number.incrementAndGet());
        fixture.gateway.sessions().add(new SessionFacts(session, TALLY, app.name(), SessionState.Running, Optional.empty(), List.of(), 0, Map.of(), 0, Optional.empty(), Optional.empty(),
                List.of(), List.of(), app.revision()));
        inUse.refresh();
        return session;
    }

    private String versionSeenBy(SessionId session) throws IOException {
        var facts = fixture.gateway.sessions().get(session).orElseThrow();
        var seen = new HashSet<String>();
        seen.add(facts.name().substring("Tally ".length()));
        AppPackage app = packages.find(TALLY, facts.revision());
        seen.add(app.version());
        seen.add(packages.find(TALLY, facts.revision()).name().substring("Tally ".length()));
        byte[] module = Files.readAllBytes(app.module().orElseThrow().file());
        seen.add(new String(module, 11, module.length - 11, StandardCharsets.US_ASCII));
        try (var pages = Files.list(app.ui().orElseThrow().root())) {
            for (Path p : pages.toList()) seen.add(Files.readString(p));
        }
        assertEquals(1, seen.size(), () -> "a mixture: " + seen);
        return seen.iterator().next();
    }

    private void end(SessionId session) {
        fixture.gateway.sessions().update(session, s -> new SessionFacts(s.session(), s.appId(), s.name(), SessionState.Stopped, s.reason(), s.badges(), s.requestedMs(), s.timings(), s.limitMs(),
                s.child(), s.pid(), s.stderr(), s.denials(), s.revision()));
        inUse.refresh();
    }

    @Test
    void launches_during_updates_see_the_old_or_the_new_and_never_a_mixture() throws Exception {
        var archives = new ArrayList<Path>();
        for (int i = 0; i < VERSIONS; i++) archives.add(version(i));
        apps.put(archives.getFirst(), Mode.INSTALL);
        var done = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(LAUNCHERS)) {
            var launchers = new ArrayList<Future<Integer>>();
            for (int i = 0; i < LAUNCHERS; i++) launchers.add(threads.submit(() -> launchUntil(done)));
            try {
                for (Path archive : archives.subList(1, VERSIONS)) {
                    apps.put(archive, Mode.UPDATE);
                    if (archive.toString().endsWith("5.wapp")) store.rollback(TALLY);
                }
            } finally {
                done.countDown();
            }
            for (var launcher : launchers) assertTrue(launcher.get() > 0);
        }
        var last = launch();
        assertEquals("1." + (VERSIONS - 1) + ".0", versionSeenBy(last));
    }

    private int launchUntil(CountDownLatch done) throws IOException {
        int launches = 0;
        do {
            SessionId session = launch();
            String version = versionSeenBy(session);
            assertEquals(version, versionSeenBy(session), "it stays what it is");
            end(session);
            launches++;
        } while (done.getCount() > 0);
        return launches;
    }

    @Test
    void a_running_session_keeps_its_files_through_updates_and_removal_until_it_ends() throws IOException {
        apps.put(version(0), Mode.INSTALL);
        SessionId old = launch();
        apps.put(version(1), Mode.UPDATE);
        apps.put(version(2), Mode.UPDATE);
        store.remove(TALLY, false);
        assertEquals("1.0.0", versionSeenBy(old));
        Path folder = packages.find(TALLY, fixture.gateway.sessions().get(old).orElseThrow().revision()).folder();
        // The next platform, after this one died, finds the session in its journal and keeps the files too.
        inUse.close();
        inUse = new RevisionsInUse(store, fixture.gateway.sessions(), ms -> { });
        inUse.refresh();
        store.collect(TALLY);
        assertTrue(Files.exists(folder));
        end(old);
        assertFalse(Files.exists(folder), "what nobody needs is collected");
    }
}
