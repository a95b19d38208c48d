package weft.codec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.message.Connection;
import weft.api.message.Message;

/**
 * A message with its address: {@code id} numbers a request of the sender (0: none), {@code re} the request that this
 * answers (0: none). The body stays a tree of maps, lists, strings, numbers, booleans and byte arrays until
 * {@link #message} makes a record of it, so that a router need not understand what it passes on.
 */
public record Envelope(int v, long id, long re, String type, Optional<SessionId> session, Optional<String> traceparent,
        Map<String, Object> body) {
    /** The contract version that this code speaks. */
    public static final int VERSION = 1;

    public static Envelope request(long id, Message message) {
        return of(id, 0, message);
    }

    public static Envelope reply(long re, Message message) {
        return of(0, re, message);
    }

    public static Envelope event(Message message) {
        return of(0, 0, message);
    }

    /** The ERROR reply for a failed request; anything but a {@link WeftException} is INTERNAL. */
    public static Envelope failure(long re, Throwable t) {
        return reply(re, t instanceof WeftException e
                ? new Connection.Error(e.code(), e.getMessage(), e.capability(), e.errno())
                : new Connection.Error(ErrorCode.INTERNAL, "Something went wrong inside the platform: " + t, Optional.empty(), Optional.empty()));
    }

    public Envelope withSession(SessionId s) {
        return new Envelope(v, id, re, type, Optional.of(s), traceparent, body);
    }

    public Envelope withTraceparent(String t) {
        return new Envelope(v, id, re, type, session, Optional.of(t), body);
    }

    public Envelope withNumbers(long newId, long newRe) {
        return new Envelope(v, newId, newRe, type, session, traceparent, body);
    }

    /**
     * The body as the record that {@link #type} names.
     *
     * @throws WeftException INVALID if there is no such type or a field is missing or of the wrong kind
     */
    public Message message() {
        return RecordTree.read(MessageTypes.record(type), body, type);
    }

    /** As {@link #message}; an ERROR is thrown as the exception it describes. */
    public Message answer() {
        Message m = message();
        if (!(m instanceof Connection.Error e)) return m;
        if (e.capability().isPresent()) throw WeftException.denied(e.capability().get(), e.message());
        throw e.errno().map(n -> WeftException.file(e.code(), e.message(), n)).orElse(new WeftException(e.code(), e.message()));
    }

    /** As a tree, leaving out what is absent. */
    public Map<String, Object> toTree() {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("v", v);
        if (id != 0) tree.put("id", id);
        if (re != 0) tree.put("re", re);
        tree.put("type", type);
        session.ifPresent(s -> tree.put("session", s.value()));
        traceparent.ifPresent(t -> tree.put("traceparent", t));
        tree.put("body", body);
        return tree;
    }

    /** @throws WeftException INVALID if the tree is no envelope of this version */
    @SuppressWarnings("unchecked")
    public static Envelope fromTree(Object tree) {
        if (!(tree instanceof Map<?, ?> m)) throw new WeftException(ErrorCode.INVALID, "a message must be a map");
        if (!(m.get("type") instanceof String type)) throw new WeftException(ErrorCode.INVALID, "a message needs a type");
        int v = m.containsKey("v") ? (int) number(m.get("v"), "v") : VERSION;
        if (v != VERSION) throw new WeftException(ErrorCode.INVALID, "version " + v + " of the contract is not spoken here");
        var body = m.get("body") == null ? Map.<String, Object>of() : m.get("body");
        if (!(body instanceof Map)) throw new WeftException(ErrorCode.INVALID, "the body of " + type + " must be a map");
        return new Envelope(v, number(m.get("id"), "id"), number(m.get("re"), "re"), type,
                text(m.get("session"), "session").map(SessionId::new), text(m.get("traceparent"), "traceparent"), (Map<String, Object>) body);
    }

    private static Envelope of(long id, long re, Message message) {
        return new Envelope(VERSION, id, re, MessageTypes.name(message.getClass()), Optional.empty(), Optional.empty(),
                RecordTree.write((Record) message));
    }

    private static long number(Object o, String key) {
        if (o == null) return 0;
        if (o instanceof Long || o instanceof Integer) return ((Number) o).longValue();
        throw new WeftException(ErrorCode.INVALID, key + " must be a whole number");
    }

    private static Optional<String> text(Object o, String key) {
        if (o == null) return Optional.empty();
        if (o instanceof String s) return Optional.of(s);
        throw new WeftException(ErrorCode.INVALID, key + " must be text");
    }
}
