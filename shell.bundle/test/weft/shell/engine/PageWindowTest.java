package weft.shell.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.api.AppId;
import weft.api.Badge;
import weft.api.SessionId;
import weft.api.message.AppMessage;
import weft.api.message.Connection;
import weft.api.message.Pages;

/** Pages on the screen: a real engine in its sandbox, the real compositor, input through its control socket. */
@Timeout(60)
class PageWindowTest {
    private static final int RED = 0xFF0000, BLUE = 0x0000FF, GREEN = 0x00FF00;
    private static Path folder;
    private static TestGateway gateway;
    private static CompositorProcess compositor;
    private static EngineProcess engine;
    private static int pages;
    private String session;

    @BeforeAll
    static void start() throws Exception {
        folder = Files.createTempDirectory("weft-");
        gateway = new TestGateway(folder.resolve("gateway"));
        compositor = new CompositorProcess(folder);
        Files.createDirectories(folder.resolve("pages"));
        engine = new EngineProcess(folder, folder.resolve("gateway"), folder.resolve("wayland"), folder.resolve("pages"));
        gateway.accept();
    }

    @AfterAll
    static void stop() throws Exception {
        engine.close();
        System.out.print(engine.log() + compositor.log());
        compositor.close();
        gateway.close();
        TestFolders.delete(folder);
    }

    @AfterEach
    void closePage() throws Exception {
        if (session != null) gateway.ask(new Pages.ClosePage(new SessionId(session))).get(20, TimeUnit.SECONDS);
        session = null;
    }

    private Path files(String style, String body, String script) throws Exception {
        Path root = Files.createDirectories(folder.resolve("pages/" + session));
        Files.writeString(root.resolve("index.html"), "<!doctype html><meta charset=utf-8><link rel=stylesheet href=page.css><script src=/weft.js></script><body>"
                + body + "<script src=page.js></script>");
        Files.writeString(root.resolve("page.css"), "html,body{margin:0;height:100%}" + style);
        Files.writeString(root.resolve("page.js"), script);
        return root;
    }

    private Pages.OpenPage page(String appId, Path root, int width, int height) {
        return new Pages.OpenPage(new SessionId(session), new AppId(appId), session, root.toString(), "index.html", width, height,
                List.of(new Badge("own data", Badge.Kind.write)));
    }

    // Said at each load, when the page's scripts have run and what they made is on the screen: before, Chromium drops input.
    private static final String SAY_SHOWN = "\nrequestAnimationFrame(() => requestAnimationFrame(() => weft.send('shown')));";

    /** Opens an app's page and waits until it can be used. */
    private Map<String, Object> open(String style, String body, String script) throws Exception {
        session = "w" + ++pages;
        assertInstanceOf(Connection.Ok.class, gateway.request(page("org.weft.window", files(style, body, script + SAY_SHOWN), 300, 200)));
        assertEquals("shown", gateway.nextForward(session));
        return compositor.window(session);
    }

    @Test
    void a_page_is_on_the_screen_when_it_is_said_to_be_open() throws Exception {
        var window = open("body{background:#f00}", "", "");
        assertEquals(List.of("org.weft.window", "application", 300, 200),
                List.of(window.get("app_id"), window.get("role"), CompositorProcess.number(window, "width"), CompositorProcess.number(window, "height")));
        compositor.awaitScreen(s -> CompositorProcess.pixel(s, window, 1, 1) == RED && CompositorProcess.pixel(s, window, 298, 150) == RED, "not red");
    }

    @Test
    void a_click_reaches_the_page_where_it_was_made() throws Exception {
        var window = open("button{position:absolute;left:100px;top:50px;width:80px;height:40px}", "<button>b</button>", """
                document.querySelector('button').onclick = e => weft.send([e.clientX, e.clientY, e.isTrusted, e.detail]);
                """);
        compositor.click(window, 120, 70);
        assertEquals(List.of(120L, 70L, true, 1L), gateway.nextForward(session));
    }

