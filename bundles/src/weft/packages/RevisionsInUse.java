package weft.packages;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.gateway.SessionFacts;
import weft.api.gateway.Sessions;
import weft.api.packages.AppPackage;
import weft.os.Fd;
import weft.os.FileLock;
import weft.packages.store.AppStore;

/** Keeps the files of every revision that a session runs on: a shared lock on its folder, seen by whoever collects. */
final class RevisionsInUse implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("weft.packages");
    private static final long LAUNCH_MS = 5_000;
    private static final int TRIES = 20;
    private final AppStore store;
    private final Sessions sessions;
    private final LongConsumer again;
    private final Map<Path, Held> held = new HashMap<>();

    /** @param until before this time the session may still be about to appear (milliseconds since 1970) */
    private record Held(AppStore.Revision revision, Fd lock, long until) {}

    /** @param again is asked to call {@link #refresh} after so many milliseconds */
    RevisionsInUse(AppStore store, Sessions sessions, LongConsumer again) {
        this.store = store;
        this.sessions = sessions;
        this.again = again;
    }

    /**
     * The app to launch, verified; its files stay from now on, until its session ends or does not come. An update that
     * switches and collects in between is the reason to look again.
     */
    AppPackage launched(InstalledPackages packages, AppId id) {
        for (int tries = 1; ; tries++) {
            try {
                AppPackage app = packages.find(id);
                if (app.revision().isEmpty() || keep(new AppStore.Revision(id, app.revision().get(), app.folder()))) return packages.verify(app);
            } catch (WeftException e) {
                if (e.code() != ErrorCode.NOT_FOUND || tries >= TRIES) throw e;
            }
            if (tries >= TRIES) throw new WeftException(ErrorCode.CONFLICT, id + " is being updated; try again.");
        }
    }

    private boolean keep(AppStore.Revision revision) {
        long until = System.currentTimeMillis() + LAUNCH_MS;
        synchronized (this) {
            Held before = held.get(revision.folder());
            if (before == null && !hold(revision, until)) return false;
            if (before != null) held.put(revision.folder(), new Held(revision, before.lock, until));
        }
        again.accept(LAUNCH_MS + 1);
        return true;
    }

    /** Takes and lets go, until what is locked is what runs; what nobody runs any more is collected if it is old. */
    synchronized void refresh() {
        var wanted = new HashSet<Path>();
        for (SessionFacts s : sessions.all()) {
            if (s.is(SessionState.Stopped) || s.revision().isEmpty()) continue;
            store.revision(s.appId(), s.revision().get()).ifPresent(r -> {
                wanted.add(r.folder());
                if (!held.containsKey(r.folder())) hold(r, 0);
            });
        }
        long now = System.currentTimeMillis();
        for (Path folder : Set.copyOf(held.keySet())) if (!wanted.contains(folder) && held.get(folder).until < now) letGo(held.remove(folder));
    }

    private boolean hold(AppStore.Revision revision, long until) {
        try {
            Fd lock = FileLock.shared(revision.folder());
            boolean there = Files.isDirectory(revision.folder());
            if (there) held.put(revision.folder(), new Held(revision, lock, until));
            else lock.close();
            return there;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the files of {0} {1} are gone: {2}", revision.app(), revision.name(), e.getMessage());
            return false;
        }
    }

    private void letGo(Held old) {
        old.lock.close();
        try {
            store.collect(old.revision.app());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "old files of {0} stay: {1}", old.revision.app(), e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        held.values().forEach(h -> h.lock.close());
        held.clear();
    }
}
