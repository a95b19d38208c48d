package weft.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.message.Message;
import weft.api.message.Packages.AppInstalled;
import weft.api.message.Packages.InstallApp;
import weft.api.message.Packages.RemoveApp;
import weft.api.message.Packages.RollbackApp;
import weft.api.message.Packages.UpdateApp;
import weft.api.message.Permissions.AppGrants;
import weft.api.packages.AppPackage;
import weft.api.packages.Capability;
import weft.api.portal.Portal;
import weft.codec.Envelope;
import weft.codec.Json;
import weft.os.Fd;
import weft.os.OpenAt2;
import weft.os.UnixSocket;
import weft.packages.store.AppStore;
import weft.platform.test.GatewayFixture;

/** Packages that come over the real gateway's socket as descriptors, and a user who is asked about them. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PackageChangesTest {
    private static final AppId TALLY = new AppId("org.example.tally");
    @TempDir
    Path home;
    private GatewayFixture fixture;
    private SignedApp apps;
    private InstalledPackages installed;
    private final List<String> asked = new ArrayList<>();
    private boolean answer;

    @BeforeEach
    void start() throws IOException {
        fixture = new GatewayFixture(Files.createDirectories(home.resolve("gateway")), 10_000, 300);
        var store = new AppStore(home.resolve("apps"), home.resolve("data"), Files.createDirectories(home.resolve("system")), step -> { });
        installed = new InstalledPackages(store, home.resolve("system"));
        apps = new SignedApp(home, store);
        fixture.gateway.add(new PackageChanges(store, new User()), List.of("INSTALL_APP", "UPDATE_APP", "ROLLBACK_APP", "REMOVE_APP"), 0, 1);
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
    }

    /** Whoever sits at the dialog. */
    private final class User implements Portal {
        @Override
        public boolean approves(AppPackage app, List<Capability> wanted, boolean update) {
            for (Capability c : wanted) asked.add((update ? "update " : "install ") + app.version() + " " + c.name());
            return answer;
        }

        @Override
        public List<Grant> grants(SessionId session) {
            return List.of();
        }

        @Override
        public List<String> denials(SessionId session) {
            return List.of();
        }

        @Override
        public List<AppGrants> ledger() {
            return List.of();
        }

        @Override
        public void revoke(AppId app, String capability, boolean askAgain) {}
    }

    private Path archive(String version, String... capabilities) throws IOException {
        var list = String.join(", ", java.util.Arrays.stream(capabilities).map("{ name = \"%s\", reason = \"It needs it\" }"::formatted).toList());
        return apps.archive("tally-" + version, Map.of("wapp.toml", """
                [package]
                id = "org.example.tally"
                name = "Tally"
                version = "%s"
                capabilities = [%s]
                [ui]
                """.formatted(version, list).getBytes(StandardCharsets.UTF_8), "ui/index.html", version.getBytes(StandardCharsets.UTF_8)));
    }

    private Message ask(Message request, Fd... files) throws IOException {
        try (Fd socket = UnixSocket.connect(fixture.socket("weft"))) {
            byte[] line = (Json.line(Envelope.request(1, request).toTree()) + "\n").getBytes(StandardCharsets.UTF_8);
            UnixSocket.send(socket, line, 0, line.length, files);
            return read(socket).answer();
        }
    }

    private static Envelope read(Fd socket) throws IOException {
        byte[] line = new byte[1 << 16];
        for (int length = 0; ; ) {
            int n = socket.read(line, length, line.length - length);
            if (n == 0) throw new EOFException();
            length += n;
            if (line[length - 1] == '\n') return Envelope.fromTree(Json.read(new String(line, 0, length - 1, StandardCharsets.UTF_8)));
        }
    }

    private Message ask(Message request, Path file) throws IOException {
        try (Fd open = OpenAt2.withoutLinks(file.toRealPath().toString(), OpenAt2.O_RDONLY | OpenAt2.O_NONBLOCK, 0)) {
            return ask(request, open);
        }
    }

    private WeftException refused(Message request, Fd... files) {
        return assertThrows(WeftException.class, () -> ask(request, files));
    }

    private String version() {
        return installed.find(TALLY).version();
    }

    @Test
    void an_update_that_asks_for_more_is_asked_about_and_a_denial_leaves_the_old_version() throws Exception {
        Path one = archive("1.0.0", "fs:rw:app-data"), two = archive("2.0.0", "fs:rw:app-data", "sys:notifications"), three = archive("3.0.0", "fs:rw:app-data");
        assertEquals(ErrorCode.DENIED, assertThrows(WeftException.class, () -> ask(new InstallApp("one", false), one)).code());
        answer = true;
        assertEquals("1.0.0", ((AppInstalled) ask(new InstallApp("one", false), one)).version());
        answer = false;
        var denied = assertThrows(WeftException.class, () -> ask(new UpdateApp("two", false, false), two));
        assertTrue(denied.getMessage().contains("was not updated"), denied::getMessage);
        assertEquals("1.0.0", version());
        answer = true;
        ask(new UpdateApp("two", false, false), two);
        assertEquals("2.0.0", version());
        ask(new UpdateApp("three", false, false), three);
        assertEquals(List.of("install 1.0.0 fs:rw:app-data", "install 1.0.0 fs:rw:app-data", "update 2.0.0 sys:notifications", "update 2.0.0 sys:notifications"), asked, "who asks for no more is not asked about");
        assertEquals("2.0.0", ((AppInstalled) ask(new RollbackApp(TALLY))).version());
        ask(new RemoveApp(TALLY, false));
        assertEquals(ErrorCode.NOT_FOUND, assertThrows(WeftException.class, this::version).code());
    }

    @Test
    void what_the_asker_has_approved_is_not_asked_again() throws Exception {
        ask(new InstallApp("one", true), archive("1.0.0", "sys:notifications"));
        assertEquals(List.of(), asked);
        assertEquals("1.0.0", version());
    }

    @Test
    void a_package_is_what_its_descriptor_leads_to_whatever_its_name_leads_to_by_then() throws Exception {
        Path file = archive("1.0.0");
        try (Fd open = OpenAt2.withoutLinks(file.toRealPath().toString(), OpenAt2.O_RDONLY, 0)) {
            Files.delete(file);
            ask(new InstallApp("../../etc/passwd\n", true), open);
        }
        assertEquals("1.0.0", version());
    }

    @Test
    void what_is_no_package_file_is_refused_at_once() throws Exception {
        assertEquals(ErrorCode.INVALID, refused(new InstallApp("none", true)).code());
        Fd[] pipe = Fd.pipe();
        try (Fd in = pipe[0]; Fd out = pipe[1]; Fd folder = OpenAt2.withoutLinks(home.toRealPath().toString(), OpenAt2.O_RDONLY | OpenAt2.O_DIRECTORY, 0)) {
            assertTrue(refused(new InstallApp("pipe", true), in).getMessage().contains("pipe is refused: it is not a file"));
            assertTrue(refused(new InstallApp("folder", true), folder).getMessage().contains("it is not a file"));
            assertTrue(refused(new InstallApp("two", true), in, out).getMessage().contains("as a descriptor"));
        }
        Path text = Files.writeString(home.resolve("text"), "no package at all, but long enough");
        assertTrue(assertThrows(WeftException.class, () -> ask(new InstallApp("text", true), text)).getMessage().contains("is refused"));
    }

    @Test
    void descriptors_that_nobody_wants_are_closed_and_too_many_end_the_connection() throws Exception {
        Path text = Files.writeString(home.resolve("wanted"), "x");
        try (Fd file = OpenAt2.withoutLinks(text.toRealPath().toString(), OpenAt2.O_RDONLY, 0)) {
            refused(new RollbackApp(TALLY), file);
            var many = new Fd[8];
            java.util.Arrays.fill(many, file);
            assertEquals(ErrorCode.TOO_LARGE, assertThrows(WeftException.class, () -> ask(new RollbackApp(TALLY), many)).code());
            try (Fd socket = UnixSocket.connect(fixture.socket("weft"))) {
                UnixSocket.send(socket, "{\"id\":1".getBytes(StandardCharsets.UTF_8), 0, 7, file);
            }
        }
        for (int tries = 0; open(text) > 0; tries++) {
            assertTrue(tries < 600, () -> open(text) + " descriptors are left open");
            Thread.sleep(100);
        }
    }

    private static long open(Path file) {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(fd -> leadsTo(fd, file)).count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean leadsTo(Path fd, Path file) {
        try {
            return Files.readSymbolicLink(fd).equals(file.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }
}
