package weft.api.gateway;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.api.AppId;
import weft.api.Badge;
import weft.api.Containment;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.message.Lifecycle.AppState;

/**
 * What is known of a session, kept in the journal: whoever decides about sessions can be rebuilt from this.
 *
 * @param reason      a sentence for the user, once Stopped
 * @param requestedMs milliseconds since 1970
 * @param timings     milliseconds from the request to each step, in order
 * @param limitMs     READY limit
 * @param child       the id of its process
 * @param pid         its process, as seen from the session
 * @param stderr      the last lines of its log, once Stopped
 * @param denials     what it asked for and was not granted
 * @param revision    which revision of its package it was launched with, and keeps until it ends; empty for an app of the
 *                    system
 * @param containment what holds its process, once it has one
 * @param requires    the ranges of the contracts that its app was made for, by name, see {@link weft.api.ContractRange}: its requests go
 *                    to providers of such versions
 */
public record SessionFacts(SessionId session, AppId appId, String name, SessionState state, Optional<String> reason,
        List<Badge> badges, long requestedMs, Map<String, Object> timings, long limitMs, Optional<String> child,
        Optional<Integer> pid, List<String> stderr, List<String> denials,
        Optional<String> revision, Optional<Containment> containment, Optional<Map<String, String>> requires) {

    /** Of an app that says nothing of contracts. */
    public SessionFacts(SessionId session, AppId appId, String name, SessionState state, Optional<String> reason, List<Badge> badges, long requestedMs,
            Map<String, Object> timings, long limitMs, Optional<String> child, Optional<Integer> pid, List<String> stderr, List<String> denials,
            Optional<String> revision, Optional<Containment> containment) {
        this(session, appId, name, state, reason, badges, requestedMs, timings, limitMs, child, pid, stderr, denials, revision, containment, Optional.empty());
    }

    /** Of one without a process. */
    public SessionFacts(SessionId session, AppId appId, String name, SessionState state, Optional<String> reason, List<Badge> badges, long requestedMs,
            Map<String, Object> timings, long limitMs, Optional<String> child, Optional<Integer> pid, List<String> stderr, List<String> denials,
            Optional<String> revision) {
        this(session, appId, name, state, reason, badges, requestedMs, timings, limitMs, child, pid, stderr, denials, revision, Optional.empty());
    }

    public boolean is(SessionState s) {
        return state == s;
    }

    public Optional<Long> readyMs() {
        return Optional.ofNullable((Number) timings.get("ready")).map(Number::longValue);
    }

    public AppState toMessage() {
        return new AppState(session, appId, name, state, reason, readyMs(), pid, badges, containment);
    }
}
