package weft.os;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A part of the tree of control groups that is a session's own: the session's processes lie in one group of it, and beside that
 * one each app may get a group with limits. A group with limited children may have no processes of its own, so the session moves down.
 */
public final class DelegatedGroup {
    private static final String SESSION = "weft-session", APP = "runtime-";
    private static final Set<String> NEEDED = Set.of("cpu", "memory"), WANTED = Set.of("cpu", "memory", "pids");
    private static final int ROUNDS = 5;
    private final ControlGroup base;

    private DelegatedGroup(ControlGroup base) {
        this.base = base;
    }

    /** The one that this process's session has, if it has one. */
    public static Optional<DelegatedGroup> current() {
        return ControlGroup.own().filter(g -> g.name().equals(SESSION)).map(ControlGroup::parent)
                .filter(g -> g.enabled().containsAll(NEEDED)).map(DelegatedGroup::new);
    }

    /**
     * Why a group cannot be made a session's; empty if it can be tried.
     *
     * @param known whether it is known from who rules the tree that the group was left to this session: then it needs no mark
     */
    public static Optional<String> obstacle(ControlGroup base, boolean known) {
        boolean ours = known ? base.mayChange() : base.isDelegated();
        return ours ? lack(base) : Optional.of("the control group is not delegated to this user");
    }

    private static Optional<String> lack(ControlGroup base) {
        var missing = new TreeSet<>(NEEDED);
        missing.removeAll(base.controllers());
        return missing.isEmpty() ? Optional.empty() : Optional.of("control groups here do not limit " + String.join(" and ", missing));
    }

    /**
     * Makes the group that this process is in its session's, and moves it down together with its descendants.
     *
     * @param known as for {@link #obstacle}
     * @throws IOException if it cannot be; then everything is as it was
     */
    public static DelegatedGroup take(boolean known) throws IOException {
        var base = ControlGroup.own().orElseThrow(() -> new IOException("there are no control groups"));
        var obstacle = obstacle(base, known);
        if (obstacle.isPresent()) throw new IOException(obstacle.get());
        var session = base.child(SESSION);
        session.create();
        try {
            move(session);
            var controllers = new TreeSet<>(WANTED);
            controllers.retainAll(base.controllers());
            base.enable(controllers);
        } catch (IOException e) {
            leave(base, session);
            throw new IOException("other processes are in the control group too", e);
        }
        return new DelegatedGroup(base);
    }

    // What is started meanwhile is found in the next round.
    private static void move(ControlGroup to) throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            to.add((int) ProcessHandle.current().pid());
            var inside = to.processes();
            var left = ProcessHandle.current().descendants().map(p -> (int) p.pid()).filter(p -> !inside.contains(p)).toList();
            if (left.isEmpty()) return;
            for (int pid : left) to.add(pid);
        }
    }

    /** Whether its groups can be limited in this, such as {@code pids}. */
    public boolean limits(String controller) {
        return base.enabled().contains(controller);
    }

    /** A group of it, for one app, whose name begins with {@code runtime-}; it need not exist. */
    public ControlGroup group(String name) {
        return base.child(name);
    }

    /** Those of apps; a service manager may have others beside them. */
    public List<ControlGroup> groups() throws IOException {
        return base.children().stream().filter(g -> g.name().startsWith(APP)).toList();
    }

    /** Undoes {@link #take} at the session's end, when this is its last process. */
    public void leave() throws IOException {
        for (ControlGroup g : groups()) g.end(0);
        leave(base, base.child(SESSION));
    }

    private static void leave(ControlGroup base, ControlGroup session) throws IOException {
        base.disable(base.enabled().stream().filter(c -> !c.isEmpty()).toList());
        for (int pid : session.processes()) base.add(pid);
        session.end(0);
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
