package weft.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same two apps and the template in each language of apps: built, installed, and used by the keyboard in the running system. */
@Timeout(300)
class KitsTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int CTRL = 29, A = 30, END = 107, S = 31, TEAL = 0x0f6b66;
    private static RunningSystem system;

    @BeforeAll
    static void start() throws Exception {
        system = new RunningSystem();
    }

    @AfterAll
    static void stop() throws Exception {
        if (system != null) system.close();
    }

    /** A project of one of the system's own apps, with another id: those cannot be replaced. */
    private static String install(String app, String language) throws Exception {
        Path from = RunningSystem.ROOT.resolve("apps").resolve(app), to = system.home.resolve(app + "-" + language);
        try (var files = Files.walk(from)) {
            for (Path p : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(p).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(p, copy);
            }
        }
        String id = "org.example." + app + "-" + language;
        Path manifest = to.resolve("wapp.toml");
        Files.writeString(manifest, Files.readString(manifest).replace("org.weft." + app, id));
        system.weft("app", "install", to.toString(), "--language", language, "--yes");
        return id;
    }

    private static Map<String, Object> launch(String id) throws Exception {
        int mark = system.gateway.mark();
        system.weft("launch", id);
        system.awaitState(mark, id, "Running");
        return system.awaitWindow(id, SOON);
    }

    private static void kill(String id) throws Exception {
        int mark = system.gateway.mark();
        system.weft("kill", id);
        system.awaitState(mark, id, "Stopped");
        RunningSystem.eventually(SOON, "the window to go", () -> system.window(id).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"c", "assemblyscript"})
    void notes_keeps_what_was_written_and_shows_it_again(String language) throws Exception {
        String id = install("notes", language), sentence = "The \"weft\" goes under \\ the warp stays";
        Path file = system.appData(id).resolve("note.txt");
        var window = launch(id);
        untilItTakesWhatIsTyped(window);
        system.press(CTRL, A);
        system.type(sentence);
        system.press(CTRL, S);
        RunningSystem.eventually(SOON, file + " to hold the sentence", () -> Files.exists(file) && Files.readString(file).strip().equals(sentence));
        kill(id);
        var again = launch(id);
        RunningSystem.eventually(SOON, "the sentence on the page", () -> darkPixels(content(again)) > 200);
        click(again);
        system.press(CTRL, END);
        system.type(", again");
        system.press(CTRL, S);
        RunningSystem.eventually(SOON, file + " to hold both", () -> Files.readString(file).strip().equals(sentence + ", again"));
        try (var left = Files.list(file.getParent())) {
            assertTrue(left.allMatch(file::equals), "nothing is left beside the note");
        }
        kill(id);
    }

    // A page's fields are there before its module has told what is in them; until then they take nothing.
    private static void untilItTakesWhatIsTyped(Map<String, Object> window) throws Exception {
        RunningSystem.eventually(SOON, "the page to take what is typed, and to offer to save it", () -> {
            click(window);
            system.type("x");
            return Arrays.stream(pixels(content(window))).anyMatch(p -> (p & 0xffffff) == TEAL);
        });
    }

    private static void click(Map<String, Object> window) throws Exception {
        system.click(number(window, "x") + number(window, "width") / 2, number(window, "y") + number(window, "height") / 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c", "assemblyscript"})
    void counter_counts_up_and_down(String language) throws Exception {
        var window = launch(install("counter", language));
        RunningSystem.eventually(SOON, "the number, and buttons that can be pressed", () -> Arrays.stream(pixels(content(window))).anyMatch(p -> (p & 0xffffff) == TEAL));
        var seen = new ArrayList<>(List.of(content(window)));
        for (String key : List.of("+", "+", "-")) {
            system.type(key);
            var before = seen.getLast();
            RunningSystem.eventually(SOON, "the number to change after " + key, () -> !same(content(window), before));
            seen.add(content(window));
        }
        RunningSystem.eventually(SOON, "one, as after the first press", () -> same(content(window), seen.get(1)));
        kill((String) window.get("app_id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c", "assemblyscript"})
    void the_template_counts_and_remembers(String language) throws Exception {
        Path project = system.home.resolve("tally-" + language);
        system.weft("app", "new", project.toString(), "--language", language);
        system.weft("app", "install", project.toString(), "--yes");
        String id = "org.example.tally-" + language;
        Path file = system.appData(id).resolve("count");
        int mark = system.gateway.mark();
        system.weft("launch", id);
        String session = (String) system.awaitState(mark, id, "Running").get("session");
        for (int n = 1; n <= 2; n++) {
            String count = Integer.toString(n);
            system.gateway.tell(session, Map.of("op", "add"));
            RunningSystem.eventually(SOON, "the count " + n, () -> Files.exists(file) && Files.readString(file).strip().equals(count));
        }
        kill(id);
    }

    // Inside the window, without its frame.
    private static BufferedImage content(Map<String, Object> window) throws IOException {
        int x = number(window, "x") + 2, y = number(window, "y") + 2;
        return system.screen().getSubimage(x, y, number(window, "width") - 4, number(window, "height") - 4);
    }

    private static int[] pixels(BufferedImage image) {
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())).distinct().toArray();
    }

    private static long darkPixels(BufferedImage image) {
        return Arrays.stream(image.getRGB(0, image.getHeight() / 10, image.getWidth(), image.getHeight() / 2, null, 0, image.getWidth()))
                .filter(p -> (p >> 16 & 255) < 90 && (p >> 8 & 255) < 90 && (p & 255) < 90).count();
    }

    private static boolean same(BufferedImage a, BufferedImage b) {
        return Arrays.equals(a.getRGB(0, 0, a.getWidth(), a.getHeight(), null, 0, a.getWidth()), b.getRGB(0, 0, b.getWidth(), b.getHeight(), null, 0, b.getWidth()));
    }

    private static int number(Map<String, Object> window, String key) {
        return ((Long) window.get(key)).intValue();
    }
}
