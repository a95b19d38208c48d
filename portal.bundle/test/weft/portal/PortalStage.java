package weft.portal;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import weft.api.AppId;
import weft.api.Places;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.gateway.Caller;
import weft.api.gateway.Events;
import weft.api.gateway.SessionFacts;
import weft.api.message.Connection.Role;
import weft.api.message.Message;
import weft.api.message.Permissions.AnswerQuestion;
import weft.api.message.Permissions.Decision;
import weft.api.message.Permissions.GrantEntry;
import weft.api.message.Permissions.Grants;
import weft.api.message.Permissions.QueryGrants;
import weft.api.message.Permissions.Question;
import weft.api.message.Permissions.Questions;
import weft.codec.Envelope;
import weft.gateway.Gateway;
import weft.packages.InstalledPackages;

/** A portal over the real gateway's tables in a home of its own, and the user who answers its questions. */
final class PortalStage implements AutoCloseable {
    private static final long LIMIT_S = 20;
    final Path home;
    final Path user;
    final AtomicLong clock = new AtomicLong(System.currentTimeMillis());
    final Gateway gateway;
    long answerLimitMs = 20_000;
    PortalService portal;
    private final BlockingQueue<Message> told = new LinkedBlockingQueue<>();
    private int sessions;

    PortalStage(Path home) throws IOException {
        this.home = home;
        user = Files.createDirectories(home.resolve("user"));
        gateway = new Gateway(Places.of(Map.of("HOME", home.toString(), "WEFT_RUNTIME_DIR", home.resolve("run").toString())), Map.of());
    }

    /** Installs an app that declares capabilities. */
    void app(String id, String... capabilities) throws IOException {
        Path folder = Files.createDirectories(home.resolve("weft/apps").resolve(id));
        var list = String.join(", ", java.util.Arrays.stream(capabilities).map("{ name = \"%s\", reason = \"It needs it\" }"::formatted).toList());
        Files.writeString(folder.resolve("wapp.toml"), "[package]\nid = \"%s\"\nname = \"App\"\nversion = \"1.0.0\"\ncapabilities = [%s]\n".formatted(id, list));
    }

    /** Starts the portal, or another one over the same files. */
    void start() {
        Events events = event -> {
            told.add(event);
            gateway.events().publish(event);
        };
        portal = new PortalService(new PortalService.Platform(gateway.sessions(), new InstalledPackages(home.resolve("weft/apps")), gateway.files(), events, gateway.children()),
                new PortalService.Settings(home.resolve("weft"), home.resolve("state"), home.resolve("config/weft"), new XdgFolders(user, home.resolve("config")), clock::get,
                        answerLimitMs, 1 << 20, 2_000));
    }

    void restart() {
        portal.close();
        told.clear();
        start();
    }

    /** A running session of an app, and what it asks. */
    final class App {
        final SessionId session = new SessionId("s" + sessions++);

        App(String id) {
            gateway.sessions().add(new SessionFacts(session, new AppId(id), "App", SessionState.Running, Optional.empty(), List.of(), 0,
                    Map.of(), 0, Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty()));
            portal.began(session);
        }

        @SuppressWarnings("unchecked")
        <T extends Message> T ask(Message request) {
            return (T) portal.handle(new Caller(Role.portal, Optional.of(session), 1), Envelope.request(1, request));
        }

        WeftException refused(Message request) {
            return assertThrows(WeftException.class, () -> ask(request), request::toString);
        }

        /** Asks on a thread of its own, because the user has to answer first. */
        <T extends Message> CompletableFuture<T> asking(Message request) {
            return CompletableFuture.supplyAsync(() -> ask(request), Thread::startVirtualThread);
        }

        List<String> badges() {
            return gateway.sessions().get(session).orElseThrow().badges().stream().map(b -> b.text()).toList();
        }

        void stop() {
            gateway.sessions().update(session, f -> new SessionFacts(f.session(), f.appId(), f.name(), SessionState.Stopped, f.reason(), f.badges(),
                    f.requestedMs(), f.timings(), f.limitMs(), f.child(), f.pid(), f.stderr(), f.denials(), f.revision()));
        }
    }

    @SuppressWarnings("unchecked")
    <T extends Message> T system(Message request) {
        return (T) portal.handle(new Caller(Role.cli, Optional.empty(), 1), Envelope.request(1, request));
    }

    /** The next event that fulfils a condition. */
    Message told(Predicate<Message> wanted) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        while (true) {
            Message m = told.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (m == null) throw new AssertionError("nothing like it was told within " + LIMIT_S + " s");
            if (wanted.test(m)) return m;
        }
    }

    Question question() throws InterruptedException {
        return ((Questions) told(m -> m instanceof Questions q && !q.questions().isEmpty())).questions().getLast();
    }

    Question answer(Decision decision, String... paths) throws InterruptedException {
        var question = question();
        system(new AnswerQuestion(question.number(), decision, List.of(paths)));
        return question;
    }

    List<GrantEntry> ledger(String app) {
        return this.<Grants>system(new QueryGrants(Optional.of(new AppId(app)))).apps().getFirst().grants();
    }

    GrantEntry entry(String app, String capability) {
        return ledger(app).stream().filter(e -> e.capability().equals(capability)).findFirst().orElseThrow(() -> new AssertionError(capability + " is not in the ledger"));
    }

    /** Fails with the cause itself. */
    static <T> T get(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(LIMIT_S, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof WeftException w) throw w;
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        portal.close();
        gateway.close();
    }
}
