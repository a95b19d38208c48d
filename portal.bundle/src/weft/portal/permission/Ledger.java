package weft.portal.permission;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import weft.api.AppId;
import weft.api.Badge;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.SessionFacts;
import weft.api.message.Permissions.AppGrants;
import weft.api.message.Permissions.Decision;
import weft.api.message.Permissions.GrantEntry;
import weft.api.message.Permissions.GrantStatus;
import weft.api.message.Permissions.Question;
import weft.api.message.Permissions.QuestionKind;
import weft.api.packages.AppPackage;
import weft.api.packages.Capability;
import weft.api.packages.Packages;

/**
 * Decides whether an app may: what its manifest declares is the most that it can get; of that, what the user said
 * counts, then the user's policy, then the system's (an app's own data is its own); else the user is asked, once. A
 * grant that is not used for 90 days ends.
 */
public final class Ledger {
    private static final long DAY_MS = 86_400_000L, UNUSED_MS = 90 * DAY_MS, USE_TOLD_MS = 60_000;
    static final int MAX_DAYS = 3650;
    private final GrantStore store;
    private final UserPolicy policy;
    private final Questions questions;
    private final Packages packages;
    private final LongSupplier clockMs;
    private final Listener listener;

    /** Hears of changes, on the thread that made them. */
    public interface Listener {
        /** The app's ledger says something else now. */
        void changed(AppId app);

        /** The app must not use it any more. */
        void revoked(AppId app, String capability);
    }

    public Ledger(GrantStore store, UserPolicy policy, Questions questions, Packages packages, LongSupplier clockMs, Listener listener) {
        this.store = store;
        this.policy = policy;
        this.questions = questions;
        this.packages = packages;
        this.clockMs = clockMs;
        this.listener = listener;
    }

    /**
     * Returns when the app may use a capability that its manifest declares; asks the user if nobody has decided yet.
     *
     * @return when that ends, in milliseconds since 1970; 0: not before it is revoked
     * @throws WeftException DENIED with the capability, or UNAVAILABLE if the session ended meanwhile
     */
    public long require(SessionFacts session, Capability capability) {
        var known = find(session.appId(), capability.name(), session.session());
        GrantStatus status = known.map(Stored::status).orElseGet(() -> beforehand(session.appId(), capability));
        if (status == GrantStatus.ask) status = ask(session, capability);
        if (status != GrantStatus.granted) throw refused(session, capability);
        return used(session.appId(), capability.name(), session.session());
    }

    private WeftException refused(SessionFacts session, Capability capability) {
        denied(session.appId(), capability.name());
        return WeftException.denied(capability.name(), session.name() + " may not " + Words.of(capability) + ": it was not allowed.");
    }

    /** Whether it may, as of now, without asking. */
    public boolean isGranted(AppId app, Capability capability, SessionId session) {
        return find(app, capability.name(), session).map(Stored::status).orElseGet(() -> beforehand(app, capability)) == GrantStatus.granted;
    }

    private GrantStatus beforehand(AppId app, Capability capability) {
        return policy.of(app, capability.name()).orElse(isOwnData(capability) ? GrantStatus.granted : GrantStatus.ask);
    }

    private static boolean isOwnData(Capability c) {
        return c.file().map(f -> f.place().equals("app-data")).orElse(false);
    }

    private Optional<Stored> find(AppId app, String capability, SessionId session) {
        return store.of(app).stream().filter(s -> s.capability().equals(capability) && s.holdsFor(session, clockMs.getAsLong())).findFirst();
    }

    private GrantStatus ask(SessionFacts session, Capability capability) {
        var question = new Question(0, QuestionKind.grant, session.session(), session.appId(), session.name(), capability.name(), Words.of(capability),
                capability.reason(), false, false, Optional.empty());
        return await(question).map(a -> {
            var decision = a.decision();
            decided(session, capability.name(), decision, Optional.empty());
            return decision == Decision.deny ? GrantStatus.denied : GrantStatus.granted;
        }).orElse(GrantStatus.denied);
    }

