package weft.gateway;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.Caller;
import weft.api.gateway.Sessions;
import weft.api.message.AppMessage;
import weft.api.message.Connection.Hello;
import weft.api.message.Connection.Ok;
import weft.api.message.Connection.Role;
import weft.api.message.Connection.Welcome;
import weft.api.message.Files;
import weft.api.message.Lifecycle;
import weft.api.message.Message;
import weft.codec.Envelope;
import weft.os.Fd;

/**
 * What happens to an envelope that came in: HELLO identifies, messages between a page and its module are passed on in
 * order on the reading thread, the portal's file operations are answered on it, and all other requests are answered on
 * a thread of their own.
 */
final class Dispatcher implements Connection.Receiver, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("weft.gateway");
    private final Router router;
    private final ChildTable children;
    private final Sessions sessions;
    private final Subscriptions subscriptions;
    private final FileTable files;
    private final Liveness liveness;
    private final Acceptor acceptor;
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("weft-request-", 0).factory());

    Dispatcher(Router router, ChildTable children, Sessions sessions, Subscriptions subscriptions, FileTable files, Liveness liveness, Acceptor acceptor) {
        this.router = router;
        this.children = children;
        this.sessions = sessions;
        this.subscriptions = subscriptions;
        this.files = files;
        this.liveness = liveness;
        this.acceptor = acceptor;
    }

    void open(Connection connection) {
        if (connection.endpoint == Connection.Endpoint.weft) connection.identify(new Connection.Identity(Role.cli, Optional.empty()));
        connection.start(this);
    }

    @Override
    public void received(Connection from, Envelope envelope, List<Fd> fds) throws InterruptedException {
        if (fds.isEmpty()) {
            received(from, envelope);
            return;
        }
        Caller caller = caller(from, envelope);
        Runnable close = () -> fds.forEach(Fd::close);
        try {
            inWork(from, () -> answer(from, envelope, () -> router.ask(caller, envelope, fds)), close);
        } catch (InterruptedException e) {
            close.run();
            throw e;
        }
    }

    private void received(Connection from, Envelope envelope) throws InterruptedException {
        if (envelope.type().equals(Verbs.HELLO)) hello(from, envelope);
        else if (from.identity() == null) refuse(from, envelope, new WeftException(ErrorCode.DENIED, "say HELLO first"));
        else request(from, envelope);
    }

    @Override
    public void ended(Connection connection) {
        acceptor.ended(connection);
        subscriptions.drop(connection);
        var identity = connection.identity();
        if (identity == null) return;
        identity.child().ifPresent(c -> {
            // Handles mean something on one connection only; a newer one has begun afresh.
            if (connection.endpoint == Connection.Endpoint.portal && c.portal == connection) c.session().ifPresent(files::closeAll);
            children.disconnected(c, connection);
        });
    }

    // Who it is.

    private void hello(Connection from, Envelope envelope) {
        try {
            if (!(envelope.message() instanceof Hello hello)) throw new WeftException(ErrorCode.INVALID, "HELLO expected");
            identify(from, hello, envelope.id());
        } catch (WeftException e) {
            refuse(from, envelope, e);
        }
    }

    private void identify(Connection from, Hello hello, long number) {
        if (!fits(from.endpoint, hello.role())) throw new WeftException(ErrorCode.DENIED, hello.role() + " does not belong on " + from.endpoint);
        if (from.identity() != null && from.endpoint != Connection.Endpoint.weft) throw new WeftException(ErrorCode.CONFLICT, "HELLO was said before");
        if (hello.role() == Role.cli) {
            from.trySend(Envelope.reply(number, new Welcome(Optional.empty())));
            return;
        }
        ChildProcess child = children.identify(from, hello.role(), hello.token());
        if (hello.role() == Role.portal) child.session().ifPresent(files::closeAll);
        from.identify(new Connection.Identity(hello.role(), Optional.of(child)));
        from.trySend(Envelope.reply(number, new Welcome(child.session())));
        if (hello.role() != Role.portal) children.welcomed(child);
    }

    private static boolean fits(Connection.Endpoint endpoint, Role role) {
        return switch (endpoint) {
            case gateway -> role == Role.runtime || role == Role.engine;
            case portal -> role == Role.portal;
            case weft -> role == Role.cli;
        };
    }

    private static void refuse(Connection from, Envelope envelope, WeftException why) {
        LOG.log(Level.WARNING, "refused {0}: {1}", from, why.getMessage());
        from.trySend(Envelope.failure(envelope.id(), why));
        from.close(why.getMessage());
    }

    private static Caller caller(Connection from, Envelope envelope) {
        var identity = from.identity();
        Optional<SessionId> session = switch (identity.role()) {
            case runtime, portal -> identity.child().flatMap(ChildProcess::session);
            case engine -> envelope.session();
            case cli -> Optional.empty();
        };
        return new Caller(identity.role(), session, from.peer.pid());
    }

    // What it wants.

    private void request(Connection from, Envelope envelope) throws InterruptedException {
        Caller caller = caller(from, envelope);
        if (envelope.type().equals(Verbs.FORWARD) || caller.role() == Role.portal || router.isPrompt(caller, envelope.type())) {
            answer(from, caller, envelope);
            return;
        }
        inWork(from, () -> answer(from, caller, envelope), () -> { });
    }

    private void inWork(Connection from, Runnable work, Runnable done) throws InterruptedException {
        from.inWork.acquire();
        Runnable end = () -> {
            done.run();
            from.inWork.release();
        };
        try {
            workers.execute(() -> {
                try {
                    work.run();
                } finally {
                    end.run();
                }
            });
        } catch (RejectedExecutionException e) {
            end.run();
        }
    }

    private interface Answer {
        Message make() throws Exception;
    }

    private void answer(Connection from, Caller caller, Envelope request) {
        answer(from, request, () -> {
            Message answer = switch (request.type()) {
                case Verbs.FORWARD -> forward(from, caller, request);
                case Verbs.SUBSCRIBE -> subscribe(from, caller, request);
                default -> router.ask(caller, request, List.of());
            };
            if (!(answer instanceof Files.FsOpened opened) || !opened.passed()) return answer;
            replyWithFile(from, caller, request, opened);
            return null;
        });
    }

    private void answer(Connection from, Envelope request, Answer work) {
        try {
            Message answer = work.make();
            if (answer != null) reply(from, request, Envelope.reply(request.id(), answer));
        } catch (Exception e) {
            if (!(e instanceof WeftException)) LOG.log(Level.ERROR, request.type() + " of " + from + " failed", e);
            reply(from, request, Envelope.failure(request.id(), e));
        }
    }

    // A message without a number expects no answer.
    private static void reply(Connection from, Envelope request, Envelope reply) {
        if (request.id() != 0) from.trySend(request.session().map(reply::withSession).orElse(reply));
    }

    // The other side gets a descriptor of its own; the handle stays, for what else is done with the file.
    private void replyWithFile(Connection from, Caller caller, Envelope request, Files.FsOpened opened) throws IOException {
        boolean taken = files.use(caller.session().orElseThrow(), opened.handle(), file -> from.send(Envelope.reply(request.id(), opened), file.fd()));
        if (!taken) from.close("it does not read what it is sent");
    }

    private Message subscribe(Connection from, Caller caller, Envelope request) throws Exception {
        Verbs.check(caller, request);
        subscriptions.hold(from, caller.session());
        try {
            Message state = router.ask(caller, Envelope.request(0, new Lifecycle.QueryRunning()), List.of());
            Envelope reply = Envelope.reply(request.id(), state);
            subscriptions.begin(from, caller.session(), request.session().map(reply::withSession).orElse(reply));
            return null;
        } catch (Exception e) {
            subscriptions.drop(from, caller.session());
            throw e;
        }
    }

    // From a page to its module, or from a module to its page. Answered when the system has it for the receiver: what was
    // confirmed is not lost with this process, and what is lost was not confirmed.
    private Message forward(Connection from, Caller caller, Envelope request) {
        Verbs.check(caller, request);
        SessionId session = caller.session().or(request::session)
                .orElseThrow(() -> new WeftException(ErrorCode.INVALID, "IPC_FORWARD needs a session"));
        ChildProcess to = caller.role() == Role.runtime ? engine() : runtime(session);
        if (!request.body().containsKey("data")) throw new WeftException(ErrorCode.INVALID, "IPC_FORWARD.data is missing");
        router.interceptors.forwarded(caller, request);
        Envelope event = Envelope.event(new AppMessage.IpcMessage(request.body().get("data"))).withSession(session);
        to.send(request.traceparent().map(event::withTraceparent).orElse(event), sent -> reply(from, request, sent ? Envelope.reply(request.id(), new Ok()) : notPassedOn(request)));
        if (to.role() == Role.runtime) liveness.spokenTo(to);
        return null;
    }

    private static Envelope notPassedOn(Envelope request) {
        return Envelope.failure(request.id(), new WeftException(ErrorCode.UNAVAILABLE, "The message was not passed on: the connection was lost."));
    }

    private ChildProcess engine() {
        return children.all().stream().filter(c -> c.role() == Role.engine && c.connected()).map(ChildProcess.class::cast).findFirst()
                .orElseThrow(() -> new WeftException(ErrorCode.UNAVAILABLE, "The page is not there at the moment: the web engine is not running."));
    }

    private ChildProcess runtime(SessionId session) {
        return children.all().stream().filter(c -> c.role() == Role.runtime && c.session().equals(Optional.of(session)) && c.exit().isEmpty())
                .map(ChildProcess.class::cast).findFirst().orElseThrow(() -> gone(session));
    }

    private WeftException gone(SessionId session) {
        return sessions.get(session).map(f -> new WeftException(ErrorCode.UNAVAILABLE, f.name() + " is not running."))
                .orElseGet(() -> new WeftException(ErrorCode.NOT_FOUND, "There is no session " + session + "."));
    }

    @Override
    public void close() {
        workers.shutdown();
    }
}
