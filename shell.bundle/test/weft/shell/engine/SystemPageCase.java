package weft.shell.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import weft.api.AppId;
import weft.api.Badge;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.message.Connection.Ok;
import weft.api.message.Lifecycle.AppState;
import weft.api.message.Lifecycle.InstalledApp;
import weft.api.message.Lifecycle.InstalledApps;
import weft.api.message.Lifecycle.RunningApps;
import weft.api.message.Message;
import weft.api.message.Files.Kind;
import weft.api.message.Pages;
import weft.api.message.Permissions.Question;
import weft.api.message.Permissions.Questions;
import weft.api.message.Upkeep.SystemStatus;
import weft.codec.Envelope;

/** A desktop for tests of the system page: a real engine on the real compositor, 800 by 600; only the platform is the test. */
abstract class SystemPageCase {
    static final int SUPER = 125, ENTER = 28, ESCAPE = 1, RIGHT = 106, DOWN = 108, TAB = 15;
    static final int TEAL = 0x0F6B66, PAPER = 0xFFFDF9, DARK_PAPER = 0x1F2728, DARK_GROUND = 0x14191A;
    static final AppId COUNTER = new AppId("org.weft.counter"), NOTES = new AppId("org.weft.notes");
    static final SessionId SESSION = new SessionId("notes-1");
    static Path folder;
    static TestGateway gateway;
    static CompositorProcess compositor;
    static EngineProcess engine;

    @BeforeAll
    static void start() throws Exception {
        folder = Files.createTempDirectory("weft-");
        gateway = new TestGateway(folder.resolve("gateway"));
        compositor = new CompositorProcess(folder);
        Path page = Files.createDirectories(folder.resolve("pages/app"));
        Files.writeString(page.resolve("index.html"), "<!doctype html><link rel=stylesheet href=/weft.css><script src=/weft.js></script><script src=page.js></script>");
        Files.writeString(page.resolve("page.js"), "weft.theme('dark').catch(e => weft.send(e.code));");
        copy(EngineProcess.ROOT.resolve("dist/system-ui"), folder.resolve("pages/system-ui"));
        engine = new EngineProcess(folder, folder.resolve("gateway"), folder.resolve("wayland"), folder.resolve("pages"));
        gateway.accept();
    }

    static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        engine.close();
        System.out.print(engine.log() + compositor.log());
        compositor.close();
        gateway.close();
        TestFolders.delete(folder);
    }

    @BeforeEach
    void openDesktop() throws Exception {
        var opened = gateway.ask(new Pages.OpenPage(SessionId.SYSTEM, new AppId("org.weft.shell"), "WEFT OS", folder.resolve("pages/system-ui").toString(), "index.html", 0, 0, List.of()));
        answer("SUBSCRIBE", new RunningApps(List.of()));
        answer("QUERY_INSTALLED_APPS", new InstalledApps(List.of(new InstalledApp(COUNTER, "Counter", "0.1.0", "Counts.", "", List.of()), new InstalledApp(NOTES, "Notes", "0.1.0", "Keeps a note.", "", List.of()))));
        answer("QUERY_QUESTIONS", new Questions(List.of()));
        answer("QUERY_SYSTEM", new SystemStatus(List.of(), List.of(), 4, 4));
        assertInstanceOf(Ok.class, opened.get(20, TimeUnit.SECONDS).answer());
        compositor.window("panel");
        compositor.window("hint");
    }

    @AfterEach
    void closeDesktop() throws Exception {
        gateway.request(new Pages.ClosePage(SessionId.SYSTEM));
        compositor.awaitScreen(s -> compositor.windows().isEmpty(), "windows stay");
    }

    static Envelope answer(String type, Message answer) throws Exception {
        var asked = gateway.next(type);
        assertEquals(Optional.of(SessionId.SYSTEM), asked.session());
        gateway.send(Envelope.reply(asked.id(), answer));
        return asked;
    }

    static void state(SessionState state, String reason) throws Exception {
        gateway.sendTo("system", new AppState(SESSION, NOTES, "Notes", state, Optional.ofNullable(reason), Optional.empty(), Optional.empty(), List.of(new Badge("own data", Badge.Kind.write))));
    }

    static int at(BufferedImage screen, int x, int y) {
        return screen.getRGB(x, y) & 0xFFFFFF;
    }

    static void gone(String window) {
        compositor.awaitScreen(s -> !compositor.shows(window), window + " stays");
    }

    static void asked(Question... questions) throws Exception {
        gateway.sendTo("system", new Questions(List.of(questions)));
    }

    static void openApp() throws Exception {
        gateway.request(new Pages.OpenPage(SESSION, NOTES, "app", folder.resolve("pages/app").toString(), "index.html", 300, 200, List.of()));
        focused("app");
    }

    static void closeApp() throws Exception {
        gateway.request(new Pages.ClosePage(SESSION));
    }

    static void focused(String window) {
        compositor.awaitScreen(s -> compositor.windows().stream().anyMatch(w -> window.equals(w.get("title")) && Boolean.TRUE.equals(w.get("focused"))), window + " has no keyboard");
    }
}
