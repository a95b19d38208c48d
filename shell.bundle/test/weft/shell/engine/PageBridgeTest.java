package weft.shell.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.message.AppMessage;
import weft.api.message.Connection;
import weft.api.message.Pages;
import weft.codec.Envelope;
import weft.os.Fd;
import weft.os.UnixSocket;

/** Pages and the gateway, through one real engine in its sandbox; no compositor is needed to talk. */
@Timeout(60)
class PageBridgeTest {
    private static Path folder;
    private static TestGateway gateway;
    private static Fd wayland;
    private static EngineProcess engine;
    private static int pages;

    @BeforeAll
    static void start() throws Exception {
        folder = Files.createTempDirectory("weft-");
        gateway = new TestGateway(folder.resolve("gateway"));
        wayland = UnixSocket.listen(folder.resolve("wayland"), 4);
        Files.createDirectories(folder.resolve("pages"));
        engine = new EngineProcess(folder, folder.resolve("gateway"), folder.resolve("wayland"), folder.resolve("pages"));
        gateway.accept();
    }

    @AfterAll
    static void stop() throws Exception {
        engine.close();
        gateway.close();
        wayland.close();
        System.out.print(engine.log());
        TestFolders.delete(folder);
    }

    /** Opens a page of one script, in the next session; returns the session. */
    private static String open(String appId, String script) throws Exception {
        String session = "s" + ++pages;
        Path root = Files.createDirectories(folder.resolve("pages/" + session));
        Files.writeString(root.resolve("index.html"), "<!doctype html><meta charset=utf-8><title>t</title><script src=/weft.js></script><script src=page.js></script>");
        Files.writeString(root.resolve("page.js"), script);
        gateway.ask(openPage(session, appId, root));
        return session;
    }

    private static Pages.OpenPage openPage(String session, String appId, Path root) {
        return new Pages.OpenPage(new SessionId(session), new AppId(appId), "A page", root.toString(), "index.html", 300, 200, List.of());
    }

    @Test
    void text_beyond_ascii_arrives_whole_both_ways() throws Exception {
        String session = open("org.weft.text", "weft.onMessage(m => weft.send({back: m.text})); weft.send({ready: 'Grüße 日本 😀'});");
        assertEquals(Map.of("ready", "Grüße 日本 😀"), gateway.nextForward(session));
        gateway.sendTo(session, new AppMessage.IpcMessage(Map.of("text", "a\"\\\u2028\n</script>😀")));
        assertEquals(Map.of("back", "a\"\\\u2028\n</script>😀"), gateway.nextForward(session));
    }

    @Test
    void a_page_is_told_what_came_while_it_loaded() throws Exception {
        String session = open("org.weft.early", "weft.onMessage(m => weft.send(m))");
        gateway.sendTo(session, new AppMessage.IpcMessage("early"));
        assertEquals("early", gateway.nextForward(session));
    }

    @Test
    void an_error_reaches_the_page_that_asked_with_its_code_and_capability() throws Exception {
        String session = open("org.weft.denied", "weft.request('QUERY_INSTALLED_APPS').catch(e => weft.send([e.code, e.message, e.capability]))");
        var asked = gateway.next("QUERY_INSTALLED_APPS");
        assertEquals(Optional.of(new SessionId(session)), asked.session());
        gateway.send(Envelope.failure(asked.id(), WeftException.denied("app:list", "No.")));
        assertEquals(List.of("DENIED", "No.", "app:list"), gateway.nextForward(session));
    }

    @Test
    void a_page_cannot_name_another_session() throws Exception {
        String session = open("org.weft.thief", """
                weft.request('IPC_FORWARD', {data: 'mine', session: 'system'});
                cefQuery({request: JSON.stringify({type: 'IPC_FORWARD', session: 'system', body: {data: 'theirs'}}), onSuccess() {}, onFailure() {}});
                """);
        for (int i = 0; i < 2; i++) {
            var envelope = gateway.next("IPC_FORWARD");
            assertEquals(Optional.of(new SessionId(session)), envelope.session());
            gateway.send(Envelope.reply(envelope.id(), new Connection.Ok()));
        }
    }

    @Test
    void what_only_the_engine_says_a_page_cannot() throws Exception {
        String session = open("org.weft.liar", """
                const codes = [];
                const ask = type => weft.request(type, {}).catch(e => codes.push(type + ' ' + e.code));
                Promise.all([ask('PAGE_CLOSED'), ask('PAGE_CRASHED'), weft.slots([]).catch(e => codes.push('slots ' + e.code))]).then(() => weft.send(codes));
                """);
        assertEquals(List.of("PAGE_CLOSED DENIED", "PAGE_CRASHED DENIED", "slots DENIED"), gateway.nextForward(session));
    }

    @Test
    void a_page_reaches_its_own_files_and_nothing_else() throws Exception {
        Files.writeString(folder.resolve("pages/outside.txt"), "outside");
        open("org.weft.other", "");
        String session = open("org.weft.curious", """
                const get = url => fetch(url).then(r => r.status, () => 'blocked');
                (async () => {
                  const out = [];
                  for (const url of ['/page.js', '/absent', '/..%2foutside.txt', '/%2e%2e/outside.txt', 'weft-app://org.weft.other/page.js',
                      'http://127.0.0.1:1/', 'https://example.org/', 'file:///etc/passwd'])
                    out.push(await get(url));
                  weft.send(out);
                })();
                """);
        assertEquals(List.of(200L, 404L, 404L, 404L, "blocked", "blocked", "blocked", "blocked"), gateway.nextForward(session));
    }

