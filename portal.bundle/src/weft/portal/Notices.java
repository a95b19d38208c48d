package weft.portal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import weft.api.ErrorCode;
import weft.api.Printable;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.Events;
import weft.api.gateway.SessionFacts;
import weft.api.message.Pages.Notification;
import weft.api.message.Services.Notify;
import weft.api.packages.Capability;
import weft.api.packages.Packages;
import weft.portal.permission.Ledger;

/** Notifications of apps: always in the app's own name, as plain text, and not too many. */
final class Notices {
    private static final String CAPABILITY = "sys:notifications";
    private static final int MAX = 5, MAX_TITLE = 100, MAX_TEXT = 500;
    private static final long WITHIN_MS = 10_000;
    private final Packages packages;
    private final Ledger ledger;
    private final Events events;
    private final LongSupplier clockMs;
    private final Map<SessionId, Deque<Long>> recent = new ConcurrentHashMap<>();

    Notices(Packages packages, Ledger ledger, Events events, LongSupplier clockMs) {
        this.packages = packages;
        this.ledger = ledger;
        this.events = events;
        this.clockMs = clockMs;
    }

    void show(SessionFacts session, Notify notice) {
        if (notice.title().isBlank() || notice.title().length() > MAX_TITLE || notice.text().length() > MAX_TEXT)
            throw new WeftException(ErrorCode.INVALID, "A notification has a title of at most " + MAX_TITLE + " characters, and a text of at most " + MAX_TEXT + ".");
        Capability capability = packages.find(session.appId()).capabilities().stream().filter(c -> c.name().equals(CAPABILITY)).findFirst()
                .orElseThrow(() -> WeftException.denied(CAPABILITY, session.name() + " does not declare that it shows notifications."));
        ledger.require(session, capability);
        count(session);
        events.publish(new Notification(session.name() + ": " + Printable.text(notice.title()), Printable.text(notice.text()), "info"));
    }

    private void count(SessionFacts session) {
        var times = recent.computeIfAbsent(session.session(), s -> new ArrayDeque<>());
        synchronized (times) {
            long now = clockMs.getAsLong();
            while (!times.isEmpty() && now - times.peekFirst() >= WITHIN_MS) times.removeFirst();
            if (times.size() >= MAX) throw new WeftException(ErrorCode.UNAVAILABLE, session.name() + " shows too many notifications.");
            times.addLast(now);
        }
    }

    void forget(SessionId session) {
        recent.remove(session);
    }

    /** How many milliseconds ago each session showed its latest ones. */
    Map<String, Object> ages() {
        var ages = new HashMap<String, Object>();
        long now = clockMs.getAsLong();
        recent.forEach((session, times) -> {
            synchronized (times) {
                ages.put(session.toString(), times.stream().map(t -> now - t).toList());
            }
        });
        return ages;
    }

    /** Goes on from {@link #ages}. */
    void goOnFrom(Map<?, ?> ages) {
        long now = clockMs.getAsLong();
        ages.forEach((session, list) -> {
            var times = new ArrayDeque<Long>();
            for (Object age : (List<?>) list) times.addLast(now - (Long) age);
            recent.put(new SessionId((String) session), times);
        });
    }
}
