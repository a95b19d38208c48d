package weft.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.message.AppMessage.IpcMessage;
import weft.api.message.Connection.Hello;
import weft.api.message.Connection.Ok;
import weft.api.message.Connection.Role;
import weft.api.message.Message;
import weft.api.message.Pages;
import weft.codec.Envelope;
import weft.codec.Frames;
import weft.os.Fd;
import weft.os.UnixSocket;

/**
 * A process that speaks the web engine's side of the gateway's protocol and remembers which pages it was told to show: for
 * failures that the real engine has too seldom. What it says by itself it is told by an IPC_MESSAGE: {@code say} and a session.
 */
final class ScriptedEngine {
    private static final long ALONE_NANOS = 30_000_000_000L;
    private final Frames frames;
    private final Set<SessionId> pages = new LinkedHashSet<>();

    private ScriptedEngine(Frames frames) {
        this.frames = frames;
    }

    public static void main(String[] args) throws Exception {
        Path gateway = Path.of(System.getenv("WEFT_GATEWAY"));
        var pages = new LinkedHashSet<SessionId>();
        long alone = System.nanoTime();
        // A test that is cut off takes its gateway with it: then this process ends too.
        while (System.nanoTime() - alone < ALONE_NANOS) {
            try (Fd socket = UnixSocket.connect(gateway)) {
                var engine = new ScriptedEngine(new Frames(socket));
                engine.pages.addAll(pages);
                try {
                    engine.run(pages);
                } finally {
                    alone = System.nanoTime();
                }
            } catch (IOException e) {
                Thread.sleep(20); // the platform is away: knock again
            }
        }
    }

    private void run(Set<SessionId> kept) throws IOException {
        frames.write(Envelope.request(1, new Hello(Role.engine, Optional.of(System.getenv("WEFT_TOKEN")))));
        while (true) {
            var envelope = frames.read().envelope();
            if (envelope.re() != 0) continue;
            if (envelope.id() == 0) say(envelope);
            else answer(envelope);
            kept.clear();
            kept.addAll(pages);
        }
    }

    private void answer(Envelope request) throws IOException {
        Message message = request.message();
        System.err.println(message);
        switch (message) {
            case Pages.OpenPage open when open.title().equals("Broken") ->
                frames.write(Envelope.failure(request.id(), new WeftException(ErrorCode.INTERNAL, "index.html is missing.")));
            case Pages.OpenPage open -> {
                pages.add(open.session());
                frames.write(Envelope.reply(request.id(), new Ok()));
            }
            case Pages.ClosePage close -> {
                pages.remove(close.session());
                frames.write(Envelope.reply(request.id(), new Ok()));
            }
            case Pages.QueryPages q -> frames.write(Envelope.reply(request.id(), new Pages.PagesOpen(List.copyOf(pages))));
            default -> frames.write(Envelope.reply(request.id(), new Ok()));
        }
    }

    private void say(Envelope event) throws IOException {
        if (!(event.message() instanceof IpcMessage(Map<?, ?> script))) return;
        var session = new SessionId((String) script.get("session"));
        switch ((String) script.get("say")) {
            case "PAGE_CLOSED" -> {
                pages.remove(session);
                frames.write(Envelope.request(7, new Pages.PageClosed(session)));
            }
            case "PAGE_CRASHED" -> frames.write(Envelope.request(8, new Pages.PageCrashed(session, "a test crashed it")));
            default -> throw new IllegalArgumentException(script.toString());
        }
    }
}
