package weft.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import weft.api.AppId;
import weft.api.Places;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.gateway.Caller;
import weft.api.gateway.SessionFacts;
import weft.api.message.Connection.Role;
import weft.api.message.Files.FsList;
import weft.api.message.Files.FsMkdir;
import weft.api.message.Files.FsOpen;
import weft.api.message.Files.FsOpened;
import weft.api.message.Files.FsRemove;
import weft.api.message.Files.FsRename;
import weft.api.message.Files.FsStat;
import weft.api.message.Message;
import weft.codec.Envelope;
import weft.gateway.Gateway;
import weft.packages.InstalledPackages;

/** A portal on a real file system, apps that attack it, and something outside that must not have changed in the end. */
abstract class AttackedPortal {
    static final String SECRET = "what no app may see";
    @TempDir
    Path home;
    Path data, outside;
    Gateway gateway;
    PortalService portal;
    private int sessions;

    @BeforeEach
    void start() throws IOException {
        outside = Files.createDirectory(home.resolve("outside"));
        Files.writeString(outside.resolve("secret"), SECRET);
        Files.createDirectory(outside.resolve("folder"));
        app("org.weft.writer", "{ name = \"fs:rw:app-data\", reason = \"Keeps things\" }");
        app("org.weft.reader", "{ name = \"fs:read:app-data\", reason = \"Shows things\" }");
        app("org.weft.nothing", "");
        gateway = new Gateway(Places.of(Map.of("HOME", home.toString(), "WEFT_RUNTIME_DIR", home.resolve("run").toString())), Map.of());
        portal = new PortalService(new PortalService.Platform(gateway.sessions(), new InstalledPackages(home.resolve("apps")), gateway.files(), gateway.events(), gateway.children()),
                new PortalService.Settings(home, home.resolve("state"), home.resolve("config"), new XdgFolders(home.resolve("user"), home.resolve("config")), System::currentTimeMillis, 0, 1 << 20, 2_000));
        data = home.resolve("data/org.weft.writer");
    }

    private void app(String id, String capability) throws IOException {
        Path folder = Files.createDirectories(home.resolve("apps").resolve(id));
        Files.writeString(folder.resolve("wapp.toml"), "[package]\nid = \"%s\"\nname = \"App\"\nversion = \"1.0.0\"\ncapabilities = [%s]\n".formatted(id, capability));
    }

    @AfterEach
    void stop() throws IOException {
        portal.close();
        gateway.close();
        assertEquals(SECRET, Files.readString(outside.resolve("secret")), "the file outside was changed");
        try (Stream<Path> left = Files.list(outside)) {
            assertEquals(Set.of("secret", "folder"), Set.copyOf(left.map(p -> p.getFileName().toString()).toList()), "the folder outside was changed");
        }
    }

    /** A running session of an app, and what it asks. */
    final class App {
        final SessionId session = new SessionId("s" + sessions++);

        App(String id) {
            gateway.sessions().add(new SessionFacts(session, new AppId(id), "App", SessionState.Running, Optional.empty(), List.of(), 0,
                    Map.of(), 0, Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty()));
        }

        @SuppressWarnings("unchecked")
        <T extends Message> T ask(Message request) {
            return (T) portal.handle(new Caller(Role.portal, Optional.of(session), 1), Envelope.request(1, request));
        }

        int open(String path) {
            return this.<FsOpened>ask(reading(path)).handle();
        }

        WeftException refused(Message request) {
            return assertThrows(WeftException.class, () -> ask(request), request::toString);
        }
    }

    static FsOpen reading(String path) {
        return new FsOpen(path, true, false, false, false, false, false);
    }

    static FsOpen creating(String path) {
        return new FsOpen(path, true, true, true, false, false, false);
    }

    static FsOpen truncating(String path) {
        return new FsOpen(path, false, true, false, false, true, false);
    }

    /** Every verb that names a path, at this path. */
    static List<Message> verbs(String path) {
        return List.of(reading(path), creating(path), truncating(path), new FsOpen(path, false, false, true, true, false, true), new FsStat(path),
                new FsList(path), new FsMkdir(path), new FsRemove(path, false), new FsRemove(path, true), new FsRename(path, "/data/mine"),
                new FsRename("/data/file", path), new weft.api.message.Files.FsSetTimes(path, Optional.of(0L), Optional.of(0L)));
    }

    void file(String name) throws IOException {
        Files.writeString(Files.createDirectories(data).resolve(name), "mine");
    }
}
