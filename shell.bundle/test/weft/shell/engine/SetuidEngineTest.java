package weft.shell.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.api.AppId;
import weft.api.SessionId;
import weft.api.message.Pages;
import weft.os.Fd;
import weft.os.UnixSocket;

/** The engine where there are no user namespaces: an ordinary user's, its pages held by Chromium's own setuid sandbox, which root makes. */
@Timeout(180)
class SetuidEngineTest {
    private static final int USER = 1000;
    /** The first argument is a folder that becomes the user's. */
    private static final List<String> AS_USER = List.of("/bin/sh", "-c", "chown " + USER + " \"$1\" && shift && exec /usr/bin/setpriv --reuid=" + USER + " --regid=" + USER
            + " --clear-groups --inh-caps=-all \"$@\"", "sh");
    /** What a page may try, with a port of TCP and one of UDP. */
    private static final String TRIES = """
            const tcp = '127.0.0.1:%d', udp = '127.0.0.1:%d', told = {};
            const end = p => Promise.race([p, new Promise(r => setTimeout(() => r('nothing'), 8000))]).catch(e => String(e.name || e));
            const socket = url => new Promise(r => { try { const s = new WebSocket(url); s.onopen = () => r('open'); s.onerror = () => r('error'); } catch (e) { r(e.name); } });
            const peer = url => new Promise(r => {
              try {
                const c = new RTCPeerConnection({iceServers: [{urls: url, username: 'u', credential: 'p'}]}), seen = [];
                c.onicecandidate = e => e.candidate ? seen.push(e.candidate.candidate) : r(seen.join());
                c.createDataChannel('d');
                c.createOffer().then(o => c.setLocalDescription(o)).catch(e => r(e.name));
              } catch (e) { r(e.name); }
            });
            (async () => {
              const all = {
                fetch: end(fetch('http://' + tcp + '/', {mode: 'no-cors'}).then(() => 'open')),
                named: end(fetch('http://localhost:' + tcp.split(':')[1] + '/', {mode: 'no-cors'}).then(() => 'open')),
                socket: end(socket('ws://' + tcp + '/')),
                image: end(new Promise(r => { const i = new Image(); i.onload = () => r('open'); i.onerror = () => r('error'); i.src = 'http://' + tcp + '/i.png'; })),
                stun: end(peer('stun:' + udp)), turn: end(peer('turn:' + tcp + '?transport=tcp')),
                transport: end((async () => { const t = new WebTransport('https://' + udp + '/'); await t.ready; return 'open'; })()),
              };
              for (const k in all) told[k] = await all[k];
              weft.send(told);
            })();
            """;
    private Path folder;
    private TestGateway gateway;
    private Fd wayland;
    private EngineProcess engine;

    @BeforeEach
    void start() throws Exception {
        folder = Files.createTempDirectory("weft-");
        assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0), "only root can make a program setuid root");
        gateway = new TestGateway(folder.resolve("gateway"));
        wayland = UnixSocket.listen(folder.resolve("wayland"), 4);
        Files.createDirectories(folder.resolve("pages"));
        Files.createDirectories(folder.resolve("profiles"));
        for (String own : List.of("", "gateway", "wayland", "pages", "profiles")) Files.setAttribute(folder.resolve(own), "unix:uid", USER);
        var asUser = new ArrayList<>(AS_USER);
        asUser.add(folder.resolve("engine-tmp").toString());
        engine = new EngineProcess(folder, folder.resolve("gateway"), folder.resolve("wayland"), folder.resolve("pages"), asUser, distribution(), EngineCommand.Sandbox.SETUID);
        gateway.accept();
    }

    // The built one, with the one program that root has to make what it is. Chromium looks for that beside its libraries, wherever links lead.
    private Path distribution() throws Exception {
        Path built = EngineProcess.ROOT.resolve("dist/engine"), own = Files.createDirectories(folder.resolve("engine/natives")).getParent();
        for (Path from : List.of(built, built.resolve("natives"))) {
            try (var all = Files.list(from)) {
                for (Path p : all.toList()) {
                    Path to = own.resolve(built.relativize(p).toString());
                    if (p.toString().endsWith(".so")) link(to, p);
                    else if (!Files.exists(to) && !p.endsWith("chrome-sandbox")) Files.createSymbolicLink(to, p);
                }
            }
        }
        Path program = EngineCommand.setuidProgram(own);
        Files.copy(EngineCommand.setuidProgram(built), program);
        assertEquals(0, new ProcessBuilder("/bin/chmod", "4755", program.toString()).start().waitFor());
        return own;
    }

    private static void link(Path to, Path from) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(from, to); // on another disk
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (engine != null) {
            var inside = engine.handle().descendants().toList();
            engine.close();
            // Nothing but their own sense of decency ends them.
            for (var p : inside) p.onExit().get();
            System.out.print(engine.log());
        }
        if (gateway != null) gateway.close();
        if (wayland != null) wayland.close();
        TestFolders.delete(folder);
    }

    private String open(String script) throws Exception {
        Path root = Files.createDirectories(folder.resolve("pages/one"));
        Files.writeString(root.resolve("index.html"), "<!doctype html><meta charset=utf-8><title>t</title><script src=/weft.js></script><script src=page.js></script>");
        Files.writeString(root.resolve("page.js"), script);
        gateway.ask(new Pages.OpenPage(new SessionId("one"), new AppId("org.weft.one"), "A page", root.toString(), "index.html", 300, 200, List.of()));
        return "one";
    }

    @Test
    void without_user_namespaces_pages_are_held_by_namespaces_of_chromiums_and_by_filters_of_system_calls() throws Exception {
        gateway.nextForward(open("weft.send(1)"));
        var renderer = Path.of("/proc/" + Renderers.newest(engine).pid());
        String status = Files.readString(renderer.resolve("status"));
        assertTrue(status.contains("NoNewPrivs:\t1") && status.contains("Seccomp:\t2") && status.contains("CapEff:\t0000000000000000"), status);
        assertTrue(status.lines().anyMatch(l -> l.matches("NSpid:\t\\d+\t\\d+.*")), status);
        for (String kind : List.of("ns/net", "ns/pid"))
            assertNotEquals(Files.readSymbolicLink(Path.of("/proc/self", kind)), Files.readSymbolicLink(renderer.resolve(kind)), kind);
        // A folder of a process that is gone: empty for good, and nothing leads out of it.
        assertNotEquals(Path.of("/"), Files.readSymbolicLink(renderer.resolve("root")));
        assertFalse(Files.exists(renderer.resolve("root/etc")));
    }

    @Test
    void without_a_network_namespace_pages_reach_no_network_in_any_way_that_pages_have() throws Exception {
        try (var tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress()); var udp = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            var reached = new AtomicInteger();
            listen(reached, () -> tcp.accept().close());
            listen(reached, () -> udp.receive(new DatagramPacket(new byte[2048], 2048)));
            String told = String.valueOf(gateway.nextForward(open(TRIES.formatted(tcp.getLocalPort(), udp.getLocalPort()))));
            assertTrue(told.contains("fetch") && !told.contains("open"), told);
            assertEquals(0, reached.get(), told);
            System.out.println("what a page tried: " + told);
        }
    }

    private interface Wait {
        void once() throws IOException;
    }

    private static void listen(AtomicInteger reached, Wait wait) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    wait.once();
                    reached.incrementAndGet();
                }
            } catch (IOException e) {
                // Closed at the end.
            }
        });
    }
}
