package weft.portal.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.gateway.SessionFacts;
import weft.api.message.Services.Fetch;
import weft.api.message.Services.Fetched;
import weft.api.packages.AppPackage;
import weft.api.packages.Capability;
import weft.api.packages.Packages;
import weft.portal.permission.GrantStore;
import weft.portal.permission.Ledger;
import weft.portal.permission.Questions;
import weft.portal.permission.UserPolicy;

/** Fetching for apps, against a real server on this machine that answers what it is told to. */
class FetcherTest {
    private static final AppId APP = new AppId("org.weft.reader");
    @TempDir
    Path home;
    private final List<Capability> declared = new ArrayList<>();
    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final List<Socket> held = new ArrayList<>();
    private volatile Answering answering;
    private ServerSocket server;
    private Ledger ledger;
    private Fetcher fetcher;

    /** What the server does with a connection after it has read the head of the request. */
    private interface Answering {
        void answer(String head, Socket socket) throws IOException;
    }

    @BeforeEach
    void start() throws Exception {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        var packages = new FixedPackages();
        ledger = new Ledger(new GrantStore(home.resolve("grants.json")), new UserPolicy(home.resolve("none")), new Questions(e -> {}, 0), packages, System::currentTimeMillis,
                new Ledger.Listener() {
                    @Override
                    public void changed(AppId app) {}

                    @Override
                    public void revoked(AppId app, String capability) {
                        fetcher.revoke(app, capability, WeftException.denied(capability, "this was revoked"));
                    }
                });
        fetcher = new Fetcher(packages, ledger, this::lookUp, (SSLSocketFactory) SSLSocketFactory.getDefault(), 20_000);
    }

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        return InetAddress.getAllByName(names.getOrDefault(host, host));
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                held.add(socket);
                Thread.ofVirtual().start(() -> {
                    try {
                        String head = head(socket.getInputStream());
                        heard.add(head);
                        answering.answer(head, socket);
                    } catch (IOException e) {
                        // The other side had enough.
                    }
                });
            } catch (IOException e) {
                return;
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        for (int c; head.indexOf("\r\n\r\n") < 0 && (c = in.read()) >= 0; ) head.append((char) c);
        return head.toString();
    }

    @AfterEach
    void stop() throws Exception {
        fetcher.close();
        server.close();
        for (Socket s : List.copyOf(held)) s.close();
    }

    private void granted(String pattern) {
        declared.add(new Capability("net:fetch:" + pattern, "why"));
        ledger.grant(APP, "net:fetch:" + pattern, Optional.empty());
    }

    private void says(String answer) {
        answering = (head, socket) -> {
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            socket.close();
        };
    }

    private String here() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private Fetched fetch(String url) {
        return fetch(new Fetch(url, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private Fetched fetch(Fetch request) {
        return fetcher.fetch(session(), request);
    }

    private static SessionFacts session() {
        return new SessionFacts(new SessionId("reader-1"), APP, "Reader", SessionState.Running, Optional.empty(), List.of(), 0, Map.of(), 0, Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty());
    }

    private WeftException refused(String url) {
        return assertThrows(WeftException.class, () -> fetch(url), url);
    }

    @Test
    void what_is_granted_is_fetched_with_status_headers_and_body() throws Exception {
        granted(here());
        says("HTTP/1.1 404 Not Here\r\nContent-Type: text/plain\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 5\r\n\r\nabsent and more");
        var answer = fetch(new Fetch("http://" + here() + "/a%20b?q=1#part", Optional.of("POST"), Optional.of(Map.of("Accept", "text/plain")), Optional.of("body".getBytes())));
        assertEquals(404, answer.status());
        assertEquals("1, 2", answer.headers().get("x-a"));
        assertArrayEquals("absen".getBytes(), answer.body());
        String head = heard.poll(10, TimeUnit.SECONDS);
        assertTrue(head.startsWith("POST /a%20b?q=1 HTTP/1.1\r\nhost: " + here() + "\r\n"), head);
        assertTrue(head.contains("content-length: 4\r\n") && head.contains("accept: text/plain\r\n"), head);
    }

    @Test
    void chunks_and_an_answer_without_a_length_are_whole() {
        granted(here());
        says("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n1\r\n!\r\n0\r\nTrailer: x\r\n\r\n");
        assertEquals("hello!", new String(fetch("http://" + here()).body()));
        says("HTTP/1.0 200 OK\r\n\r\nall of it");
        assertEquals("all of it", new String(fetch("http://" + here()).body()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://elsewhere.test/", "http://127.0.0.1:1/", "http://127.0.0.1.evil.test/", "https://127.0.0.1/", "http://localhost/"})
    void another_host_or_port_is_denied_and_named(String url) {
        granted(here());
        assertTrue(refused(url).capability().orElseThrow().startsWith("net:fetch:"));
        assertTrue(heard.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://127.0.0.1/", "http://user@127.0.0.1/", "http://127.1/", "http://[::1]/", "//x", "", "http://", "http://a b/", "http://x:0/", "jar:http://x!/"})
    void what_is_no_address_of_the_web_is_refused(String url) {
        granted("*");
        assertEquals(ErrorCode.INVALID, refused(url).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "198.18.0.1", "224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fd00::1",
            "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::"})
    void a_name_that_means_a_private_address_is_not_connected_to(String address) {
        granted("*");
        granted("inside.test");
        names.put("inside.test", address);
        assertEquals(ErrorCode.DENIED, refused("http://inside.test/").code());
        assertEquals(ErrorCode.DENIED, refused("http://2130706433/").code());
        assertTrue(heard.isEmpty());
    }

    @Test
    void a_public_address_is_public() throws Exception {
        for (String a : List.of("93.184.215.14", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c")) assertTrue(Addresses.isPublic(InetAddress.getByName(a)), a);
    }

    @Test
    void a_name_is_looked_up_once_so_that_its_second_meaning_gains_nothing() throws Exception {
        var asked = new java.util.concurrent.atomic.AtomicInteger();
        Addresses.Lookup rebinding = host -> InetAddress.getAllByName(asked.getAndIncrement() == 0 ? "198.51.99.1" : "127.0.0.1");
        assertEquals("198.51.99.1", Addresses.choose(rebinding, "evil.test", false).orElseThrow().getHostAddress());
        assertEquals(1, asked.get());
        assertTrue(Addresses.choose(rebinding, "evil.test", false).isEmpty());
    }

    @Test
    void a_redirect_stays_within_what_was_granted() throws Exception {
        granted(here());
        answering = (head, socket) -> {
            String answer = head.startsWith("GET /first") ? "HTTP/1.1 302 Found\r\nLocation: second\r\nContent-Length: 0\r\n\r\n" : "HTTP/1.1 200 OK\r\n\r\nthere";
            socket.getOutputStream().write(answer.getBytes());
            socket.close();
        };
        var answer = fetch("http://" + here() + "/first");
        assertEquals("there", new String(answer.body()));
        assertEquals("http://" + here() + "/second", answer.url());
        heard.clear();
        for (String out : List.of("http://elsewhere.test/", "http://127.0.0.1:1/", "file:///etc/passwd", "http://127.0.0.1")) {
            says("HTTP/1.1 307 Away\r\nLocation: " + out + "\r\nContent-Length: 0\r\n\r\n");
            assertTrue(List.of(ErrorCode.DENIED, ErrorCode.INVALID).contains(refused("http://" + here()).code()), out);
        }
    }

    @Test
    void a_redirect_to_what_is_declared_and_not_granted_asks_nothing_and_is_denied() {
        granted(here());
        declared.add(new Capability("net:fetch:other.test", "why"));
        says("HTTP/1.1 301 Away\r\nLocation: http://other.test/\r\nContent-Length: 0\r\n\r\n");
        assertEquals(Optional.of("net:fetch:other.test"), refused("http://" + here()).capability());
    }

    @Test
    void redirects_without_end_are_cut_and_secrets_do_not_go_to_another_host() {
        granted(here());
        says("HTTP/1.1 302 Round\r\nLocation: /\r\nContent-Length: 0\r\n\r\n");
        assertEquals(ErrorCode.UNAVAILABLE, refused("http://" + here()).code());
        granted("localhost:" + server.getLocalPort());
        heard.clear();
        answering = (head, socket) -> {
            String answer = head.contains("host: localhost") ? "HTTP/1.1 200 OK\r\n\r\n" : "HTTP/1.1 307 Away\r\nLocation: http://localhost:" + server.getLocalPort() + "/\r\nContent-Length: 0\r\n\r\n";
            socket.getOutputStream().write(answer.getBytes());
            socket.close();
        };
        fetch(new Fetch("http://" + here(), Optional.empty(), Optional.of(Map.of("Authorization", "secret", "X-Kind", "kept")), Optional.empty()));
        assertTrue(heard.poll().contains("authorization: secret"));
        String second = heard.poll();
        assertFalse(second.contains("secret"), second);
        assertTrue(second.contains("x-kind: kept"), second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nContent-Length: 2097153\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n"})
    void an_answer_that_is_too_large_is_refused_before_it_is_read(String answer) {
        granted(here());
        says(answer);
        assertEquals(ErrorCode.TOO_LARGE, refused("http://" + here()).code());
    }

    @Test
    void an_answer_or_a_head_without_end_is_cut_off() {
        granted(here());
        for (String beginning : List.of("HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nX: ")) {
            answering = (head, socket) -> {
                socket.getOutputStream().write(beginning.getBytes());
                while (true) socket.getOutputStream().write(new byte[1 << 16]);
            };
            assertEquals(ErrorCode.TOO_LARGE, refused("http://" + here()).code());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "HTTP/1.1 101 Switch\r\n\r\n", "HTTP/1.1 200 OK\r\n: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", ""})
    void an_answer_that_is_no_http_is_told_in_a_sentence(String answer) {
        granted(here());
        says(answer);
        assertEquals(ErrorCode.UNAVAILABLE, refused("http://" + here()).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "Content-Length", "Connection", "Transfer-Encoding", "Proxy-Authorization", "Bad Name", "X\r\nY"})
    void headers_that_are_ours_or_no_headers_are_refused(String name) {
        granted(here());
        var request = new Fetch("http://" + here(), Optional.empty(), Optional.of(Map.of(name, "x")), Optional.empty());
        assertEquals(ErrorCode.INVALID, assertThrows(WeftException.class, () -> fetch(request)).code());
        var split = new Fetch("http://" + here(), Optional.empty(), Optional.of(Map.of("X", "a\r\nHost: b")), Optional.empty());
        assertEquals(ErrorCode.INVALID, assertThrows(WeftException.class, () -> fetch(split)).code());
    }

    private CompletableFuture<WeftException> waiting() throws Exception {
        var arrived = new CompletableFuture<Void>();
        answering = (head, socket) -> arrived.complete(null);
        var refused = CompletableFuture.supplyAsync(() -> refused("http://" + here()), Thread::startVirtualThread);
        arrived.get(20, TimeUnit.SECONDS);
        return refused;
    }

    @Test
    void a_fetch_under_way_ends_when_its_grant_is_revoked() throws Exception {
        granted(here());
        var refused = waiting();
        ledger.revoke(APP, "net:fetch:" + here(), false);
        assertEquals("this was revoked", refused.get(20, TimeUnit.SECONDS).getMessage());
    }

    @Test
    void an_answer_that_never_comes_is_a_time_out() throws Exception {
        granted(here());
        fetcher = new Fetcher(new FixedPackages(), ledger, this::lookUp, (SSLSocketFactory) SSLSocketFactory.getDefault(), 50);
        answering = (head, socket) -> {};
        assertEquals(ErrorCode.TIMEOUT, refused("http://" + here()).code());
    }

    @Test
    void a_session_fetches_a_few_things_at_once_and_no_more() throws Exception {
        granted(here());
        var waiting = new ArrayList<CompletableFuture<WeftException>>();
        for (int i = 0; i < 6; i++) waiting.add(waiting());
        assertEquals(ErrorCode.UNAVAILABLE, refused("http://" + here()).code());
        fetcher.close();
        for (var w : waiting) assertEquals(ErrorCode.UNAVAILABLE, w.get(20, TimeUnit.SECONDS).code());
    }

    @Test
    void patterns_mean_what_they_say() {
        assertTrue(fits("example.org", "https://EXAMPLE.org/x") && fits("example.org", "http://example.org:80/"));
        assertFalse(fits("example.org", "https://a.example.org/") || fits("example.org", "https://example.org:8443/") || fits("example.org", "https://badexample.org/"));
        assertTrue(fits("*.example.org", "https://a.b.example.org/") && fits("*.example.org:8443", "https://a.example.org:8443/"));
        assertFalse(fits("*.example.org", "https://example.org/") || fits("*.example.org", "https://evilexample.org/"));
        assertTrue(fits("*", "https://anything.test/"));
        assertTrue(HostPattern.of(new Capability("net:fetch:ex*mple.org", "")).isEmpty() && HostPattern.of(new Capability("sys:notifications", "")).isEmpty());
    }

    private static boolean fits(String pattern, String url) {
        return HostPattern.of(new Capability("net:fetch:" + pattern, "")).orElseThrow().fits(Target.of(url));
    }

    private final class FixedPackages implements Packages {
        @Override
        public List<AppPackage> installed() {
            return List.of(find(APP));
        }

        @Override
        public List<String> problems() {
            return List.of();
        }

        @Override
        public AppPackage find(AppId id) {
            return new AppPackage(id, "Reader", "1.0.0", "", home, Optional.empty(), "", List.copyOf(declared), 1, Optional.empty(), Optional.empty());
        }

        @Override
        public AppPackage find(AppId id, Optional<String> revision) {
            return find(id);
        }

        @Override
        public AppPackage verified(AppId id) {
            return find(id);
        }
    }
}