    /** Asks and waits for the answer; empty if nobody gave one in time. @throws WeftException UNAVAILABLE if it was withdrawn */
    public Optional<Questions.Answer> await(Question question) {
        try {
            return questions.ask(question).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof WeftException w ? w : new WeftException(ErrorCode.INTERNAL, e.getCause().toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeftException(ErrorCode.UNAVAILABLE, "The platform is stopping.");
        }
    }

    /** Keeps what the user said in a dialog; {@code once} is for the session. */
    public void decided(SessionFacts session, String capability, Decision decision, Optional<String> path) {
        long now = clockMs.getAsLong();
        boolean once = decision == Decision.allow_once;
        var status = decision == Decision.deny ? GrantStatus.denied : GrantStatus.granted;
        var word = new Stored(capability, status, "user", now, 0, decision == Decision.deny ? now : 0, once || decision == Decision.deny ? 0 : now + UNUSED_MS,
                once ? Optional.of(session.session()) : Optional.empty(), path);
        change(session.appId(), list -> replaced(list, word));
    }

    private static List<Stored> replaced(List<Stored> list, Stored word) {
        list.removeIf(s -> s.capability().equals(word.capability()) && (word.session().isEmpty() || s.session().equals(word.session())));
        list.add(word);
        return list;
    }

    // Written at most once a minute: it is for reading by people.
    private long used(AppId app, String capability, SessionId session) {
        long now = clockMs.getAsLong();
        var known = find(app, capability, session);
        if (known.isEmpty()) {
            var word = new Stored(capability, GrantStatus.granted, "policy", now, now, 0, 0, Optional.empty(), Optional.empty());
            change(app, list -> replaced(list, word));
            return 0;
        }
        var s = known.get();
        // What was given for a number of days is not prolonged by its use.
        boolean sliding = s.by().equals("user") && s.session().isEmpty() && s.expiresMs() != 0;
        long expires = sliding ? now + UNUSED_MS : s.expiresMs();
        if (now - s.usedMs() > USE_TOLD_MS) change(app, list -> {
            list.replaceAll(o -> o.equals(s) ? s.used(now, expires) : o);
            return list;
        });
        return expires;
    }

    /** Notes that the app was refused it. */
    public void denied(AppId app, String capability) {
        long now = clockMs.getAsLong();
        change(app, list -> {
            list.replaceAll(s -> s.capability().equals(capability) && now - s.deniedMs() > USE_TOLD_MS ? s.refused(now) : s);
            return list;
        });
    }

    /** The user's word by command. @throws WeftException NOT_FOUND if the app does not declare it */
    public void grant(AppId app, String capability, Optional<Integer> days) {
        if (days.isPresent() && (days.get() < 1 || days.get() > MAX_DAYS)) throw new WeftException(ErrorCode.INVALID, "The days must be from 1 to " + MAX_DAYS + ".");
        if (declared(app).stream().noneMatch(c -> c.name().equals(capability))) throw undeclared(app, capability);
        long now = clockMs.getAsLong();
        var word = new Stored(capability, GrantStatus.granted, days.isPresent() ? "command" : "user", now, 0, 0, now + days.map(d -> d * DAY_MS).orElse(UNUSED_MS), Optional.empty(), Optional.empty());
        change(app, list -> replaced(list, word));
        questions.settle(app, capability, Decision.allow_always);
    }

    /** Takes it away at once. @throws WeftException NOT_FOUND if the app neither declares nor has it */
    public void revoke(AppId app, String capability, boolean askAgain) {
        boolean picked = isPicked(capability);
        boolean known = store.of(app).stream().anyMatch(s -> s.capability().equals(capability));
        if (!known && declared(app).stream().noneMatch(c -> c.name().equals(capability))) throw undeclared(app, capability);
        long now = clockMs.getAsLong();
        var word = new Stored(capability, GrantStatus.denied, "user", now, lastUse(app, capability), 0, 0, Optional.empty(), Optional.empty());
        change(app, list -> {
            list.removeIf(s -> s.capability().equals(capability));
            if (!askAgain && !picked) list.add(word);
            return list;
        });
        listener.revoked(app, capability);
        questions.settle(app, capability, Decision.deny);
    }

    private long lastUse(AppId app, String capability) {
        return store.of(app).stream().filter(s -> s.capability().equals(capability)).mapToLong(Stored::usedMs).max().orElse(0);
    }

    private static WeftException undeclared(AppId app, String capability) {
        return new WeftException(ErrorCode.NOT_FOUND, app + " does not ask for " + capability + " in its manifest.");
    }

    /** Forgets what held for a session alone. */
    public void ended(SessionId session, AppId app) {
        questions.cancel(session);
        change(app, list -> {
            list.removeIf(s -> s.session().equals(Optional.of(session)));
            return list;
        });
    }

    /** Forgets what held for sessions that are over. */
    public void keepOnly(List<SessionId> living) {
        for (AppId app : List.copyOf(store.all().keySet())) change(app, list -> {
            list.removeIf(s -> s.session().isPresent() && !living.contains(s.session().get()));
            return list;
        });
    }

    private void change(AppId app, UnaryOperator<List<Stored>> change) {
        if (store.change(app, change)) listener.changed(app);
    }

    // Files that were picked.

    private static boolean isPicked(String capability) {
        return capability.contains(":picked/");
    }

    /** What the user picked for this app and session, by number. */
    public Optional<Stored> picked(AppId app, SessionId session, String number) {
        return picked(app, session).stream().filter(s -> s.capability().endsWith(":picked/" + number)).findFirst();
    }

    public List<Stored> picked(AppId app, SessionId session) {
        return store.of(app).stream().filter(s -> isPicked(s.capability()) && s.status() == GrantStatus.granted && s.holdsFor(session, clockMs.getAsLong())).toList();
    }

    /** A number that no file picked for the app has. */
    public int nextPick(AppId app) {
        return 1 + store.of(app).stream().map(Stored::capability).filter(Ledger::isPicked)
                .mapToInt(c -> Integer.parseInt(c.substring(c.lastIndexOf('/') + 1))).max().orElse(0);
    }

    // What there is to see.

    private List<Capability> declared(AppId app) {
        try {
            return packages.find(app).capabilities();
        } catch (WeftException e) {
            return List.of();
        }
    }

    public List<AppGrants> ledger(Optional<AppId> only) {
        if (only.isPresent()) return List.of(ledger(packages.find(only.get())));
        return packages.installed().stream().map(this::ledger).toList();
    }

    private AppGrants ledger(AppPackage app) {
        var kept = store.of(app.id());
        var entries = new ArrayList<GrantEntry>();
        for (Capability c : app.capabilities()) {
            var of = kept.stream().filter(s -> s.capability().equals(c.name()) && !s.isOver(clockMs.getAsLong())).toList();
            if (of.isEmpty()) entries.add(new GrantEntry(c.name(), Words.of(c), c.reason(), true, beforehand(app.id(), c), Optional.empty(), Optional.empty(),
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
            for (Stored s : of) entries.add(entry(s, Words.of(c), c.reason(), true));
        }
        for (Stored s : kept) {
            if (entries.stream().anyMatch(e -> e.capability().equals(s.capability())) || s.isOver(clockMs.getAsLong())) continue;
            entries.add(entry(s, s.path().map(p -> (s.capability().startsWith("fs:rw:") ? "open and change " : "open ") + p)
                    .orElseGet(() -> Words.of(new Capability(s.capability(), ""))), "", isPicked(s.capability())));
        }
        return new AppGrants(app.id(), app.name(), entries);
    }

    private static GrantEntry entry(Stored s, String words, String reason, boolean declared) {
        return new GrantEntry(s.capability(), words, reason, declared, s.status(), Optional.of(s.by()), time(s.sinceMs()), time(s.usedMs()), time(s.deniedMs()),
                time(s.expiresMs()), s.session(), s.path());
    }

    private static Optional<Long> time(long ms) {
        return ms == 0 ? Optional.empty() : Optional.of(ms);
    }

    /** What a session's title bar says: what it may now, without being asked. */
    public List<Badge> badges(AppId app, SessionId session) {
        var badges = new ArrayList<Badge>();
        for (Capability c : declared(app))
            if (c.file().map(f -> !f.place().equals("picked")).orElse(true) && isGranted(app, c, session)) badges.add(c.badge());
        var picked = picked(app, session);
        if (!picked.isEmpty()) badges.add(new Capability(picked.stream().anyMatch(s -> s.capability().startsWith("fs:rw:")) ? "fs:rw:picked" : "fs:read:picked", "").badge());
        return badges.isEmpty() ? List.of(new Badge("nothing granted", Badge.Kind.none)) : badges;
    }
}
