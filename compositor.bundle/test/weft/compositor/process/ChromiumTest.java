package weft.compositor.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static weft.compositor.process.ControlClient.number;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's Chromium as an ordinary client, drawing without a GPU: it shows a page, hears pointer, wheel and keys, and ends when its window is closed. */
class ChromiumTest {
    private static final int WIDTH = 1280, HEIGHT = 800, GREEN = 0xff00a000, BLUE = 0xff0000c8, RED = 0xffc80000, YELLOW = 0xffc8c800;
    private static final String PAGE = """
            <!doctype html><title>none yet</title><style>body { margin: 0; height: 4000px; background: #00a000 }</style>
            <script>
              let typed = '';
              onload = () => document.title = 'shown';
              onclick = () => { document.body.style.background = '#0000c8'; document.title = 'clicked'; };
              onkeydown = e => { typed += e.key; if (typed === 'weft') { document.body.style.background = '#c80000'; document.title = 'typed ' + typed; } };
              onscroll = () => { document.body.style.background = '#c8c800'; document.title = 'scrolled'; };
            </script>
            """;
    @TempDir Path folder;

    @BeforeEach
    void onlyWhereItMayTakeLong() {
        assumeTrue("1".equals(System.getenv("WEFT_SLOW_TESTS")), "takes half a minute: set WEFT_SLOW_TESTS=1");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/chromium")), "there is no chromium");
    }

    @Test
    void chromium_shows_a_page_takes_clicks_keys_and_the_wheel_and_closes_with_its_window() throws Exception {
        var page = Files.writeString(folder.resolve("page.html"), PAGE);
        try (var compositor = new CompositorProcess(folder); var control = compositor.control()) {
            // Its own sandbox does not work for root; what is shown is the test's own page.
            var chromium = compositor.start("chromium", "--ozone-platform=wayland", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--no-default-browser-check",
                    "--password-store=basic", "--disable-extensions", "--disable-background-networking", "--user-data-dir=" + folder.resolve("profile"), "--app=file://" + page);
            var w = control.window(o -> String.valueOf(o.get("title")).startsWith("shown"));
            waitFor(control, w, GREEN);
            int x = number(w, "x") + number(w, "width") / 2, y = number(w, "y") + number(w, "height") / 2;
            control.click(x, y);
            control.window(o -> String.valueOf(o.get("title")).startsWith("clicked"));
            waitFor(control, w, BLUE);
            control.type("weft");
            control.window(o -> String.valueOf(o.get("title")).startsWith("typed weft"));
            waitFor(control, w, RED);
            control.ask("POINTER_AXIS", Map.of("dy", 60));
            control.window(o -> String.valueOf(o.get("title")).startsWith("scrolled"));
            waitFor(control, w, YELLOW);
            control.ask("CLOSE_WINDOW", Map.of("id", number(w, "id")));
            assertTrue(chromium.waitFor(60, TimeUnit.SECONDS), "it goes on");
            assertEquals(0, chromium.exitValue(), Files.readString(folder.resolve("chromium.log")));
        }
    }

    private void waitFor(ControlClient control, Map<?, ?> w, int colour) throws IOException {
        int at = (number(w, "y") + number(w, "height") / 2 + 40) * WIDTH + number(w, "x") + number(w, "width") / 2 + 40;
        control.untilFrame("not " + Integer.toHexString(colour) + " in the middle of " + HEIGHT + " rows", () -> control.screenshot()[at] == colour);
    }
}
