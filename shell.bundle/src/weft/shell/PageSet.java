package weft.shell;

import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.Child;
import weft.api.message.Message;
import weft.api.message.Pages.ClosePage;
import weft.api.message.Pages.FocusPage;
import weft.api.message.Pages.OpenPage;
import weft.api.message.Pages.PagesOpen;
import weft.api.message.Pages.QueryPages;
import weft.api.message.Pages.SetTitle;
import weft.os.Patience;

/**
 * Makes the pages in the engine what they should be. Whatever happened (a session began or ended, the engine or the
 * platform is a new one), the same comparison of wanted and open pages follows. On the shell's thread only.
 */
final class PageSet {
    /** What should be open, the first before the others; and what may stay open although it need not be opened any more. */
    record Wanted(List<OpenPage> open, Set<SessionId> mayStay) {}

    /** What the owner does about it. */
    interface Owner {
        Wanted wanted();

        /** The page's first frame is there. */
        void opened(OpenPage page);

        void notOpened(OpenPage page, WeftException why);
    }

    private static final System.Logger LOG = System.getLogger("weft.shell");
    static final long OPEN_LIMIT_S = Patience.of(60), LIMIT_S = Patience.of(10), RETRY_MS = 500;
    private final Owner owner;
    private final Executor thread;
    /** Open pages, with what the engine was last told about each; empty for one that another shell opened. */
    private final Map<SessionId, Optional<OpenPage>> open = new HashMap<>();
    private final Map<SessionId, CompletableFuture<Message>> opening = new HashMap<>();
    private final Set<SessionId> closing = new HashSet<>();
    /** Closed by their user, or not to be had: not opened again by themselves. */
    private final Set<SessionId> dismissed = new HashSet<>();
    private static final String NOT_RUNNING = "the web engine is not running";
    private Optional<Child> engine = Optional.empty();
    private String obstacle = NOT_RUNNING;
    private boolean known;
    /** Counts connections and disconnections. */
    private int connection;

    PageSet(Owner owner, Executor thread) {
        this.owner = owner;
        this.thread = thread;
    }

    /** The engine has a connection (again): asks what it shows, then goes on from there. */
    void connected(Child child) {
        disconnected();
        engine = Optional.of(child);
        obstacle = NOT_RUNNING;
        request(new QueryPages(), OPEN_LIMIT_S, answer -> {
            if (answer instanceof PagesOpen pages) pages.sessions().forEach(s -> open.put(s, Optional.empty()));
            known = true;
            reconcile();
        }, why -> {
            if (unavailable(why)) later(() -> connected(child));
            else child.kill("did not say which pages it shows: " + why.getMessage());
        });
    }

    void disconnected() {
        connection++;
        engine = Optional.empty();
        known = false;
        open.clear();
        opening.clear();
        closing.clear();
    }

    /** Opens what is missing, closes what is too much, and corrects titles. */
    void reconcile() {
        if (!known) return;
        var wanted = owner.wanted();
        var keep = new HashSet<>(wanted.mayStay());
        boolean first = open.containsKey(wanted.open().getFirst().session());
        for (OpenPage page : wanted.open()) {
            keep.add(page.session());
            if (open.containsKey(page.session())) retitle(page);
            else if (first || page == wanted.open().getFirst()) openUnlessUnderWay(page);
        }
        dismissed.retainAll(keep);
        for (SessionId session : List.copyOf(open.keySet())) if (!keep.contains(session) && closing.add(session)) close(session);
    }

    private void openUnlessUnderWay(OpenPage page) {
        var session = page.session();
        if (opening.containsKey(session) || dismissed.contains(session)) return;
        opening.put(session, request(page, OPEN_LIMIT_S, ok -> {
            opening.remove(session);
            open.put(session, Optional.of(page));
            owner.opened(page);
            reconcile();
        }, why -> {
            opening.remove(session);
            if (unavailable(why)) later(this::reconcile);
            else owner.notOpened(page, why);
        }));
    }

    private void close(SessionId session) {
        request(new ClosePage(session), LIMIT_S, ok -> gone(session), why -> {
            LOG.log(Level.WARNING, "the page of {0} could not be closed: {1}", session, why.getMessage());
            gone(session);
        });
    }

    private void retitle(OpenPage page) {
        var told = open.get(page.session());
        if (told.isPresent() && told.get().title().equals(page.title()) && told.get().badges().equals(page.badges())) return;
        open.put(page.session(), Optional.of(page));
        request(new SetTitle(page.session(), page.title(), page.badges()), LIMIT_S, ok -> {},
                why -> LOG.log(Level.WARNING, "the title of {0} could not be changed: {1}", page.session(), why.getMessage()));
    }

    /** The engine does not show it any more. */
    void gone(SessionId session) {
        open.remove(session);
        closing.remove(session);
    }

    /** It stays away until somebody asks for it. */
    void dismiss(SessionId session) {
        dismissed.add(session);
    }

    /** Brings a page to the front, opening it first if it is not there. Fails like the requests do. */
    CompletableFuture<Void> focus(SessionId session) {
        dismissed.remove(session);
        reconcile();
        var first = opening.getOrDefault(session, CompletableFuture.completedFuture(null));
        return first.thenComposeAsync(ok -> ask(new FocusPage(session), LIMIT_S), thread).thenApply(ok -> null);
    }

    /** Why there is no engine. Returns whether that is new. */
    boolean obstacle(String why) {
        boolean isNew = !why.equals(obstacle);
        obstacle = why;
        return isNew;
    }

    // Requests. An answer counts only as long as the connection is the one that was asked.

    private CompletableFuture<Message> request(Message message, long seconds, Consumer<Message> done, Consumer<WeftException> failed) {
        int asked = connection;
        var answer = ask(message, seconds);
        answer.whenCompleteAsync((ok, why) -> {
            if (asked != connection) return;
            if (why == null) done.accept(ok);
            else failed.accept(Failures.cause(why));
        }, thread);
        return answer;
    }

    private CompletableFuture<Message> ask(Message message, long seconds) {
        Supplier<CompletableFuture<Message>> nobody = () -> CompletableFuture.failedFuture(Failures.noEngine(obstacle));
        return engine.map(e -> e.request(message).orTimeout(seconds, TimeUnit.SECONDS)).orElseGet(nobody);
    }

    // The connection is going down, or the engine has no compositor at the moment: neither is the page's fault.
    private static boolean unavailable(WeftException why) {
        return why.code() == ErrorCode.UNAVAILABLE;
    }

    private void later(Runnable task) {
        int now = connection;
        CompletableFuture.delayedExecutor(RETRY_MS, TimeUnit.MILLISECONDS, thread).execute(() -> {
            if (now == connection) task.run();
        });
    }
}
