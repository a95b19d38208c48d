package weft.appd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import weft.api.AppId;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.gateway.Children;
import weft.api.gateway.SessionFacts;
import weft.api.message.Connection.Role;
import weft.api.message.Connection.Subscribe;
import weft.api.packages.AppPackage;
import weft.codec.Envelope;
import weft.codec.Json;
import weft.os.Fd;
import weft.os.UnixSocket;
import weft.packages.InstalledPackages;
import weft.platform.test.GatewayFixture;
import weft.platform.test.PuppetStage;

/** A real gateway and appd in folders of their own, with real processes in the place of runtimes, in a test's hands. */
abstract class AppStage {
    static final AppId NOTES = new AppId("org.weft.notes");
    @TempDir
    Path home;
    GatewayFixture fixture;
    Apps apps;
    Events events;
    /** What the runtimes that were started are to run guests with. */
    final List<AppPackage.Engine> engines = new java.util.concurrent.CopyOnWriteArrayList<>();
    /** How many were open before the first app. */
    long descriptors;
    private int waiting;

    @BeforeEach
    void start() throws IOException {
        app("notes", "[runtime]\nmodule = \"module.wasm\"\nready_timeout_s = 30\n", true);
        fixture = new GatewayFixture(home, 10_000, 300);
        fixture.gateway.add((c, r) -> new weft.api.message.Lifecycle.RunningApps(List.of()), List.of("QUERY_RUNNING"), 0, 0);
        events = new Events(fixture.socket("weft"));
        apps = appd(0, 60_000);
        descriptors = descriptors();
    }

    void app(String name, String more, boolean module) throws IOException {
        Path folder = Files.createDirectories(home.resolve("dist/apps/org.weft." + name));
        Files.writeString(folder.resolve("wapp.toml"), "[package]\nid = \"org.weft.%s\"\nname = \"Notes\"\nversion = \"1.0.0\"\n%s".formatted(name, more));
        if (module) Files.write(folder.resolve("module.wasm"), new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    }

    Apps appd(int warm, long graceMs) {
        waiting = warm;
        var packages = new InstalledPackages(home.resolve("dist/apps"));
        var source = new RuntimePool.RuntimeSource() {
            @Override
            public Children.Command command(String token, int memoryMb, AppPackage.Engine engine) {
                engines.add(engine);
                return fixture.stage.command(token);
            }

            @Override
            public Optional<Path> compiled(AppPackage.Module module) {
                return Optional.empty();
            }

            @Override
            public weft.api.Containment.Sandbox sandbox() {
                return weft.api.Containment.Sandbox.namespaces;
            }

            @Override
            public java.util.Set<AppPackage.Engine> named() {
                var named = java.util.EnumSet.noneOf(AppPackage.Engine.class);
                packages.installed().forEach(a -> a.module().flatMap(AppPackage.Module::engine).ifPresent(named::add));
                return named;
            }

            @Override
            public int usualMemoryMb() {
                return 64;
            }
        };
        var resources = new ResourceControl(Optional.empty());
        var pool = new RuntimePool(fixture.gateway.children(), source, home.resolve("logs"), warm, resources);
        var appd = new Apps(fixture.gateway.children(), fixture.gateway.sessions(), fixture.gateway.events(), packages, pool, resources, graceMs);
        fixture.gateway.add(appd);
        appd.resume();
        return appd;
    }

    void swap(Apps old, Apps next) {
        fixture.gateway.remove(old);
        old.close();
        apps = next;
    }

    @AfterEach
    void stop() throws IOException {
        fixture.gateway.remove(apps);
        apps.close();
        events.close();
        fixture.close();
    }

    /** What subscribers hear. */
    static final class Events implements AutoCloseable {
        private final Fd fd;
        private final StringBuilder text = new StringBuilder();

        Events(Path socket) throws IOException {
            fd = UnixSocket.connect(socket);
            byte[] line = (Json.line(Envelope.request(1, new Subscribe()).toTree()) + "\n").getBytes();
            fd.write(line, 0, line.length);
            next();
        }

        Envelope next() throws IOException {
            byte[] buffer = new byte[1 << 14];
            while (text.indexOf("\n") < 0) {
                int n = fd.read(buffer, 0, buffer.length);
                if (n == 0) throw new IOException("no more events");
                text.append(new String(buffer, 0, n, java.nio.charset.StandardCharsets.UTF_8));
            }
            String line = text.substring(0, text.indexOf("\n"));
            text.delete(0, line.length() + 1);
            return Envelope.fromTree(Json.read(line));
        }

        /** Waits for a state of a session; returns the states on the way to it, this one included. */
        List<String> until(SessionId session, SessionState state) throws IOException {
            var states = new ArrayList<String>();
            while (states.isEmpty() || !states.getLast().equals(state.name())) {
                Envelope e = next();
                if (e.type().equals("APP_STATE") && session.value().equals(e.body().get("session"))) states.add((String) e.body().get("state"));
            }
            return states;
        }

        @Override
        public void close() {
            fd.close();
        }
    }

    /** A session whose process is in the test's hands. */
    record Launch(SessionId session, PuppetStage.Strings strings, PuppetStage.Line line) {}

    Launch launch() throws Exception {
        return launch(NOTES);
    }

    // Up to the point where the module has been given.
    Launch launch(AppId app) throws Exception {
        SessionId session = apps.launch(app);
        var strings = fixture.stage.next();
        var line = strings.hello(Role.runtime, fixture.socket("gateway"));
        assertEquals(session.value(), line.await("ASSIGN").body().get("session"));
        return new Launch(session, strings, line);
    }

    Launch running() throws Exception {
        Launch l = launch();
        l.strings().order("say READY\\n");
        events.until(l.session(), SessionState.Running);
        return l;
    }

    SessionFacts facts(SessionId session) {
        return fixture.gateway.sessions().get(session).orElseThrow();
    }

    void stoppedFor(String reason, SessionId session) throws Exception {
        SessionFacts s = fixture.gateway.sessions().whenStopped(session).get(60, TimeUnit.SECONDS);
        assertEquals(Optional.of(reason), s.reason());
        nothingLeft(session);
    }

    /** No process, no child in the table, no open file; and once no app is left, no descriptor more than before the first. */
    void nothingLeft(SessionId session) throws Exception {
        events.until(session, SessionState.Stopped);
        var child = fixture.gateway.children().of(session);
        if (child.isPresent()) assertTrue(child.get().exit().isPresent(), "its process has ended");
        assertEquals(0, fixture.gateway.files().count(session));
        if (fixture.gateway.sessions().all().stream().allMatch(s -> s.is(SessionState.Stopped)) && waiting == 0) assertDescriptors(descriptors);
    }

    // What the gateway holds for a process is closed on its own threads, a moment later; nothing tells.
    void assertDescriptors(long before) throws Exception {
        for (int i = 0; i < 500 && descriptors() != before; i++) TimeUnit.MILLISECONDS.sleep(20);
        assertEquals(before, descriptors(), "sockets, pipes and process descriptors");
    }

    // Without the strings and lines of the test itself, and without files, which the JVM opens for itself.
    private long descriptors() throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(AppStage::isNoFile).count() - fixture.stage.opened();
        }
    }

    private static boolean isNoFile(Path descriptor) {
        try {
            return !Files.readSymbolicLink(descriptor).isAbsolute();
        } catch (IOException e) {
            return false;
        }
    }

    SessionFacts terminate(Launch l) throws Exception {
        var stopped = apps.terminate(l.session());
        l.line().await("SHUTDOWN");
        l.strings().lastOrder("exit 0");
        return stopped.get(60, TimeUnit.SECONDS);
    }
}
