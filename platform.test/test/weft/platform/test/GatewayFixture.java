package weft.platform.test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import weft.api.Places;
import weft.api.SessionId;
import weft.api.gateway.Child;
import weft.api.gateway.ChildListener;
import weft.api.gateway.Children.ChildSpec;
import weft.api.message.Connection.Role;
import weft.gateway.Gateway;

/** A real gateway in folders of its own, with puppets for children. */
public class GatewayFixture implements AutoCloseable {
    public final Places places;
    public final PuppetStage stage;
    public final Gateway gateway;
    private final Map<String, BlockingQueue<String>> happened = new ConcurrentHashMap<>();

    /** @param silenceMs how long a child may be without a connection @param parkMs how long a request waits for a provider */
    public GatewayFixture(Path home, long silenceMs, long parkMs) throws IOException {
        places = Places.of(Map.of("HOME", home.toString(), "WEFT_RUNTIME_DIR", home.resolve("run").toString(), "WEFT_DIST", home.resolve("dist").toString()));
        stage = new PuppetStage(home);
        gateway = new Gateway(places, Map.of(), silenceMs, parkMs);
        gateway.add(new ChildListener() {
            @Override
            public void connected(Child child) {
                happened(child).add("connected");
            }

            @Override
            public void disconnected(Child child) {
                happened(child).add("disconnected");
            }

            @Override
            public void said(Child child) {
                happened(child).add("said");
            }

            @Override
            public void exited(Child child) {
                happened(child).add("exited");
            }
        });
        gateway.open();
    }

    public Path socket(String name) {
        return places.runtime().resolve(name + ".sock");
    }

    public Child spawn(Role role, String session) throws IOException {
        return gateway.children().spawn(new ChildSpec(role, Optional.ofNullable(session).map(SessionId::new), stage::command,
                places.log().resolve(role + ".log")));
    }

    /** Waits for an event of a child, such as {@code exited}; what happened to it before is forgotten, other children's is kept. */
    public void await(String event, Child child) throws InterruptedException {
        var events = happened(child);
        for (String h = events.poll(60, TimeUnit.SECONDS); !event.equals(h); h = events.poll(60, TimeUnit.SECONDS))
            if (h == null) throw new AssertionError("waited for: " + event + " " + child.id());
    }

    private BlockingQueue<String> happened(Child child) {
        return happened.computeIfAbsent(child.id(), id -> new LinkedBlockingQueue<>());
    }

    @Override
    public void close() throws IOException {
        try {
            for (Child c : gateway.children().all()) c.kill("was left by a test");
            for (Child c : gateway.children().all()) if (c.exit().isEmpty()) await("exited", c);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        gateway.close();
        stage.close();
    }
}
