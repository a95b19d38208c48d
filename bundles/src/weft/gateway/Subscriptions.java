package weft.gateway;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import weft.api.SessionId;
import weft.api.gateway.EventListener;
import weft.api.gateway.Events;
import weft.api.message.Message;
import weft.codec.Envelope;

/** Who hears of events: the full state first, then what happens, in order. */
final class Subscriptions implements Events {
    private static final System.Logger LOG = System.getLogger("weft.gateway");
    private static final int MAX_HELD = 1024;
    private final Map<Key, Subscriber> subscribers = new ConcurrentHashMap<>();

    private final List<EventListener> listeners = new CopyOnWriteArrayList<>();

    /** A connection, or one page on it. */
    private record Key(Connection connection, Optional<SessionId> page) {}

    private static final class Subscriber {
        private final Key key;
        private List<Envelope> held = new ArrayList<>();

        Subscriber(Key key) {
            this.key = key;
        }

        synchronized void event(Envelope event) {
            if (held == null) key.connection.trySend(event);
            else if (held.size() < MAX_HELD) held.add(event);
            else key.connection.close("too much happened before it had its first state");
        }

        synchronized void begin(Envelope state) {
            key.connection.trySend(state);
            if (held == null) return;
            held.forEach(key.connection::trySend);
            held = null;
        }
    }

    void add(EventListener listener) {
        listeners.add(listener);
    }

    void remove(EventListener listener) {
        listeners.remove(listener);
    }

    /** From now on events are kept for it; they are sent after {@link #begin}. Subscribing again starts with the state again. */
    void hold(Connection connection, Optional<SessionId> page) {
        var key = new Key(connection, page);
        subscribers.computeIfAbsent(key, Subscriber::new);
    }

    /** Sends the state, then what was kept. */
    void begin(Connection connection, Optional<SessionId> page, Envelope state) {
        var subscriber = subscribers.get(new Key(connection, page));
        if (subscriber != null) subscriber.begin(state);
    }

    void drop(Connection connection) {
        subscribers.keySet().removeIf(k -> k.connection == connection);
    }

    void drop(Connection connection, Optional<SessionId> page) {
        subscribers.remove(new Key(connection, page));
    }

    @Override
    public void publish(Message event) {
        Envelope envelope = Envelope.event(event);
        subscribers.forEach((key, subscriber) -> subscriber.event(key.page.map(envelope::withSession).orElse(envelope)));
        listeners.forEach(listener -> tell(listener, event));
    }

    private static void tell(EventListener listener, Message event) {
        try {
            listener.published(event);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "an event listener failed", e);
        }
    }
}
