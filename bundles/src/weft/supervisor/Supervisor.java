package weft.supervisor;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import weft.os.LockedFolder;
import weft.os.Wait;

/**
 * Runs one session from its first socket to its last process. One thread, the caller of {@link #run}, owns all of the
 * state and waits for {@link Event events}; without one it sleeps. {@link #end} may be called from any thread.
 */
final class Supervisor {
    /** Exit codes of a service: it cannot be started this way; it wants to be started again. 0: the user logs out. Anything else is a crash. */
    static final int USAGE = 2, AGAIN = 75;
    private static final int PLATFORM_GRACE_MS = 3_000, GRACE_MS = 2_000, ROUNDS = 5;
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(2);
    private final Session session;
    private final Terminal terminal;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>(1024);
    private final Children children = new Children(exit -> post(new Event.Ended(exit)));
    private final Listeners listeners = new Listeners();
    private final ResourceGroups groups = new ResourceGroups();
    private final Map<String, Keeper> keepers = new LinkedHashMap<>();
    private final Map<String, String> told = new LinkedHashMap<>();
    private final long begin = System.nanoTime();
    private long nextProgress = begin + PROGRESS_NANOS;
    private LockedFolder folder;
    private boolean up;

    Supervisor(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
        session.services().forEach(s -> keepers.put(s.name(), new Keeper(s, session.log(s), listeners, children, this::post)));
    }

    /**
     * Runs the session to its end.
     *
     * @return the exit code: 0 if somebody wanted the end, 1 if a service cannot be kept alive
     * @throws LockedFolder.InUseException if a session of this name runs; nothing was touched then
     * @throws IOException if a place or a socket cannot be made; everything made before is removed
     */
    int run() throws IOException, InterruptedException {
        claim();
        try {
            for (Service s : session.services()) listeners.open(s);
            terminal.say("the session " + groups.take(session.places().instance(), System.getenv()));
            children.watch();
            terminal.say("the desktop " + session.screen());
            for (Keeper k : keepers.values()) start(k);
            return loop();
        } finally {
            endAll();
        }
    }

    /** Makes {@link #run} end the session. */
    void end(String why) {
        post(new Event.EndWanted(why));
    }

    private void claim() throws IOException {
        Path runtime = session.places().runtime();
        makePrivate(session.places().log());
        while (folder == null) {
            makePrivate(runtime.getParent());
            try {
                folder = LockedFolder.claim(runtime);
            } catch (NoSuchFileException e) {
                // The last session of another name has just removed the parent.
            }
        }
        var left = new ArrayList<>(Facts.processes(folder.inherited()));
        left.addAll(Journal.processes(journal()));
        left.removeIf(s -> s.pid() == ProcessHandle.current().pid() || s.hold().isEmpty());
        if (!folder.inherited().isEmpty()) terminal.say("taking over from a session that was killed" + (left.isEmpty() ? "" : "; ending what it left running"));
        Processes.endAll(left, GRACE_MS);
        folder.clear();
    }

    private Path journal() {
        return session.places().state().resolve("journal.json");
    }

    private static void makePrivate(Path directory) throws IOException {
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private int loop() throws IOException, InterruptedException {
        while (true) {
            long now = System.nanoTime();
            for (Keeper k : keepers.values()) if (k.due(now)) start(k);
            progress(now);
            Event event = next(now);
            switch (event) {
                case null -> { }
                case Event.Ready r -> ready(r.service());
                case Event.Told t -> tell(t);
                case Event.EndWanted w -> {
                    terminal.say("ending the session: " + w.why());
                    return 0;
                }
                case Event.Ended e -> {
                    int code = ended(e.exit());
                    if (code >= 0) return code;
                }
            }
        }
    }

    private Event next(long now) throws InterruptedException {
        long due = keepers.values().stream().mapToLong(k -> k.nanosUntilDue(now)).min().orElseThrow();
        if (!up) due = Math.min(due, nextProgress - now);
        return due == Long.MAX_VALUE ? events.take() : events.poll(Math.max(0, due), TimeUnit.NANOSECONDS);
    }

    private void start(Keeper keeper) throws IOException {
        keeper.start();
        var processes = new LinkedHashMap<String, Integer>(Map.of("supervisor", (int) ProcessHandle.current().pid()));
        keepers.forEach((name, k) -> k.pid().ifPresent(pid -> processes.put(name, pid)));
        folder.write(Facts.write(processes, List.of(session.wayland().toString())));
    }

    private void ready(String service) {
        keepers.get(service).isReady();
        if (up || !keepers.values().stream().allMatch(Keeper::ready)) return;
        up = true;
        terminal.up(session, told, (System.nanoTime() - begin) / 1_000_000);
    }

    private void tell(Event.Told t) {
        if (t.text().equals(told.put(t.label(), t.text()))) return;
        if (up) terminal.fact(t.label(), t.text());
    }

    private void progress(long now) {
        if (up || now < nextProgress) return;
        String waiting = keepers.values().stream().filter(k -> !k.ready()).map(Keeper::name).collect(Collectors.joining(" and "));
        terminal.say("starting the " + waiting + " (" + (now - begin) / 1_000_000_000 + " s)");
        nextProgress = now + PROGRESS_NANOS;
    }

    // The exit code of the session, or -1 if it goes on.
    private int ended(Wait.Exit exit) {
        for (Keeper k : keepers.values()) {
            if (k.pid().isEmpty() || k.pid().get() != exit.pid()) continue;
            if (exit.ok()) {
                terminal.say("ending the session: the " + k.name() + " logged out");
                return 0;
            }
            if (k.ended(exit)) {
                terminal.say("the " + k.name() + " ended (" + exit + "); starting it again");
                return -1;
            }
            String what = exit.code() == USAGE ? " cannot run as asked for"
                    : " died " + Restarts.LIMIT + " times within " + Restarts.WINDOW_SECONDS + " seconds, the last time with " + exit;
            terminal.error("The " + k.name() + what + ": the session ends. Its log is " + session.log(k.service()) + ".");
            terminal.endOf(session.log(k.service()));
            return 1;
        }
        return -1;
    }

    // The platform first, which may have last things to do for the apps; then whatever it and its children left; the
    // compositor last, so that the screen is there to the end.
    private void endAll() throws IOException {
        terminal.ending();
        try {
            endService("platform", PLATFORM_GRACE_MS);
            endDescendants(keepers.get("compositor").pid().map(Set::of).orElse(Set.of()));
            Processes.endAll(Journal.processes(journal()), GRACE_MS);
            endService("compositor", GRACE_MS);
            endDescendants(Set.of());
        } finally {
            listeners.close();
            groups.leave();
            folder.close();
            removeIfEmpty(session.places().runtime().getParent());
        }
    }

    private static void removeIfEmpty(Path parent) throws IOException {
        try {
            Files.deleteIfExists(parent);
        } catch (DirectoryNotEmptyException e) {
            // Other sessions run.
        }
    }

    private void endService(String name, int graceMs) throws IOException {
        var running = keepers.get(name).running();
        if (running.isPresent()) Processes.end(List.of(running.get().process()), graceMs);
    }

    // More than one round, because what ends may start something first.
    private static void endDescendants(Set<Integer> except) throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            var left = Processes.descendants(except);
            if (left.isEmpty()) return;
            Processes.endAll(left, GRACE_MS);
        }
    }

    private void post(Event event) {
        try {
            events.put(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
