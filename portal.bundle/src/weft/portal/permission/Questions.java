package weft.portal.permission;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.Events;
import weft.api.message.Permissions;
import weft.api.message.Permissions.Decision;
import weft.api.message.Permissions.Question;
import weft.api.message.Permissions.QuestionKind;

/** What waits for the user's decision. Every change is told to those who show it; the same question is asked once. */
public final class Questions implements AutoCloseable {
    private static final int MAX_OF_SESSION = 8;
    private final Events events;
    private final long limitMs;
    private final Map<Long, Open> open = new LinkedHashMap<>();
    private long last;
    private boolean closed;

    private record Open(Question question, CompletableFuture<Optional<Answer>> answer) {}

    /** @param paths files of the user's that were chosen */
    public record Answer(Decision decision, List<String> paths) {}

    /** @param limitMs how long a question waits for its answer */
    public Questions(Events events, long limitMs) {
        this.events = events;
        this.limitMs = limitMs;
    }

    /**
     * Asks; the number of the given question does not matter. The future is empty if there was no answer within the limit;
     * it fails with UNAVAILABLE if the session ends first, or with the portal.
     */
    public CompletableFuture<Optional<Answer>> ask(Question q) {
        CompletableFuture<Optional<Answer>> answer;
        synchronized (this) {
            for (Open o : open.values()) if (o.question.kind() == QuestionKind.grant && same(o.question, q)) return o.answer.copy();
            if (closed) return CompletableFuture.failedFuture(unanswered());
            if (open.values().stream().filter(o -> o.question.session().equals(q.session())).count() >= MAX_OF_SESSION)
                return CompletableFuture.failedFuture(new WeftException(ErrorCode.UNAVAILABLE, q.name() + " asks too many things at once."));
            answer = new CompletableFuture<Optional<Answer>>().completeOnTimeout(Optional.empty(), limitMs, TimeUnit.MILLISECONDS);
            long number = ++last;
            open.put(number, new Open(new Question(number, q.kind(), q.session(), q.appId(), q.name(), q.capability(), q.words(), q.reason(), q.write(), q.many(), q.suggestion(), q.wants()), answer));
            answer.whenComplete((a, why) -> drop(number));
        }
        tell();
        return answer;
    }

    private static boolean same(Question a, Question b) {
        return a.kind() == b.kind() && a.session().equals(b.session()) && a.capability().equals(b.capability());
    }

    private static WeftException unanswered() {
        return new WeftException(ErrorCode.UNAVAILABLE, "The question was not answered.");
    }

    /** @throws WeftException NOT_FOUND if it is not open any more */
    public void answer(long number, Answer answer) {
        Open o;
        synchronized (this) {
            o = open.get(number);
        }
        if (o == null || !o.answer.complete(Optional.of(answer))) throw new WeftException(ErrorCode.NOT_FOUND, "This question is not open any more.");
    }

    /** Somebody decided elsewhere about a capability. */
    void settle(AppId app, String capability, Decision decision) {
        for (Open o : matching(q -> q.kind() == QuestionKind.grant && q.appId().equals(app) && q.capability().equals(capability)))
            o.answer.complete(Optional.of(new Answer(decision, List.of())));
    }

    /** Withdraws what a session asked. */
    public void cancel(SessionId session) {
        for (Open o : matching(q -> q.session().equals(session))) o.answer.completeExceptionally(unanswered());
    }

    private synchronized List<Open> matching(Predicate<Question> wanted) {
        return open.values().stream().filter(o -> wanted.test(o.question)).toList();
    }

    private void drop(long number) {
        synchronized (this) {
            if (open.remove(number) == null) return;
        }
        tell();
    }

    public synchronized Permissions.Questions current() {
        return new Permissions.Questions(open.values().stream().map(Open::question).toList());
    }

    // In one order, so that the last told is the last state.
    private synchronized void tell() {
        events.publish(current());
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        for (Open o : matching(q -> true)) o.answer.completeExceptionally(unanswered());
    }
}