    @Test
    void the_pointer_looks_as_the_page_wants_it_also_when_it_comes_back() throws Exception {
        int ink = 0x1D2526;
        var window = open("body{background:#fff} div{width:150px;height:200px;cursor:text} p{position:absolute;left:150px;top:0;margin:0;width:150px;height:200px;cursor:crosshair}", "<div></div><p></p>", "");
        int x = CompositorProcess.number(window, "x"), y = CompositorProcess.number(window, "y");
        compositor.ask("POINTER_MOVE", Map.of("x", x + 50, "y", y + 50));
        compositor.awaitScreen(s -> CompositorProcess.pixel(s, window, 50, 56) == ink && CompositorProcess.pixel(s, window, 56, 50) != ink, "no beam");
        compositor.ask("POINTER_MOVE", Map.of("x", x + 200, "y", y + 50));
        compositor.awaitScreen(s -> CompositorProcess.pixel(s, window, 200, 56) == ink && CompositorProcess.pixel(s, window, 206, 50) == ink, "no cross");
        compositor.ask("POINTER_MOVE", Map.of("x", 1, "y", 1));
        compositor.ask("POINTER_MOVE", Map.of("x", x + 200, "y", y + 50));
        compositor.awaitScreen(s -> CompositorProcess.pixel(s, window, 200, 56) == ink && CompositorProcess.pixel(s, window, 206, 50) == ink, "no cross when it is back");
    }

    @Test
    void typed_text_arrives_with_umlauts_and_emoji() throws Exception {
        var window = open("", "<input id=i>", """
                i.oninput = () => { if (i.value.endsWith('.')) weft.send(i.value); };
                i.onfocus = () => weft.send('focused');
                """);
        compositor.click(window, 20, 10);
        assertEquals("focused", gateway.nextForward(session));
        compositor.type("Grüße €, ÄÖ 😀 ok.");
        assertEquals("Grüße €, ÄÖ 😀 ok.", gateway.nextForward(session));
    }

    private static final int CONTROL = 29, SHIFT = 42, A = 30, C = 46, V = 47, X = 45, INSERT = 110, HOME = 102, RIGHT = 106;

    private void with(int modifier, int... keys) {
        compositor.ask("KEY", Map.of("code", modifier, "pressed", true));
        for (int key : keys) compositor.key(key);
        compositor.ask("KEY", Map.of("code", modifier, "pressed", false));
    }

    private Process program(String... command) throws Exception {
        var builder = new ProcessBuilder(command);
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        builder.environment().put("WAYLAND_DISPLAY", "wayland");
        return builder.start();
    }

    /** What another program finds on the session's clipboard, once it is that. */
    private void awaitClipboard(String wanted) throws Exception {
        awaitSelection(wanted);
    }

