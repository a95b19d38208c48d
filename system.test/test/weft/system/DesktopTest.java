package weft.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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

/** One user's afternoon with the real system, and what happens when its processes are killed one after the other. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DesktopTest {
    private static final String NOTES = "org.weft.notes", COUNTER = "org.weft.counter";
    private static final Duration SOON = Duration.ofSeconds(45);
    private static final int CTRL = 29, S = 31;
    private static final String SENTENCE = "The weft goes under, the warp stays.";
    private static final Map<Integer, String> ICONS = Map.of(0x0f6b66, "Notes", 0xb4532a, "Counter");
    private static RunningSystem system;

    @BeforeAll
    static void start() throws Exception {
        system = new RunningSystem();
        RunningSystem.eventually(Duration.ofSeconds(60), "the panel to be on the screen", () -> role("panel").isPresent());
    }

    @AfterAll
    static void stop() throws Exception {
        if (system == null) return;
        Path home = system.home;
        system.close();
        assertEquals(List.of(), system.processes("java"), "processes left behind");
        assertFalse(Files.exists(home));
    }

    @Test
    @Order(1)
    void a_click_on_notes_in_the_launcher_starts_it_and_typing_is_saved() throws Exception {
        int mark = system.gateway.mark();
        launchFromLauncher("Notes");
        system.awaitState(mark, NOTES, "Requested");
        system.awaitState(mark, NOTES, "Starting");
        var running = system.awaitState(mark, NOTES, "Running");
        assertTrue((Long) running.get("ready_ms") >= 0);
        focusText(system.awaitWindow(NOTES, SOON));
        system.type(SENTENCE);
        system.press(CTRL, S);
        Path file = system.appData(NOTES).resolve("note.txt");
        RunningSystem.eventually(SOON, file + " to hold the sentence", () -> Files.exists(file) && Files.readString(file).strip().equals(SENTENCE));
    }

    @Test
    @Order(2)
    void counter_counts_beside_it() throws Exception {
        int mark = system.gateway.mark();
        launchFromLauncher("Counter");
        system.awaitState(mark, COUNTER, "Running");
        var window = system.awaitWindow(COUNTER, SOON);
        RunningSystem.eventually(SOON, "counter to be drawn", () -> colours(picture(window)) > 3);
        RunningSystem.eventually(SOON, "the button that adds one", () -> findBlock(picture(window), 0x0f6b66).isPresent());
        var before = picture(window);
        var button = findBlock(before, 0x0f6b66).orElseThrow();
        system.click(number(window, "x") + button.x, number(window, "y") + button.y);
        RunningSystem.eventually(SOON, "the number to change", () -> !same(before, picture(window)));
        system.saveScreen(RunningSystem.ROOT.resolve("dist/screenshots/desktop.png"));
    }

    @Test
    @Order(3)
    void the_sentence_is_on_the_screen_again_after_the_app_was_stopped_and_started() throws Exception {
        var window = system.awaitWindow(NOTES, SOON);
        int mark = system.gateway.mark();
        system.weft("kill", session(NOTES));
        system.awaitState(mark, NOTES, "Stopped");
        RunningSystem.eventually(SOON, "the window to go", () -> system.window(NOTES).isEmpty());
        mark = system.gateway.mark();
        system.weft("launch", NOTES);
        system.awaitState(mark, NOTES, "Running");
        var again = system.awaitWindow(NOTES, SOON);
        assertEquals(window.get("width"), again.get("width"));
        RunningSystem.eventually(SOON, "dark text on the page", () -> darkPixels(textLine(again)) > 200);
    }

    @Test
    @Order(4)
    void a_killed_runtime_stops_its_session_with_a_sentence_and_touches_nobody_else() throws Exception {
        long counter = pid(COUNTER);
        int mark = system.gateway.mark();
        kill(pid(NOTES));
        var stopped = system.awaitState(mark, NOTES, "Stopped");
        assertTrue(((String) stopped.get("reason")).contains("killed"), stopped.toString());
        RunningSystem.eventually(SOON, "a card that says so", () -> titled("cards").isPresent());
        assertEquals(counter, pid(COUNTER));
        assertEquals(NOTES, system.gateway.call("WHY", Map.of()).get("app_id"));
        mark = system.gateway.mark();
        system.weft("launch", NOTES);
        system.awaitState(mark, NOTES, "Running");
        system.awaitWindow(NOTES, SOON);
    }

    @Test
    @Order(5)
    void a_killed_renderer_comes_back_and_sessions_stay_running() throws Exception {
        long counter = pid(COUNTER), notes = pid(NOTES);
        var renderers = system.processes("--type=renderer");
        assertFalse(renderers.isEmpty());
        renderers.forEach(p -> kill(p.pid()));
        RunningSystem.eventually(SOON, "new renderers", () -> system.processes("--type=renderer").stream().filter(p -> !renderers.contains(p)).count() >= 3);
        var window = system.awaitWindow(COUNTER, SOON);
        RunningSystem.eventually(SOON, "counter to be drawn again", () -> colours(picture(window)) > 3);
        assertEquals(counter, pid(COUNTER));
        assertEquals(notes, pid(NOTES));
    }

    @Test
    @Order(6)
    void a_killed_web_engine_is_started_again_and_every_page_opens_again() throws Exception {
        long counter = pid(COUNTER), notes = pid(NOTES), compositor = processOf("weft.compositor.Main");
        long engine = processOf("weft.shell.engine.Main");
        kill(engine);
        RunningSystem.eventually(SOON, "a new engine", () -> system.processes("weft.shell.engine.Main").stream().anyMatch(p -> p.pid() != engine));
        RunningSystem.eventually(Duration.ofSeconds(60), "panel and both windows", () -> role("panel").isPresent() && system.window(NOTES).isPresent() && system.window(COUNTER).isPresent());
        assertEquals(counter, pid(COUNTER));
        assertEquals(notes, pid(NOTES));
        assertEquals(compositor, processOf("weft.compositor.Main"));
    }

    @Test
    @Order(7)
    void a_killed_platform_adopts_every_running_app_again() throws Exception {
        long counter = pid(COUNTER), notes = pid(NOTES), compositor = processOf("weft.compositor.Main");
        long platform = processOf("weft.platform.Main");
        kill(platform);
        try (JsonSocket fresh = system.connect("weft.sock")) {
            RunningSystem.eventually(Duration.ofSeconds(60), "both apps to be Running again", () -> runningPids(fresh).equals(Map.of(NOTES, notes, COUNTER, counter)));
        }
        assertEquals(compositor, processOf("weft.compositor.Main"));
        assertNotEquals(platform, processOf("weft.platform.Main"));
        RunningSystem.eventually(SOON, "the window of Notes, still or again", () -> system.window(NOTES).isPresent());
    }

    @Test
    @Order(8)
    void an_app_that_is_not_installed_is_refused_with_a_sentence() {
        var e = assertThrows(IOException.class, () -> system.weft("launch", "org.weft.absent"));
        assertTrue(e.getMessage().contains("There is no app org.weft.absent installed"), e.getMessage());
    }

    @Test
    @Order(9)
    void a_killed_compositor_is_started_again_apps_survive_it_and_their_windows_come_back() throws Exception {
        long compositor = processOf("weft.compositor.Main"), platform = processOf("weft.platform.Main");
        var apps = runningPids();
        assertEquals(java.util.Set.of(NOTES, COUNTER), apps.keySet());
        kill(compositor);
        RunningSystem.eventually(SOON, "a new compositor", () -> system.processes("weft.compositor.Main").stream().anyMatch(p -> p.pid() != compositor));
        try (JsonSocket fresh = system.connect("compositor.sock")) {
            RunningSystem.eventually(Duration.ofSeconds(60), "both windows", () -> {
                String windows = fresh.call("WINDOWS", Map.of()).toString();
                return windows.contains("app_id=" + NOTES) && windows.contains("app_id=" + COUNTER);
            });
        }
        assertEquals(apps, runningPids(), "the same processes");
        assertEquals(platform, processOf("weft.platform.Main"));
    }

    // The platform that the first connection was to may be gone.
    private static Map<String, Long> runningPids() throws Exception {
        try (JsonSocket fresh = system.connect("weft.sock")) {
            return runningPids(fresh);
        }
    }

    // How a user does it.

    private static void launchFromLauncher(String name) throws Exception {
        var panel = role("panel").orElseThrow();
        system.click(27, number(panel, "y") + 22);
        RunningSystem.eventually(SOON, "the launcher", () -> titled("launcher").isPresent());
        var launcher = titled("launcher").orElseThrow();
        RunningSystem.eventually(SOON, "the launcher to be drawn", () -> tiles(launcher).containsKey(name));
        var tile = tiles(launcher).get(name);
        system.click(tile.x, tile.y);
    }

    private static void focusText(Map<String, Object> window) throws Exception {
        RunningSystem.eventually(SOON, "the page to be drawn", () -> colours(picture(window)) > 3);
        system.click(number(window, "x") + number(window, "width") / 2, number(window, "y") + number(window, "height") / 2);
    }

    private static String session(String app) throws Exception {
        return (String) running(app).get("session");
    }

    private static long pid(String app) throws Exception {
        return (Long) running(app).get("pid");
    }

    private static Map<String, Object> running(String app) throws Exception {
        return apps(system.gateway).stream().filter(a -> app.equals(a.get("app_id"))).findFirst().orElseThrow(() -> new AssertionError(app + " is not running"));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> apps(JsonSocket socket) throws IOException {
        return (List<Map<String, Object>>) socket.call("QUERY_RUNNING", Map.of()).get("apps");
    }

    private static Map<String, Long> runningPids(JsonSocket socket) throws IOException {
        var pids = new java.util.HashMap<String, Long>();
        for (var a : apps(socket)) if ("Running".equals(a.get("state"))) pids.put((String) a.get("app_id"), (Long) a.get("pid"));
        return pids;
    }

    // Not the shells around it, nor a copy of it that is about to become another program.
    private static long processOf(String main) {
        var all = system.processes(main).stream().filter(p -> RunningSystem.arguments(p.pid()).split(" ")[0].endsWith("/java")).toList();
        assertFalse(all.isEmpty(), main + " is not running");
        return all.stream().filter(p -> p.parent().filter(all::contains).isEmpty()).findFirst().orElseThrow().pid();
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    private static Optional<Map<String, Object>> titled(String title) throws IOException {
        return system.windows().stream().filter(w -> title.equals(w.get("title")) && Boolean.TRUE.equals(w.get("mapped"))).findFirst();
    }

    /** Where the apps' icons are in the launcher: each is found by its colour. */
    private static Map<String, java.awt.Point> tiles(Map<String, Object> launcher) throws IOException {
        var found = new java.util.HashMap<String, java.awt.Point>();
        var image = picture(launcher);
        for (int y = 0; y < image.getHeight(); y++)
            for (int x = 0; x < image.getWidth(); x++) {
                String app = ICONS.get(image.getRGB(x, y) & 0xffffff);
                if (app != null && block(image, x, y, 8)) found.putIfAbsent(app, new java.awt.Point(number(launcher, "x") + x + 4, number(launcher, "y") + y + 4));
            }
        return found;
    }

    private static Optional<java.awt.Point> findBlock(BufferedImage image, int colour) {
        for (int y = 0; y < image.getHeight(); y++)
            for (int x = 0; x < image.getWidth(); x++)
                if ((image.getRGB(x, y) & 0xffffff) == colour && block(image, x, y, 8)) return Optional.of(new java.awt.Point(x + 4, y + 4));
        return Optional.empty();
    }

    // A block of one colour: an icon's ground, not a line of the same colour.
    private static boolean block(BufferedImage image, int x, int y, int size) {
        if (x + size > image.getWidth() || y + size > image.getHeight()) return false;
        for (int dy = 0; dy < size; dy++)
            for (int dx = 0; dx < size; dx++) if (image.getRGB(x + dx, y + dy) != image.getRGB(x, y)) return false;
        return true;
    }

    private static Optional<Map<String, Object>> role(String role) throws IOException {
        return system.windows().stream().filter(w -> role.equals(w.get("role")) && Boolean.TRUE.equals(w.get("mapped"))).findFirst();
    }

    // What is on the screen.

    private static BufferedImage picture(Map<String, Object> window) throws IOException {
        var screen = system.screen();
        int x = Math.max(0, number(window, "x")), y = Math.max(0, number(window, "y"));
        return screen.getSubimage(x, y, Math.min(number(window, "width"), screen.getWidth() - x), Math.min(number(window, "height"), screen.getHeight() - y));
    }

    private static BufferedImage textLine(Map<String, Object> window) throws IOException {
        var all = picture(window);
        return all.getSubimage(0, 0, all.getWidth(), all.getHeight() / 2);
    }

    private static int number(Map<String, Object> window, String key) {
        return ((Long) window.get(key)).intValue();
    }

    private static long colours(BufferedImage image) {
        return java.util.Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())).distinct().count();
    }

    private static long darkPixels(BufferedImage image) {
        return java.util.Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .filter(p -> (p >> 16 & 255) < 90 && (p >> 8 & 255) < 90 && (p & 255) < 90).count();
    }

    private static boolean same(BufferedImage a, BufferedImage b) {
        return java.util.Arrays.equals(a.getRGB(0, 0, a.getWidth(), a.getHeight(), null, 0, a.getWidth()), b.getRGB(0, 0, b.getWidth(), b.getHeight(), null, 0, b.getWidth()));
    }
}
