package weft.shell.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cef.callback.CefQueryCallback;
import weft.api.AppId;
import weft.api.SessionId;
import weft.api.message.Pages;
import weft.codec.Envelope;
import weft.codec.Frames;
import weft.os.EventLoop;
import weft.os.UnixSocket;
import weft.shell.engine.cef.Chromium;
import weft.shell.engine.page.Browsers;
import weft.shell.engine.page.PageView;
import weft.shell.engine.window.CompositorLink;

/**
 * Runs once, when the distribution is made, through what every start of the engine does: Chromium starts, a page is
 * loaded, asks and is answered, messages cross a socket. The JVM notes the classes and keeps them ready (JEP 514).
 * Needs no gateway and no compositor.
 */
public final class Rehearsal {
    private Rehearsal() {}

    /** @param args the folder of the native files, and an empty one for everything else */
    public static void main(String... args) throws IOException {
        Path natives = Path.of(args[0]), folder = Path.of(args[1]);
        Path root = Files.createDirectories(folder.resolve("page"));
        Files.writeString(root.resolve("index.html"), "<!doctype html><meta charset=utf-8><script src=/weft.js></script><p>Rehearsal");
        message();
        try (var loop = new EventLoop()) {
            var compositor = new CompositorLink(loop, folder.resolve("absent"), (width, height) -> {}, () -> {});
            compositor.connect();
            var chromium = Chromium.start(natives, folder.resolve("profiles"), System.getenv("TMPDIR"), false);
            new Browsers(chromium, folder.resolve("profiles")).open("org.weft.rehearsal", root, "index.html", 640, 400, false, new EndWhenAsked(chromium));
            loop.run();
        }
    }

    private static void message() throws IOException {
        var pair = UnixSocket.pair();
        var page = new Pages.OpenPage(SessionId.SYSTEM, new AppId("org.weft.rehearsal"), "t", "/", "index.html", 1, 1, List.of());
        try (var a = pair[0]; var b = pair[1]) {
            new Frames(a).write(Envelope.request(1, page).withSession(SessionId.SYSTEM));
            if (!new Frames(b).read().envelope().message().equals(page)) throw new IOException("a message changed on its way");
        }
    }

    private record EndWhenAsked(Chromium chromium) implements PageView.Events {
        @Override
        public void painted() {}

        @Override
        public void loaded() {}

        @Override
        public void loadFailed(String error) {
            System.err.println("the page does not load: " + error);
            Runtime.getRuntime().halt(1);
        }

        @Override
        public void crashed(String reason) {
            System.err.println("the page crashed: " + reason);
            Runtime.getRuntime().halt(1);
        }

        @Override
        public void cursor(int type) {}

        /** The page is loaded and has its bridge: all there is to rehearse. */
        @Override
        public void asked(long id, String request, CefQueryCallback answer) {
            PageAnswer.success(answer, Map.of("rehearsed", Optional.of(request).map(weft.codec.Json::read).isPresent()));
            chromium.stop();
        }

        @Override
        public void askedNoMore(long id) {}
    }
}