    private void awaitSelection(String wanted, String... options) throws Exception {
        for (String found = ""; !found.equals(wanted); ) {
            var paste = program(Stream.concat(Stream.of("wl-paste", "--no-newline"), Stream.of(options)).toArray(String[]::new));
            found = new String(paste.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            paste.waitFor();
        }
    }

    @Test
    void what_is_copied_and_cut_in_a_page_with_the_keys_is_on_the_sessions_clipboard() throws Exception {
        var window = open("", "<input id=i value='warp & weft ✓'>", "i.onfocus = () => weft.send('focused'); i.oninput = () => weft.send(['now', i.value]);");
        compositor.click(window, 20, 10);
        assertEquals("focused", gateway.nextForward(session));
        with(CONTROL, A, C);
        awaitClipboard("warp & weft ✓");
        compositor.type("other");
        for (int i = 0; i < 5; i++) gateway.nextForward(session);
        with(CONTROL, A, X);
        assertEquals(List.of("now", ""), gateway.nextForward(session));
        awaitClipboard("other");
    }

    @Test
    void what_another_program_copied_is_inserted_with_the_keys_and_a_page_may_take_it_otherwise() throws Exception {
        var copy = program("wl-copy", "--foreground", "from outside");
        try {
            awaitClipboard("from outside");
            var window = open("", "<input id=i>", """
                    i.onfocus = () => weft.send('focused');
                    i.oninput = () => weft.send(i.value);
                    i.onpaste = e => { if (i.value) { e.preventDefault(); weft.send('taken ' + e.clipboardData.getData('text/plain')); } };
                    """);
            compositor.click(window, 20, 10);
            assertEquals("focused", gateway.nextForward(session));
            with(CONTROL, V);
            assertEquals("from outside", gateway.nextForward(session));
            with(SHIFT, INSERT);
            assertEquals("taken from outside", gateway.nextForward(session));
        } finally {
            copy.destroy();
            copy.waitFor();
        }
    }

    private void middle() {
        compositor.ask("POINTER_BUTTON", Map.of("button", "middle", "pressed", true));
        compositor.ask("POINTER_BUTTON", Map.of("button", "middle", "pressed", false));
    }

    @Test
    void what_is_selected_in_a_page_by_pointer_or_keys_is_the_sessions_primary_selection() throws Exception {
        var window = open("", "<input id=i value='warp & weft'>", "i.onfocus = () => weft.send('focused');");
        compositor.click(window, 20, 10);
        assertEquals("focused", gateway.nextForward(session));
        compositor.key(HOME);
        with(SHIFT, RIGHT);
        awaitSelection("w", "--primary");
        compositor.ask("POINTER_MOVE", Map.of("x", CompositorProcess.number(window, "x") + 140, "y", CompositorProcess.number(window, "y") + 10));
        compositor.ask("POINTER_BUTTON", Map.of("button", "left", "pressed", true));
        compositor.ask("POINTER_MOVE", Map.of("x", CompositorProcess.number(window, "x") + 3, "y", CompositorProcess.number(window, "y") + 10));
        compositor.ask("POINTER_BUTTON", Map.of("button", "left", "pressed", false));
        awaitSelection("warp & weft", "--primary");
    }

    @Test
    void the_middle_button_inserts_what_another_program_has_selected_and_once_a_press_only() throws Exception {
        var selected = program("wl-copy", "--foreground", "--primary", "from outside");
        try {
            awaitSelection("from outside", "--primary");
            var window = open("", "<input id=i>", """
                    i.oninput = () => { i.oninput = null; weft.send(i.value); };
                    addEventListener('keydown', async () => weft.send([await weft.request('INSERT').catch(e => e.code), await weft.request('SELECTED', {text: 'mine'}).catch(e => e.code)]));
                    """);
            compositor.ask("POINTER_MOVE", Map.of("x", CompositorProcess.number(window, "x") + 20, "y", CompositorProcess.number(window, "y") + 10));
            middle();
            assertEquals("from outside", gateway.nextForward(session));
            compositor.key(A);
            assertEquals(List.of("DENIED", "DENIED"), gateway.nextForward(session));
        } finally {
            selected.destroy();
            selected.waitFor();
        }
    }

    @Test
    void a_page_cannot_copy_or_insert_without_the_users_keys_and_once_a_press_only() throws Exception {
        var window = open("", "<input id=i>", """
                const ask = message => new Promise(done => cefQuery({request: JSON.stringify(message), onSuccess: () => done('given'), onFailure: (n, text) => done(JSON.parse(text).code)}));
                i.onfocus = async () => weft.send([await ask({type: 'COPIED', body: {text: 'mine'}}), await ask({type: 'PASTE'})]);
                i.onkeydown = async e => {
                  if (e.keyCode !== 86) return;
                  e.preventDefault();
                  weft.send([await ask({type: 'COPIED', body: {text: 'mine'}}), await ask({type: 'PASTE'}), await ask({type: 'PASTE'})]);
                };
                """);
        compositor.click(window, 20, 10);
        assertEquals(List.of("DENIED", "DENIED"), gateway.nextForward(session));
        with(CONTROL, V);
        assertEquals(List.of("DENIED", "given", "DENIED"), gateway.nextForward(session));
    }

    @Test
    void keys_have_their_place_and_their_meaning() throws Exception {
        var window = open("", "<input id=i>", """
                i.onfocus = () => weft.send('focused');
                i.onkeydown = e => weft.send([e.code, e.key, e.keyCode, e.ctrlKey]);
                """);
        compositor.click(window, 20, 10);
        assertEquals("focused", gateway.nextForward(session));
        compositor.key(44);
        assertEquals(List.of("KeyZ", "y", 89L, false), gateway.nextForward(session));
        compositor.key(102);
        assertEquals(List.of("Home", "Home", 36L, false), gateway.nextForward(session));
        compositor.key(28);
        assertEquals(List.of("Enter", "Enter", 13L, false), gateway.nextForward(session));
        compositor.key(63);
        assertEquals(List.of("F5", "F5", 116L, false), gateway.nextForward(session));
        compositor.ask("KEY", Map.of("code", 29, "pressed", true));
        gateway.nextForward(session);
        compositor.key(30);
        assertEquals(List.of("KeyA", "a", 65L, true), gateway.nextForward(session));
        compositor.ask("KEY", Map.of("code", 29, "pressed", false));
    }

    @Test
    void a_held_key_repeats_until_it_is_released() throws Exception {
        var window = open("", "<input id=i>", """
                i.onfocus = () => weft.send('focused');
                i.onkeydown = e => weft.send(e.repeat);
                i.onkeyup = () => weft.send('up');
                """);
        compositor.click(window, 20, 10);
        assertEquals("focused", gateway.nextForward(session));
        compositor.ask("KEY", Map.of("code", 30, "pressed", true));
        assertEquals(false, gateway.nextForward(session));
        assertEquals(true, gateway.nextForward(session));
        assertEquals(true, gateway.nextForward(session));
        compositor.ask("KEY", Map.of("code", 30, "pressed", false));
        Object next;
        do next = gateway.nextForward(session); while (next.equals(true));
        assertEquals("up", next);
    }

    @Test
    void the_wheel_scrolls_the_page() throws Exception {
        var window = open("div{height:3000px}", "<div></div>", "onscroll = () => { if (scrollY > 0) weft.send('scrolled'); }");
        compositor.ask("POINTER_MOVE", Map.of("x", CompositorProcess.number(window, "x") + 50, "y", CompositorProcess.number(window, "y") + 50));
        compositor.ask("POINTER_AXIS", Map.of("dx", 0, "dy", 30));
        assertEquals("scrolled", gateway.nextForward(session));
    }

    @Test
    void a_drop_down_is_part_of_the_picture() throws Exception {
        var window = open("body{background:#f00}select{width:200px;height:30px;border:0;background:#f00;color:#f00}option{background:#00f;color:#00f;font-size:30px}",
                "<select><option>a<option>b<option>c</select>", "");
        compositor.click(window, 100, 15);
        compositor.awaitScreen(s -> CompositorProcess.pixel(s, window, 150, 90) == BLUE, "no drop-down");
        compositor.key(1);
        compositor.awaitScreen(s -> CompositorProcess.pixel(s, window, 150, 90) == RED, "the drop-down stays");
    }

    @Test
    void a_change_is_seen_and_so_is_a_page_whose_renderer_was_killed() throws Exception {
        var window = open("body{background:#f00}.on{background:#00f}", "", """
                weft.onMessage(() => document.body.classList.toggle('on'));
                """);
        gateway.sendTo(session, new AppMessage.IpcMessage(1));
        compositor.awaitScreen(s -> CompositorProcess.pixel(s, window, 150, 100) == BLUE, "not blue");
        int id = CompositorProcess.number(window, "id");
        Renderers.newest(engine).destroyForcibly();
        gateway.next("PAGE_CRASHED");
        assertEquals("shown", gateway.nextForward(session));
        compositor.awaitScreen(s -> CompositorProcess.pixel(s, window, 150, 100) == RED, "not red again");
        assertEquals(id, CompositorProcess.number(compositor.window(session), "id"));
    }

    @Test
    void when_the_compositor_comes_back_so_do_the_windows() throws Exception {
        open("body{background:#0f0}", "<input id=i autofocus>", "i.oninput = () => weft.send(i.value);");
        compositor.restart();
        var window = compositor.window(session);
        compositor.awaitScreen(s -> CompositorProcess.pixel(s, window, 150, 150) == GREEN, "not green");
        compositor.click(window, 20, 10);
        compositor.type("x");
        assertEquals("x", gateway.nextForward(session));
    }

    @Test
    void the_user_closes_a_window_and_its_page_is_gone() throws Exception {
        var window = open("", "", "");
        compositor.ask("CLOSE_WINDOW", Map.of("id", window.get("id")));
        var closed = (Pages.PageClosed) gateway.next("PAGE_CLOSED").message();
        assertEquals(new SessionId(session), closed.session());
        var open = assertInstanceOf(Pages.PagesOpen.class, gateway.request(new Pages.QueryPages()));
        assertTrue(!open.sessions().contains(closed.session()));
    }

    @Test
    void the_system_ui_shows_its_slots_alone_and_hears_clicks_in_page_coordinates() throws Exception {
        session = "system";
        var root = files("body{background:transparent}#a{position:absolute;left:0;bottom:0;width:100%;height:44px;background:#f00}#b{position:absolute;left:300px;top:200px;width:100px;height:80px;background:#00f}#c{position:absolute;left:0;top:0;width:50px;height:50px;background:#0f0}",
                "<div id=a></div><div id=b></div><div id=c></div>", """
                const slot = (name, role, id) => { const r = document.getElementById(id).getBoundingClientRect(); return {name, role, x: r.x, y: r.y, width: r.width, height: r.height}; };
                weft.slots([slot('panel', 'panel', 'a'), slot('menu', 'overlay', 'b')]);
                document.getElementById('b').onclick = e => { weft.send([e.clientX, e.clientY]); weft.slots([slot('panel', 'panel', 'a')]); };
                """);
        gateway.request(page("org.weft.shell", root, 800, 600));
        var panel = compositor.window("panel");
        var menu = compositor.window("menu");
        assertEquals(List.of(0, 556, 800, 44), List.of(CompositorProcess.number(panel, "x"), CompositorProcess.number(panel, "y"),
                CompositorProcess.number(panel, "width"), CompositorProcess.number(panel, "height")));
        compositor.awaitScreen(s -> CompositorProcess.pixel(s, panel, 400, 20) == RED && CompositorProcess.pixel(s, menu, 50, 40) == BLUE, "slots are missing");
        assertTrue((compositor.screenshot().getRGB(20, 20) & 0xFFFFFF) != GREEN);
        compositor.click(menu, 10, 20);
        assertEquals(List.of(310L, 220L), gateway.nextForward(session));
        compositor.awaitScreen(s -> CompositorProcess.pixel(s, menu, 50, 40) != BLUE, "the menu stays");
    }

    @Test
    void a_page_is_brought_to_the_front() throws Exception {
        var first = open("body{background:#f00}", "", "");
        String below = session;
        session = "w" + ++pages;
        gateway.request(page("org.weft.second", files("", "", ""), 300, 200));
        compositor.window(session);
        gateway.request(new Pages.FocusPage(new SessionId(below)));
        int id = CompositorProcess.number(first, "id");
        compositor.awaitScreen(s -> compositor.windows().stream().anyMatch(w -> CompositorProcess.number(w, "id") == id && Boolean.TRUE.equals(w.get("focused"))), "not focused");
        gateway.request(new Pages.ClosePage(new SessionId(below)));
    }
}
