package weft.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import weft.api.Places;
import weft.api.gateway.ChildListener;
import weft.api.gateway.Children;
import weft.api.gateway.EventListener;
import weft.api.gateway.Events;
import weft.api.gateway.RequestHandler;
import weft.api.gateway.Sessions;

/** The real gateway without a framework: on sockets of its own in a folder, offering what its component registers as services. */
public final class GatewayUnderTest implements AutoCloseable {
    private final Gateway gateway;
    private long services;

    /** Opens a gateway; a second one in the same folder, after the first was closed, is the same platform come back. */
    public GatewayUnderTest(Path folder) throws IOException {
        gateway = new Gateway(places(folder), Map.of(), new ChildTable.Limits(30_000, 10_000), 1_000);
        gateway.open();
    }

    public static Places places(Path folder) throws IOException {
        return new Places("test", Files.createDirectories(folder.resolve("run")), folder.resolve("state"), folder.resolve("data"), folder.resolve("cache"),
                folder.resolve("config"), folder.resolve("dist"));
    }

    public Children children() {
        return gateway.children;
    }

    public Sessions sessions() {
        return gateway.sessions;
    }

    public Events events() {
        return gateway.subscriptions;
    }

    public void add(ChildListener listener) {
        gateway.childEvents.add(listener);
    }

    public void add(EventListener listener) {
        gateway.subscriptions.add(listener);
    }

    public void add(RequestHandler handler, String... types) {
        gateway.router.add(handler, List.of(types), 0, services++);
    }

    @Override
    public void close() throws IOException {
        gateway.close();
    }
}
