package weft.platform.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.gateway.Caller;
import weft.api.gateway.Child;
import weft.api.gateway.SessionFacts;
import weft.api.message.AppMessage.IpcForward;
import weft.api.message.Connection.Hello;
import weft.api.message.Connection.Ok;
import weft.api.message.Connection.Role;
import weft.api.message.Connection.Subscribe;
import weft.api.message.Connection.Welcome;
import weft.api.message.Files.FsStat;
import weft.api.message.Lifecycle.LaunchAck;
import weft.api.message.Lifecycle.LaunchApp;
import weft.api.message.Lifecycle.QueryAppState;
import weft.api.message.Lifecycle.QueryRunning;
import weft.api.message.Lifecycle.RunningApps;
import weft.api.message.Lifecycle.TerminateApp;
import weft.api.message.Message;
import weft.api.message.Pages.FocusPage;
import weft.api.message.Pages.Notification;
import weft.api.message.Pages.PageClosed;
import weft.codec.Envelope;
import weft.codec.Frames;
import weft.codec.Json;
import weft.os.Fd;
import weft.os.UnixSocket;

/** The gateway with real sockets and real child processes. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GatewayTest {
    private static final SessionId NOTES = new SessionId("notes-1"), OTHER = new SessionId("other-1");
    @TempDir
    Path home;
    private GatewayFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new GatewayFixture(home, 10_000, 300);
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
    }

    private static PuppetStage.Line line(Fd fd) {
        return new PuppetStage.Line(fd);
    }

    private PuppetStage.Line connect(String socket) throws IOException {
        return line(UnixSocket.connect(fixture.socket(socket)));
    }

    /** A child with its connection. */
    private record Actor(Child child, PuppetStage.Strings strings, PuppetStage.Line line) {}

    private Actor actor(Role role, String session) throws Exception {
        Child child = fixture.spawn(role, session);
        var strings = fixture.stage.next();
        var line = strings.hello(role, fixture.socket("gateway"));
        fixture.await("connected", child);
        return new Actor(child, strings, line);
    }

    private static ErrorCode refused(PuppetStage.Line line, Message request, SessionId page) {
        return assertThrows(WeftException.class, () -> line.ask(request, page).answer(), request::toString).code();
    }

    private void answers(String type, java.util.function.Function<Caller, Message> how) {
        fixture.gateway.add((caller, request) -> how.apply(caller), List.of(type), 0, type.hashCode());
    }

    private void session(SessionId session, SessionState state) {
        fixture.gateway.sessions().add(new SessionFacts(session, new AppId("org.weft.notes"), "Notes", state, Optional.empty(), List.of(), 0, Map.of(), 0,
                Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty()));
    }

    // Identity.

    @Test
    void a_child_is_known_by_its_token_and_its_process_by_the_kernel() throws Exception {
        Actor runtime = actor(Role.runtime, NOTES.value());
        assertEquals(new Welcome(Optional.of(NOTES)), runtime.line.welcome);
        assertTrue(runtime.child.connected());
        assertTrue(ProcessHandle.of(runtime.child.pid().getAsInt()).orElseThrow().info().commandLine().orElse("").contains("Puppet"));
    }

    @Test
    void an_unknown_token_is_told_so_and_cut_off() throws Exception {
        for (String token : List.of("", "0".repeat(64), "x")) {
            var line = connect("gateway");
            var e = assertThrows(WeftException.class, () -> line.ask(new Hello(Role.runtime, Optional.of(token))));
            assertEquals(ErrorCode.DENIED, e.code());
            line.awaitEnd();
        }
        var none = connect("gateway");
        assertThrows(WeftException.class, () -> none.ask(new Hello(Role.engine, Optional.empty())));
        none.awaitEnd();
    }

    @Test
    void a_token_is_good_for_its_own_role_and_socket_only() throws Exception {
        fixture.spawn(Role.runtime, NOTES.value());
        var strings = fixture.stage.next();
        for (var attempt : List.of(Map.entry("gateway", Role.engine), Map.entry("gateway", Role.portal), Map.entry("gateway", Role.cli),
                Map.entry("portal", Role.runtime), Map.entry("portal", Role.engine), Map.entry("portal", Role.cli))) {
            var line = strings.connect("try-" + attempt.getKey() + attempt.getValue(), fixture.socket(attempt.getKey()));
            assertThrows(WeftException.class, () -> line.ask(new Hello(attempt.getValue(), Optional.of(strings.token))), attempt::toString);
            line.awaitEnd();
        }
    }

    @Test
    void nothing_is_answered_before_hello() throws Exception {
        var line = connect("gateway");
        assertEquals(ErrorCode.DENIED, refused(line, new QueryRunning(), null));
        line.awaitEnd();
    }

    @Test
    void a_newer_connection_of_a_child_takes_the_place_of_the_older() throws Exception {
        Actor runtime = actor(Role.runtime, NOTES.value());
        var newer = runtime.strings.connect("newer", fixture.socket("gateway"));
        newer.ask(new Hello(Role.runtime, Optional.of(runtime.strings.token)));
        runtime.line.awaitEnd();
        runtime.child.send(Envelope.event(new Ok()));
        assertEquals("OK", newer.read().type());
    }

    @Test
    void a_child_without_a_connection_for_too_long_is_ended() throws Exception {
        fixture.close();
        fixture = new GatewayFixture(Files.createDirectory(home.resolve("quick")), 200, 300);
        Actor runtime = actor(Role.runtime, NOTES.value());
        runtime.strings.order("disconnect runtime");
        fixture.await("exited", runtime.child);
        assertEquals(Optional.of("lost its connection for 0 s"), runtime.child.exit().orElseThrow().cause());
    }

    @Test
    void a_child_that_reconnects_in_time_lives() throws Exception {
        Actor runtime = actor(Role.runtime, NOTES.value());
        runtime.strings.order("disconnect runtime");
        fixture.await("disconnected", runtime.child);
        runtime.strings.hello(Role.runtime, fixture.socket("gateway"));
        fixture.await("connected", runtime.child);
        assertTrue(runtime.child.exit().isEmpty());
    }

    // Who may ask what.

    @Test
    void a_runtime_may_only_speak_to_its_own_page() throws Exception {
        answers("LAUNCH_APP", c -> new LaunchAck(NOTES));
        answers("QUERY_RUNNING", c -> new RunningApps(List.of()));
        Actor runtime = actor(Role.runtime, NOTES.value()), engine = actor(Role.engine, null);
        for (Message m : List.of(new LaunchApp(new AppId("org.weft.notes")), new TerminateApp(OTHER), new QueryRunning(), new Subscribe(), new FsStat("/data")))
            assertEquals(ErrorCode.DENIED, refused(runtime.line, m, null), m::toString);
        assertEquals(new Ok(), runtime.line.ask(new IpcForward(Map.of("n", 1L)), OTHER).answer());
        Envelope heard = engine.line.await("IPC_MESSAGE");
        assertEquals(Optional.of(NOTES), heard.session(), "a module cannot speak as another");
        assertEquals(Map.of("data", Map.of("n", 1L)), heard.body());
    }

    @Test
    void K2_a_page_may_only_speak_to_its_own_module_and_ask_of_itself() throws Exception {
        answers("LAUNCH_APP", c -> new LaunchAck(NOTES));
        answers("TERMINATE_APP", c -> new Ok());
        answers("QUERY_APP_STATE", c -> new Ok());
        Actor engine = actor(Role.engine, null), runtime = actor(Role.runtime, NOTES.value());
        for (Message m : List.of(new LaunchApp(new AppId("org.weft.notes")), new TerminateApp(OTHER), new TerminateApp(NOTES), new QueryRunning(),
                new Subscribe(), new QueryAppState(OTHER), new FsStat("/data"), new FocusPage(OTHER), new PageClosed(OTHER)))
            assertEquals(ErrorCode.DENIED, refused(engine.line, m, NOTES), m::toString);
        assertEquals(new Ok(), engine.line.ask(new QueryAppState(NOTES), NOTES).answer());
        assertEquals(new Ok(), engine.line.ask(new IpcForward("hello"), NOTES).answer());
        assertEquals(Map.of("data", "hello"), runtime.line.await("IPC_MESSAGE").body());
        assertEquals(new LaunchAck(NOTES), engine.line.ask(new LaunchApp(new AppId("org.weft.notes")), SessionId.SYSTEM).answer());
    }

    @Test
    void a_denial_names_the_missing_capability() throws Exception {
        Actor engine = actor(Role.engine, null);
        var e = assertThrows(WeftException.class, () -> engine.line.ask(new LaunchApp(new AppId("org.weft.notes")), NOTES).answer());
        assertEquals(Optional.of("app:launch"), e.capability());
    }

    @Test
    void what_pages_did_is_the_engines_to_tell_alone() throws Exception {
        var told = new AtomicInteger();
        answers("PAGE_CLOSED", c -> {
            told.incrementAndGet();
            return new Ok();
        });
        Actor engine = actor(Role.engine, null);
        assertEquals(new Ok(), engine.line.ask(new PageClosed(NOTES), null).answer());
        assertEquals(ErrorCode.DENIED, refused(engine.line, new PageClosed(NOTES), SessionId.SYSTEM));
        assertEquals(1, told.get());
    }

    @Test
    void a_message_to_a_module_that_is_not_there_is_answered_with_a_sentence() throws Exception {
        session(NOTES, SessionState.Stopped);
        Actor engine = actor(Role.engine, null), runtime = actor(Role.runtime, OTHER.value());
        var e = assertThrows(WeftException.class, () -> engine.line.ask(new IpcForward("x"), NOTES).answer());
        assertEquals(ErrorCode.UNAVAILABLE, e.code());
        assertEquals("Notes is not running.", e.getMessage());
        assertEquals(ErrorCode.NOT_FOUND, refused(engine.line, new IpcForward("x"), new SessionId("never")));
        engine.child.kill("was ended by a test");
        fixture.await("exited", engine.child);
        assertEquals(ErrorCode.UNAVAILABLE, refused(runtime.line, new IpcForward("x"), null));
    }

    @Test
    void a_module_that_hangs_is_ended_when_it_is_spoken_to_and_one_that_answers_is_not() throws Exception {
        Actor engine = actor(Role.engine, null), hangs = actor(Role.runtime, NOTES.value()), answers = actor(Role.runtime, OTHER.value());
        engine.line.ask(new IpcForward("x"), NOTES).answer();
        engine.line.ask(new IpcForward("x"), OTHER).answer();
        hangs.line.await("PING");
        answers.line.send(Envelope.reply(answers.line.await("PING").id(), new Ok()), null);
        fixture.await("exited", hangs.child);
        assertTrue(hangs.child.exit().orElseThrow().cause().orElseThrow().startsWith("did not answer for"), hangs.child::toString);
        assertEquals(Optional.empty(), answers.child.exit());
        assertEquals(new Ok(), engine.line.ask(new IpcForward("y"), OTHER).answer());
    }

    @Test
    void a_message_is_confirmed_when_it_is_on_its_way_and_refused_if_it_never_was() throws Exception {
        Actor engine = actor(Role.engine, null), deaf = actor(Role.runtime, NOTES.value());
        byte[] much = new byte[2 << 20];
        for (int n = 1; n <= 3; n++) engine.line.send(Envelope.request(100 + n, new IpcForward(Map.of("much", much, "n", n))), NOTES);
        engine.line.send(Envelope.request(104, new QueryRunning()), SessionId.SYSTEM);
        assertEquals(104, engine.line.read().re(), "nobody reads the messages, so none is confirmed");
        deaf.child.kill("was ended by a test");
        for (int n = 1; n <= 3; n++) {
            Envelope answer = engine.line.read();
            assertEquals(List.of("ERROR", "UNAVAILABLE"), List.of(answer.type(), answer.body().get("code")));
        }
    }

    @Test
    void messages_between_a_page_and_its_module_keep_their_order() throws Exception {
        Actor engine = actor(Role.engine, null), runtime = actor(Role.runtime, NOTES.value());
        for (long i = 0; i < 500; i++) engine.line.send(new Envelope(1, 0, 0, "IPC_FORWARD", Optional.of(NOTES), Optional.empty(), Map.of("data", i)), null);
        for (long i = 0; i < 500; i++) assertEquals(i, runtime.line.await("IPC_MESSAGE").body().get("data"));
    }

    @Test
    void a_module_that_does_not_read_makes_its_page_wait_not_the_others() throws Exception {
        Actor engine = actor(Role.engine, null), slow = actor(Role.runtime, NOTES.value()), other = actor(Role.runtime, OTHER.value());
        String big = "x".repeat(100_000);
        ErrorCode code = null;
        while (code == null) {
            try {
                engine.line.ask(new IpcForward(big), NOTES).answer();
            } catch (WeftException e) {
                code = e.code();
            }
        }
        assertEquals(ErrorCode.UNAVAILABLE, code);
        assertEquals(new Ok(), engine.line.ask(new IpcForward("hello"), OTHER).answer());
        assertEquals("hello", other.line.await("IPC_MESSAGE").body().get("data"));
        assertEquals(big, slow.line.await("IPC_MESSAGE").body().get("data"), "what was taken arrives");
    }

    // Requests.

    @Test
    void a_request_without_a_provider_is_unavailable_with_a_sentence() throws Exception {
        var e = assertThrows(WeftException.class, () -> cli().ask(new LaunchApp(new AppId("org.weft.notes"))));
        assertEquals(ErrorCode.UNAVAILABLE, e.code());
        assertEquals("Apps cannot be started or stopped at the moment: the app service is not running.", e.getMessage());
    }

    @Test
    void a_request_finds_a_provider_that_comes_while_it_waits() throws Exception {
        fixture.close();
        fixture = new GatewayFixture(Files.createDirectory(home.resolve("patient")), 10_000, 60_000);
        answers("QUERY_RUNNING", c -> new RunningApps(List.of()));
        try (var cli = cli()) {
            cli.raw(Json.line(Envelope.request(77, new LaunchApp(new AppId("org.weft.notes"))).toTree()) + "\n");
            // Read after the other, so the other is waiting already.
            assertEquals(new RunningApps(List.of()), cli.ask(new QueryRunning()));
            answers("LAUNCH_APP", c -> new LaunchAck(NOTES));
            assertEquals(new LaunchAck(NOTES), cli.read().answer());
        }
    }

    @Test
    void a_provider_is_replaced_without_a_failed_request() throws Exception {
        var served = new AtomicInteger();
        int updates = 40;
        try (var threads = Executors.newFixedThreadPool(4)) {
            fixture.gateway.add((c, r) -> new LaunchAck(NOTES), List.of("LAUNCH_APP"), 0, 0);
            var done = new CountDownLatch(1);
            var clients = java.util.stream.IntStream.range(0, 4).mapToObj(i -> threads.submit(() -> {
                try (var cli = cli()) {
                    for (int n = 0; done.getCount() > 0 || n < 10; n++) {
                        cli.ask(new LaunchApp(new AppId("org.weft.notes")));
                        served.incrementAndGet();
                    }
                    return null;
                }
            })).toList();
            for (int i = 1; i <= updates; i++) {
                fixture.gateway.add((c, r) -> new LaunchAck(NOTES), List.of("LAUNCH_APP"), i, i);
                int before = served.get();
                assertTrue(fixture.gateway.remove(List.of("LAUNCH_APP"), i - 1), "drained");
                while (served.get() < before + 8) Thread.onSpinWait();
            }
            done.countDown();
            for (var c : clients) c.get();
        }
        assertTrue(served.get() >= 8 * updates);
    }

    @Test
    void what_goes_wrong_in_a_provider_is_internal_to_its_caller_only() throws Exception {
        answers("LAUNCH_APP", c -> {
            throw new IllegalStateException("broken");
        });
        answers("QUERY_RUNNING", c -> new RunningApps(List.of()));
        try (var cli = cli()) {
            assertEquals(ErrorCode.INTERNAL, assertThrows(WeftException.class, () -> cli.ask(new LaunchApp(new AppId("org.weft.notes")))).code());
            assertEquals(new RunningApps(List.of()), cli.ask(new QueryRunning()));
        }
    }

    @Test
    void a_question_to_a_child_fails_when_its_connection_is_lost() throws Exception {
        Actor engine = actor(Role.engine, null);
        var answer = engine.child.request(new FocusPage(NOTES));
        engine.line.await("FOCUS_PAGE");
        engine.strings.order("disconnect engine");
        var e = assertThrows(ExecutionException.class, answer::get);
        assertEquals(ErrorCode.UNAVAILABLE, assertInstanceOf(WeftException.class, e.getCause()).code());
    }

    // Events.

    @Test
    void a_subscriber_gets_the_state_first_then_events_in_order() throws Exception {
        answers("QUERY_RUNNING", c -> new RunningApps(List.of()));
        try (var cli = cli()) {
            assertEquals(new RunningApps(List.of()), cli.ask(new Subscribe()));
            for (int i = 0; i < 300; i++) fixture.gateway.events().publish(new Notification("n", Integer.toString(i), "info"));
            for (int i = 0; i < 300; i++) assertEquals(Integer.toString(i), cli.read().body().get("text"));
        }
    }

    @Test
    void a_subscriber_that_does_not_read_is_cut_off_and_nobody_else_notices() throws Exception {
        answers("QUERY_RUNNING", c -> new RunningApps(List.of()));
        try (var deaf = cli(); var cli = cli()) {
            deaf.ask(new Subscribe());
            cli.ask(new Subscribe());
            String text = "x".repeat(50_000);
            for (int i = 0; i < 400; i++) {
                fixture.gateway.events().publish(new Notification("n", text, "info"));
                cli.read();
            }
            assertThrows(IOException.class, () -> {
                while (true) deaf.read();
            });
        }
    }

    @Test
    void the_system_page_and_no_other_page_hears_events() throws Exception {
        answers("QUERY_RUNNING", c -> new RunningApps(List.of()));
        Actor engine = actor(Role.engine, null);
        assertEquals(Optional.of(SessionId.SYSTEM), engine.line.ask(new Subscribe(), SessionId.SYSTEM).session());
        fixture.gateway.events().publish(new Notification("n", "hello", "info"));
        assertEquals(Optional.of(SessionId.SYSTEM), engine.line.await("NOTIFICATION").session());
    }

    // Hostile bytes.

    @Test
    void P23_a_frame_of_an_absurd_length_closes_that_connection_alone() throws Exception {
        answers("QUERY_APP_STATE", c -> new Ok());
        Actor engine = actor(Role.engine, null);
        for (int length : List.of(-1, 0, Integer.MIN_VALUE, Integer.MAX_VALUE, Frames.MAX + 1)) {
            var line = connect("gateway");
            line.raw(new byte[] {(byte) length, (byte) (length >> 8), (byte) (length >> 16), (byte) (length >> 24), 1, 2, 3});
            assertEquals("ERROR", line.read().type());
            line.awaitEnd();
        }
        assertEquals(new Ok(), engine.line.ask(new QueryAppState(NOTES), NOTES).answer());
    }

    @Test
    void P23_what_is_no_envelope_closes_that_connection() throws Exception {
        byte[] deep = new byte[5000];
        java.util.Arrays.fill(deep, (byte) 0x81);
        for (byte[] body : List.of(new byte[] {(byte) 0xff}, new byte[] {0x00}, new byte[] {(byte) 0xbf, 0x01, 0x02, (byte) 0xff}, deep,
                new byte[] {(byte) 0x9b, 0x7f, -1, -1, -1, -1, -1, -1, -1}, new byte[] {0x7b, 0x7f, -1, -1, -1, -1, -1, -1, -1})) {
            var line = connect("gateway");
            line.raw(new byte[] {(byte) body.length, (byte) (body.length >> 8), 0, 0});
            line.raw(body);
            assertEquals("ERROR", line.read().type());
            line.awaitEnd();
        }
    }

    @Test
    void a_socket_that_breaks_in_the_middle_of_a_frame_is_just_gone() throws Exception {
        Actor runtime = actor(Role.runtime, NOTES.value());
        runtime.line.raw(new byte[] {100, 0, 0, 0, (byte) 0xa1});
        runtime.strings.order("disconnect runtime");
        fixture.await("disconnected", runtime.child);
        runtime.strings.hello(Role.runtime, fixture.socket("gateway"));
        fixture.await("connected", runtime.child);
    }

    @Test
    void P22_descriptors_that_nobody_asked_for_are_closed() throws Exception {
        Fd socket = UnixSocket.connect(fixture.socket("gateway"));
        Fd[] pipe = Fd.pipe();
        byte[] frame = Frames.encode(Envelope.event(new Ok()));
        UnixSocket.send(socket, frame, 0, frame.length, pipe[1]);
        pipe[1].close();
        // The last writing end is closed with the copy that was sent.
        assertEquals(0, pipe[0].read(new byte[1], 0, 1));
        pipe[0].close();
        socket.close();
    }

    @Test
    void P24_a_child_inherits_nothing_but_its_three_streams() throws Exception {
        Actor runtime = actor(Role.runtime, NOTES.value());
        try (var fds = Files.list(Path.of("/proc/" + runtime.child.pid().getAsInt() + "/fd"))) {
            for (Path fd : fds.toList()) {
                String target = Files.readSymbolicLink(fd).toString();
                int number = Integer.parseInt(fd.getFileName().toString());
                if (number == 0) assertEquals("/dev/null", target);
                // Its own: connections that it made, the JVM's files; never one of the gateway's files or pipes.
                else if (number > 2) assertFalse(target.contains("journal") || target.contains("pipe:"), target);
            }
        }
    }

    @Test
    void P23_a_line_that_is_no_json_is_an_error_and_the_next_is_answered() throws Exception {
        answers("QUERY_RUNNING", c -> new RunningApps(List.of()));
        try (var cli = cli()) {
            cli.raw("{ this is not json\n\n[1]\n{\"type\":7}\n");
            for (int i = 0; i < 4; i++) assertEquals("ERROR", cli.read().type());
            assertEquals(new RunningApps(List.of()), cli.ask(new QueryRunning()));
        }
    }

    @Test
    void P23_a_line_without_end_is_cut_off() throws Exception {
        try (var cli = cli()) {
            byte[] part = "x".repeat(1 << 16).getBytes();
            assertThrows(IOException.class, () -> {
                for (int i = 0; i < 200; i++) cli.raw(new String(part));
                while (true) cli.read();
            });
        }
    }

    @Test
    void a_script_that_closes_its_side_still_gets_its_answers() throws Exception {
        var asked = new CountDownLatch(1);
        answers("QUERY_RUNNING", c -> {
            asked.countDown();
            return new RunningApps(List.of());
        });
        try (var channel = java.nio.channels.SocketChannel.open(java.net.UnixDomainSocketAddress.of(fixture.socket("weft")))) {
            channel.write(java.nio.ByteBuffer.wrap("{\"id\":1,\"type\":\"QUERY_RUNNING\"}\n".getBytes()));
            channel.shutdownOutput();
            asked.await();
            var answer = java.nio.ByteBuffer.allocate(1000);
            while (channel.read(answer) >= 0) { }
            assertEquals("{\"v\":1,\"re\":1,\"type\":\"RUNNING_APPS\",\"body\":{\"apps\":[]}}\n", new String(answer.array(), 0, answer.position()));
        }
    }

    // The command line's side.

    private Cli cli() throws IOException {
        return new Cli(UnixSocket.connect(fixture.socket("weft")));
    }

    /** JSON lines, one request at a time. */
    private static final class Cli implements AutoCloseable {
        private final Fd fd;
        private final StringBuilder text = new StringBuilder();
        private long numbers;

        Cli(Fd fd) {
            this.fd = fd;
        }

        Message ask(Message request) throws IOException {
            long number = ++numbers;
            raw(Json.line(Envelope.request(number, request).toTree()) + "\n");
            while (true) {
                Envelope e = read();
                if (e.re() == number) return e.answer();
            }
        }

        void raw(String line) throws IOException {
            byte[] bytes = line.getBytes();
            UnixSocket.send(fd, bytes, 0, bytes.length);
        }

        Envelope read() throws IOException {
            byte[] buffer = new byte[1 << 16];
            while (true) {
                int end = text.indexOf("\n");
                if (end >= 0) {
                    String line = text.substring(0, end);
                    text.delete(0, end + 1);
                    return Envelope.fromTree(Json.read(line));
                }
                int n = fd.read(buffer, 0, buffer.length);
                if (n == 0) throw new EOFException();
                text.append(new String(buffer, 0, n, java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }

        @Override
        public void close() {
            fd.close();
        }
    }
}
