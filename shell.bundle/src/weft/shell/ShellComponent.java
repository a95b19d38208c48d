package weft.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import weft.api.ErrorCode;
import weft.api.Places;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.appd.Appd;
import weft.api.gateway.Caller;
import weft.api.gateway.Child;
import weft.api.gateway.ChildListener;
import weft.api.gateway.Children;
import weft.api.gateway.Children.ChildSpec;
import weft.api.gateway.Children.Command;
import weft.api.gateway.EventListener;
import weft.api.gateway.Events;
import weft.api.gateway.RequestHandler;
import weft.api.gateway.Sessions;
import weft.api.message.Connection.Ok;
import weft.api.message.Connection.Role;
import weft.api.message.Lifecycle.AppState;
import weft.api.message.Lifecycle.FocusApp;
import weft.api.message.Message;
import weft.api.message.Pages.PageClosed;
import weft.api.message.Pages.PageCrashed;
import weft.api.packages.Packages;
import weft.api.shell.Shell;
import weft.api.update.StateSnapshot;
import weft.codec.Envelope;
import weft.shell.engine.EngineCommand;

/** The shell as a component: hears of sessions and of the web engine, and answers what concerns windows. */
@Component(service = {Shell.class, RequestHandler.class, ChildListener.class, EventListener.class, StateSnapshot.class}, immediate = true,
        property = {StateSnapshot.NAME + "=shell", StateSnapshot.SCHEMA + ":Integer=1", RequestHandler.TYPES + "=FOCUS_APP", RequestHandler.TYPES + "=PAGE_CLOSED", RequestHandler.TYPES + "=PAGE_CRASHED"})
public final class ShellComponent implements Shell, RequestHandler, ChildListener, EventListener, StateSnapshot {
    private final ShellService shell;

    @Activate
    public ShellComponent(@Reference Children children, @Reference Sessions sessions, @Reference Events events, @Reference Packages packages,
            @Reference Appd appd) throws IOException {
        var places = Places.of(System.getenv());
        var sandbox = EngineSandbox.of(places.config(), places.dist().resolve("engine"));
        var engine = new ChildSpec(Role.engine, Optional.empty(), token -> command(places, token, sandbox.choose()), places.log().resolve("engine.log"));
        // The engine sees the folders that are there when it starts.
        Files.createDirectories(places.data().resolve("apps"));
        shell = new ShellService(new ShellService.Platform(children, sessions, events, packages, appd), engine, systemPage(places));
        shell.start();
    }

    private static Path systemPage(Places places) {
        return places.dist().resolve("system-ui");
    }

    private static Command command(Places places, String token, EngineCommand.Sandbox sandbox) {
        var pages = List.of(systemPage(places), places.dist().resolve("apps"), places.data().resolve("apps"));
        var engine = new EngineCommand(Path.of(System.getProperty("java.home")), places.dist().resolve("engine"), places.runtime().resolve("gateway.sock"),
                places.runtime().resolve("wayland-privileged"), places.state().resolve("engine"), pages, token, sandbox);
        try {
            return new Command(engine.argv(), engine.environment());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Deactivate
    void deactivate() {
        shell.close();
    }

    @Override
    public Map<String, Object> take() {
        return shell.state();
    }

    @Override
    public void restore(int schema, Map<String, Object> state) {
        shell.goOnFrom(state);
    }

    @Override
    public CompletableFuture<Void> focus(SessionId session) {
        return shell.focus(session);
    }

    @Override
    public Message handle(Caller caller, Envelope request) throws Exception {
        switch (request.message()) {
            case FocusApp focus -> await(shell.focus(focus.session()));
            case PageClosed closed -> shell.pageClosed(closed.session());
            case PageCrashed crashed -> shell.pageCrashed(crashed.session(), crashed.reason());
            default -> throw new WeftException(ErrorCode.INVALID, request.type() + " is not for the shell");
        }
        return new Ok();
    }

    private static void await(CompletableFuture<Void> done) throws Exception {
        try {
            done.get();
        } catch (ExecutionException e) {
            throw Failures.cause(e.getCause());
        }
    }

    @Override
    public void published(Message event) {
        if (event instanceof AppState) shell.sessionsChanged();
    }

    @Override
    public void connected(Child child) {
        if (child.role() == Role.engine) shell.engineConnected(child);
    }

    @Override
    public void disconnected(Child child) {
        if (child.role() == Role.engine) shell.engineDisconnected(child);
    }

    @Override
    public void exited(Child child) {
        if (child.role() == Role.engine) shell.engineExited(child);
    }
}
