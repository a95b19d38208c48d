package weft.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Permissions as a user meets them: an app of the user's, the real dialog, the pointer and the keyboard. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PermissionsTest {
    private static final String BELL = "org.example.bell", READER = "org.example.reader", COPIER = "org.example.copier";
    private static final Duration SOON = Duration.ofSeconds(30);
    static final int TAB = 15, ENTER = 28;
    private static final int TEAL = 0x0F6B66, READY = 0x0000FF, SHOWN = 0x00FF00, DENIED = 0xFF0000;
    private static RunningSystem system;

    @BeforeAll
    static void start() throws Exception {
        system = new RunningSystem();
        installReader();
        installCopier();
        Path ui = ui(BELL);
        Files.writeString(ui.resolveSibling("wapp.toml"), """
                [package]
                id = "org.example.bell"
                name = "Bell"
                version = "1.0.0"
                capabilities = [{ name = "sys:notifications", reason = "Tells you when tea is ready." }]
                [ui]
                window = { width = 300, height = 200 }
                """);
        Files.writeString(ui.resolve("index.html"), "<!doctype html><link rel=stylesheet href=bell.css><script src=/weft.js></script><body><script src=bell.js></script>");
        Files.writeString(ui.resolve("bell.css"), "body.shown { background: #00ff00 } body.DENIED { background: #ff0000 }");
        Files.writeString(ui.resolve("bell.js"), """
                const ring = () => {
                  document.body.className = 'waiting';
                  weft.request('NOTIFY', { title: 'Tea', text: 'It is ready' }).then(() => { document.body.className = 'shown'; }, e => { document.body.className = e.code; });
                };
                addEventListener('mousedown', ring);
                """);
        for (String app : java.util.List.of(BELL, READER, COPIER)) system.weft("app", "install", system.home.resolve("projects").resolve(app).toString(), "--yes");
    }

    private static Path ui(String app) throws IOException {
        return Files.createDirectories(system.home.resolve("projects").resolve(app).resolve("ui"));
    }

    /** A web app that puts a word on the clipboard and reads it again. */
    private static void installCopier() throws IOException {
        Path ui = ui(COPIER);
        Files.writeString(ui.resolveSibling("wapp.toml"), """
                [package]
                id = "org.example.copier"
                name = "Copier"
                version = "1.0.0"
                capabilities = [{ name = "sys:clipboard:read", reason = "Pastes." }, { name = "sys:clipboard:write", reason = "Copies." }]
                [ui]
                window = { width = 300, height = 200 }
                """);
        Files.writeString(ui.resolve("index.html"), "<!doctype html><link rel=stylesheet href=copier.css><script src=/weft.js></script><body class=ready><script src=copier.js></script>");
        Files.writeString(ui.resolve("copier.css"), "body.ready { background: #0000ff } body.warp { background: #00ff00 } body.DENIED { background: #ff0000 }");
        Files.writeString(ui.resolve("copier.js"), """
                addEventListener('mousedown', async () => {
                  document.body.className = 'waiting';
                  try {
                    await weft.request('WRITE_CLIPBOARD', { text: 'warp' });
                    document.body.className = (await weft.request('READ_CLIPBOARD')).text;
                  } catch (e) {
                    document.body.className = e.code;
                  }
                });
                """);
    }

    /** An app whose module tries what its page says; the page shows what came of it. */
    private static void installReader() throws IOException {
        Path ui = ui(READER);
        Files.copy(RunningSystem.ROOT.resolve("dist/test-guests/grants.wasm"), ui.resolveSibling("module.wasm"));
        Files.writeString(ui.resolveSibling("wapp.toml"), """
                [package]
                id = "org.example.reader"
                name = "Reader"
                version = "1.0.0"
                capabilities = [{ name = "fs:read:xdg-documents", reason = "Shows your letters." }]
                [runtime]
                module = "module.wasm"
                [ui]
                window = { width = 300, height = 200 }
                """);
        Files.writeString(ui.resolve("index.html"), "<!doctype html><link rel=stylesheet href=reader.css><script src=/weft.js></script><body class=ready><script src=reader.js></script>");
        Files.writeString(ui.resolve("reader.css"), "body.ready { background: #0000ff } body.read { background: #00ff00 } body.refused { background: #ff0000 }");
        Files.writeString(ui.resolve("reader.js"), """
                const tries = ['read', 'again', 'outside', 'link', 'write'];
                addEventListener('mousedown', e => { document.body.className = 'waiting'; weft.send({ op: tries[Math.floor((e.clientY - 20) / 20)] }); });
                weft.onMessage(m => { document.body.className = m.result; });
                """);
        Path documents = Files.createDirectories(system.home.resolve("user/Documents"));
        Files.writeString(documents.resolve("letter"), "Dear all");
        Files.writeString(documents.resolveSibling("secret"), "not for apps");
        Files.createSymbolicLink(documents.resolve("link"), documents.resolveSibling("secret"));
        Files.writeString(system.home.resolve("config/user-dirs.dirs"), "XDG_DOCUMENTS_DIR=\"" + documents + "\"\n");
    }

    @AfterAll
    static void stop() throws Exception {
        if (system != null) system.close();
    }

    @Test
    @Order(1)
    void an_app_asks_at_first_use_and_allow_in_the_dialog_lets_it() throws Exception {
        int mark = system.gateway.mark();
        system.weft("launch", BELL);
        ring();
        var dialog = awaitDialog();
        assertEquals(0L, dialog.get("x"));
        assertEquals(((Long) dialog.get("width")).intValue(), system.screen().getWidth());
        var always = awaitButton();
        system.click(always.x, always.y);
        awaitPage(SHOWN);
        system.gateway.awaitAfter(mark, m -> "NOTIFICATION".equals(m.get("type")) && "Bell: Tea".equals(JsonSocket.body(m).get("title")), SOON, "the notification");
        assertEquals("granted", status());
        assertTrue(system.weft("grants", BELL).contains("show notifications"));
        system.gateway.awaitAfter(mark, m -> "APP_STATE".equals(m.get("type")) && String.valueOf(JsonSocket.body(m).get("badges")).contains("notifications"), SOON, "the badge");
    }

    @Test
    @Order(2)
    void revoked_by_command_it_is_denied_at_its_next_use_without_a_question() throws Exception {
        system.weft("revoke", BELL, "sys:notifications");
        ring();
        awaitPage(DENIED);
        assertTrue(dialog().isEmpty());
        assertEquals("denied", status());
    }

    @Test
    @Order(3)
    void a_guest_reads_a_folder_of_the_users_once_allowed_nothing_beside_it_and_nothing_after_it_was_revoked() throws Exception {
        system.weft("launch", READER);
        Map<String, Object> window = system.awaitWindow(READER, SOON);
        press(window, 0);
        awaitDialog();
        var always = awaitButton();
        system.click(always.x, always.y);
        awaitPage(READER, SHOWN);
        for (int outside : List.of(2, 3, 4)) {
            press(window, outside);
            awaitPage(READER, DENIED);
            press(window, 1);
            awaitPage(READER, SHOWN);
        }
        system.weft("revoke", READER, "fs:read:xdg-documents");
        press(window, 1);
        awaitPage(READER, DENIED);
        assertEquals("Dear all", Files.readString(system.home.resolve("user/Documents/letter")));
        system.weft("kill", READER);
    }

    // Each twentieth of the page's height stands for something that the guest tries.
    private static void press(Map<String, Object> window, int what) throws Exception {
        RunningSystem.eventually(SOON, "the page to be ready", () -> List.of(READY, SHOWN, DENIED).contains(pixel(window)));
        system.click(number(window, "x") + 50, number(window, "y") + 30 + 20 * what);
    }

    @Test
    @Order(4)
    void the_clipboard_is_for_the_app_that_the_user_works_in() throws Exception {
        system.weft("grant", COPIER, "sys:clipboard:read");
        system.weft("grant", COPIER, "sys:clipboard:write");
        system.weft("launch", COPIER);
        var window = system.awaitWindow(COPIER, SOON);
        press(window, 0);
        awaitPage(COPIER, SHOWN);
        system.weft("revoke", COPIER, "sys:clipboard:read");
        press(window, 0);
        awaitPage(COPIER, DENIED);
        system.weft("kill", COPIER);
    }

    @Test
    @Order(5)
    void deny_is_reached_by_keyboard_alone_and_kept_over_a_restart_of_the_platform() throws Exception {
        system.gateway.call("REVOKE", Map.of("app_id", BELL, "capability", "sys:notifications", "ask", true));
        ring();
        awaitDialog();
        awaitButton();
        system.press(TAB);
        system.press(TAB);
        system.press(TAB);
        system.press(ENTER);
        awaitPage(DENIED);
        ProcessHandle.of(system.processes("weft.platform.Main").getLast().pid()).orElseThrow().destroyForcibly();
        try (JsonSocket fresh = system.connect("weft.sock")) {
            RunningSystem.eventually(Duration.ofSeconds(60), "the platform to know what was denied", () -> "denied".equals(status(fresh)));
        }
    }

    private static void ring() throws Exception {
        var window = system.awaitWindow(BELL, SOON);
        RunningSystem.eventually(SOON, "the page to be drawn", () -> pixel(window) != 0);
        system.click(number(window, "x") + number(window, "width") / 2, number(window, "y") + number(window, "height") / 2);
    }

    private static int pixel(Map<String, Object> window) throws IOException {
        return system.screen().getRGB(number(window, "x") + 20, number(window, "y") + 20) & 0xFFFFFF;
    }

    private static void awaitPage(int colour) throws Exception {
        awaitPage(BELL, colour);
    }

    private static void awaitPage(String app, int colour) throws Exception {
        RunningSystem.eventually(SOON, "the page to have the colour " + Integer.toHexString(colour), () -> system.window(app).isPresent() && pixel(system.window(app).orElseThrow()) == colour);
    }

    private static Optional<Map<String, Object>> dialog() throws IOException {
        return system.windows().stream().filter(w -> "ask".equals(w.get("title")) && Boolean.TRUE.equals(w.get("mapped"))).findFirst();
    }

    private static Map<String, Object> awaitDialog() throws Exception {
        RunningSystem.eventually(SOON, "the dialog, with the keyboard", () -> dialog().map(w -> Boolean.TRUE.equals(w.get("focused"))).orElse(false));
        return dialog().orElseThrow();
    }

    /** The filled button, once it may be pressed. */
    private static java.awt.Point awaitButton() throws Exception {
        RunningSystem.eventually(SOON, "a button to press", () -> button(system.screen()).isPresent());
        return button(system.screen()).orElseThrow();
    }

    static Optional<java.awt.Point> button(BufferedImage screen) {
        for (int y = 0; y < screen.getHeight() - 60; y++)
            for (int x = 0; x < screen.getWidth() - 8; x++)
                if (is(screen, x, y) && is(screen, x + 7, y) && is(screen, x, y + 7)) return Optional.of(new java.awt.Point(x + 4, y + 4));
        return Optional.empty();
    }

    private static boolean is(BufferedImage screen, int x, int y) {
        return (screen.getRGB(x, y) & 0xFFFFFF) == TEAL;
    }

    private static String status() throws IOException {
        return status(system.gateway);
    }

    @SuppressWarnings("unchecked")
    private static String status(JsonSocket socket) throws IOException {
        var apps = (List<Map<String, Object>>) socket.call("QUERY_GRANTS", Map.of("app_id", BELL)).get("apps");
        return (String) ((List<Map<String, Object>>) apps.getFirst().get("grants")).getFirst().get("status");
    }

    private static int number(Map<String, Object> window, String key) {
        return ((Long) window.get(key)).intValue();
    }
}