    @Test
    void inline_script_and_eval_are_refused() throws Exception {
        String session = open("org.weft.strict", """
                const s = document.createElement('script'); s.textContent = 'window.inline = true'; document.head.append(s);
                let evaluated = true; try { eval('1'); } catch { evaluated = false; }
                weft.send([window.inline === true, evaluated]);
                """);
        assertEquals(List.of(false, false), gateway.nextForward(session));
    }

    @Test
    void a_page_that_tries_to_leave_stays_and_loses_no_answer() throws Exception {
        String session = open("org.weft.runaway", """
                (async () => {
                  const opened = window.open('https://example.org/');
                  for (const url of ['data:text/html,gone', 'weft-app://org.weft.text/index.html', 'https://example.org/', 'file:///etc/passwd']) {
                    location.href = url;
                    await weft.send('still here');
                  }
                  weft.send([opened === null, location.origin]);
                })();
                """);
        for (int i = 0; i < 4; i++) assertEquals("still here", gateway.nextForward(session));
        assertEquals(List.of(true, "weft-app://org.weft.runaway"), gateway.nextForward(session));
    }

    @Test
    void a_page_without_the_bridge_s_script_stays_too() throws Exception {
        String session = open("org.weft.bare", "");
        Path root = folder.resolve("pages/" + session);
        gateway.request(new Pages.ClosePage(new SessionId(session)));
        Files.writeString(root.resolve("index.html"), "<!doctype html><script src=page.js></script>");
        Files.writeString(root.resolve("page.js"), """
                const say = (type, body) => cefQuery({request: JSON.stringify({type, body}), onSuccess() {}, onFailure() {}});
                window.weftDeliver = (type, body) => { if (type === 'IPC_MESSAGE') say('IPC_FORWARD', {data: location.origin}); };
                location.href = 'https://example.org/';
                say('HELLO');
                say('IPC_FORWARD', {data: 'tried'});
                """);
        gateway.ask(openPage(session, "org.weft.bare", root));
        assertEquals("tried", gateway.nextForward(session));
        for (int i = 0; i < 3; i++) {
            gateway.sendTo(session, new AppMessage.IpcMessage(i));
            assertEquals("weft-app://org.weft.bare", gateway.nextForward(session));
        }
    }

    @Test
    void what_a_page_keeps_is_its_app_s_alone() throws Exception {
        String script = "weft.send([localStorage.getItem('k'), isSecureContext]); localStorage.setItem('k', location.host);";
        String one = open("org.weft.one", script);
        assertEquals(java.util.Arrays.asList(null, true), gateway.nextForward(one));
        String two = open("org.weft.two", script);
        assertEquals(java.util.Arrays.asList(null, true), gateway.nextForward(two));
        gateway.request(new Pages.ClosePage(new SessionId(one)));
        String again = open("org.weft.one", script);
        assertEquals(List.of("org.weft.one", true), gateway.nextForward(again));
    }

    @Test
    void a_page_without_files_is_refused_with_a_sentence() throws Exception {
        Path root = Files.createDirectories(folder.resolve("pages/empty"));
        var e = assertThrows(WeftException.class, () -> gateway.request(openPage("nothing", "org.weft.nothing", root)));
        assertEquals(ErrorCode.NOT_FOUND, e.code());
        assertTrue(e.getMessage().contains("index.html"), e.getMessage());
    }

    @Test
    void an_event_for_no_page_is_answered_with_an_error() throws Exception {
        assertEquals(ErrorCode.NOT_FOUND, assertThrows(WeftException.class, () -> gateway.request(new Pages.ClosePage(new SessionId("nobody")))).code());
    }

    @Test
    void open_pages_are_listed() throws Exception {
        String session = open("org.weft.listed", "weft.send(1)");
        gateway.nextForward(session);
        var open = assertInstanceOf(Pages.PagesOpen.class, gateway.request(new Pages.QueryPages()));
        assertTrue(open.sessions().contains(new SessionId(session)));
    }

    @Test
    void a_killed_renderer_is_told_and_its_page_comes_back() throws Exception {
        String session = open("org.weft.killed", "weft.send('here')");
        gateway.nextForward(session);
        Renderers.newest(engine).destroyForcibly();
        var crashed = gateway.next("PAGE_CRASHED");
        assertEquals(new SessionId(session), ((Pages.PageCrashed) crashed.message()).session());
        assertEquals("here", gateway.nextForward(session));
    }

    @Test
    void renderers_are_sandboxed_and_the_engine_has_no_network() throws Exception {
        String session = open("org.weft.sandboxed", "weft.send(1)");
        gateway.nextForward(session);
        String status = Files.readString(Path.of("/proc/" + Renderers.newest(engine).pid() + "/status"));
        assertTrue(status.contains("NoNewPrivs:\t1") && status.contains("Seccomp:\t2") && status.contains("CapEff:\t0000000000000000"), status);
        assertTrue(Files.readAllLines(Path.of("/proc/" + gateway.enginePid() + "/net/dev")).stream().skip(2).allMatch(l -> l.strip().startsWith("lo:")));
        assertFalse(Files.exists(Path.of("/proc/" + gateway.enginePid() + "/root/home")));
    }

    @Test
    void pages_are_told_when_the_platform_goes_and_comes_back_and_what_they_asked_fails() throws Exception {
        String session = open("org.weft.patient", """
                weft.on('disconnected', () => weft.request('QUERY_RUNNING').catch(e => { window.failed = e.code; }));
                weft.on('connected', () => weft.send([window.failed, window.lost]));
                weft.request('QUERY_RUNNING').catch(e => { window.lost = e.code; });
                """);
        gateway.next("QUERY_RUNNING");
        gateway.nextForward(session);
        gateway.hangUp();
        gateway.accept();
        assertEquals(List.of("UNAVAILABLE", "UNAVAILABLE"), gateway.nextForward(session));
    }
}
