package weft.stage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.Caller;
import weft.api.gateway.Children;
import weft.api.gateway.EventListener;
import weft.api.gateway.Events;
import weft.api.gateway.OpenFiles;
import weft.api.gateway.RequestHandler;
import weft.api.gateway.SessionFacts;
import weft.api.gateway.Sessions;
import weft.api.message.Connection.Role;
import weft.codec.Envelope;
import weft.codec.Json;
import weft.codec.RecordTree;

/**
 * The stage: connects to its host ({@code WEFT_STAGE}), which tells it facts and asks requests, a JSON object a line, until it closes the connection:
 * then this process ends. It answers with what the handlers of one bundle answer ({@code WEFT_STAGE_BUNDLE}; of all, if it is empty).
 */
@Component(immediate = true, service = {})
public final class Stage {
    private final String bundle = System.getenv().getOrDefault("WEFT_STAGE_BUNDLE", "");
    private final SocketChannel host;
    private final BufferedReader lines;
    private final StageSessions sessions;
    private final Map<String, RequestHandler> handlers = new TreeMap<>();
    private final List<EventListener> listeners = new java.util.concurrent.CopyOnWriteArrayList<>();

    /** @throws IOException if there is no host */
    @Activate
    public Stage(BundleContext context) throws IOException {
        host = SocketChannel.open(StandardProtocolFamily.UNIX);
        host.connect(UnixDomainSocketAddress.of(System.getenv("WEFT_STAGE")));
        lines = new BufferedReader(new InputStreamReader(Channels.newInputStream(host), StandardCharsets.UTF_8));
        sessions = new StageSessions(facts((Map<?, ?>) Json.read(lines.readLine())));
        context.registerService(Sessions.class, sessions, null);
        context.registerService(Children.class, new StageChildren(sessions), null);
        context.registerService(Events.class, event -> { }, null);
        context.registerService(OpenFiles.class, new NoFiles(), null);
        Thread.ofPlatform().daemon().name("weft-stage").start(this::read);
        for (Bundle b : context.getBundles()) if (b.getSymbolicName().equals(bundle)) start(b);
    }

    // It has been started before, or could not be: then this says why.
    private void start(Bundle build) {
        try {
            if (build.getState() != Bundle.ACTIVE) build.start();
        } catch (BundleException e) {
            tell(Map.of("problem", e.getMessage()));
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindHandler(RequestHandler handler, ServiceReference<RequestHandler> reference) {
        if (!bundle.isEmpty() && !reference.getBundle().getSymbolicName().equals(bundle)) return;
        synchronized (handlers) {
            for (String type : types(reference)) handlers.put(type, handler);
        }
        tell(Map.of("types", List.copyOf(handlers.keySet())));
    }

    void unbindHandler(RequestHandler handler) {
        synchronized (handlers) {
            handlers.values().removeIf(h -> h == handler);
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindListener(EventListener listener) {
        listeners.add(listener);
    }

    void unbindListener(EventListener listener) {
        listeners.remove(listener);
    }

    private static List<String> types(ServiceReference<?> reference) {
        return switch (reference.getProperty(RequestHandler.TYPES)) {
            case String[] many -> List.of(many);
            case String one -> List.of(one);
            case null, default -> List.of();
        };
    }

    private void read() {
        try {
            for (String line; (line = lines.readLine()) != null; ) {
                var told = (Map<?, ?>) Json.read(line);
                if (told.containsKey("facts")) learn(facts(told));
                else Thread.ofPlatform().daemon().name("weft-stage-call").start(() -> tell(answer(told)));
            }
        } catch (IOException e) {
            // The host has gone.
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    private void learn(List<SessionFacts> now) {
        var before = sessions.all();
        sessions.set(now);
        for (SessionFacts f : now) if (!before.contains(f)) listeners.forEach(l -> l.published(f.toMessage()));
    }

    @SuppressWarnings("unchecked")
    private static List<SessionFacts> facts(Map<?, ?> told) {
        return ((List<Map<String, Object>>) told.get("facts")).stream().map(f -> RecordTree.read(SessionFacts.class, f, "facts")).toList();
    }

    private Map<String, Object> answer(Map<?, ?> told) {
        Envelope request = Envelope.fromTree(told.get("request"));
        Envelope answer;
        try {
            RequestHandler handler;
            synchronized (handlers) {
                handler = handlers.get(request.type());
            }
            if (handler == null) throw new WeftException(ErrorCode.UNAVAILABLE, request.type() + " is not answered here");
            var caller = new Caller(Role.valueOf((String) told.get("role")), Optional.ofNullable((String) told.get("session")).map(SessionId::new), ((Number) told.get("pid")).intValue());
            answer = Envelope.reply(request.id(), handler.handle(caller, request));
        } catch (Exception | LinkageError e) {
            answer = Envelope.failure(request.id(), e);
        }
        return Map.of("n", told.get("n"), "answer", answer.toTree());
    }

    private void tell(Map<String, Object> tree) {
        var bytes = ByteBuffer.wrap(Json.lineBytes(tree));
        try {
            synchronized (host) {
                while (bytes.hasRemaining()) host.write(bytes);
            }
        } catch (IOException e) {
            Runtime.getRuntime().halt(0);
        }
    }
}
