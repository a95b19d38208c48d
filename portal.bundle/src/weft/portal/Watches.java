package weft.portal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.message.Files.ChangeKind;
import weft.api.message.Files.FsChange;
import weft.api.message.Files.FsChanges;
import weft.os.Fd;
import weft.os.Inotify;

/** The watches of one session. They live as long as this bundle: after an update the app has to watch again. */
public final class Watches implements AutoCloseable {
    static final int MAX = 16, MAX_WAIT_MS = 30_000;
    private static final int MAX_CHANGES = 1_000;
    private final Map<Integer, Watch> watches = new HashMap<>();

    private static final class Watch {
        final String grant;
        final Inotify inotify;
        volatile WeftException ended;

        Watch(String grant, Inotify inotify) {
            this.grant = grant;
            this.inotify = inotify;
        }

        synchronized FsChanges next(int waitMs) throws IOException {
            if (ended != null) throw ended;
            var events = inotify.take();
            if (events.isEmpty() && waitMs > 0) {
                inotify.await(waitMs);
                if (ended != null) throw ended;
                events = inotify.take();
            }
            return changes(events);
        }

        // Whoever waits is woken first, and leaves with the reason.
        void end(WeftException why) {
            ended = why;
            inotify.wake();
            synchronized (this) {
                inotify.close();
            }
        }
    }

    private static FsChanges changes(List<Inotify.Event> events) {
        var changes = new ArrayList<FsChange>();
        boolean missed = false;
        for (var e : events) {
            if ((e.mask() & Inotify.OVERFLOW) != 0 || changes.size() >= MAX_CHANGES) missed = true;
            else {
                var change = new FsChange(e.name(), kind(e.mask()));
                if (changes.isEmpty() || !changes.getLast().equals(change)) changes.add(change);
            }
        }
        return new FsChanges(changes, missed);
    }

    private static ChangeKind kind(int mask) {
        if ((mask & (Inotify.CREATE | Inotify.MOVED_TO)) != 0) return ChangeKind.created;
        return (mask & Inotify.MODIFY) != 0 ? ChangeKind.changed : ChangeKind.removed;
    }

    /** Watches what a descriptor stands for; it stays the caller's. @return the watch, from 1 */
    public int add(String grant, Fd watched) throws IOException {
        synchronized (this) {
            if (watches.size() >= MAX) throw WeftException.file(ErrorCode.TOO_LARGE, "more than " + MAX + " watches", "EMFILE");
            int number = 1;
            while (watches.containsKey(number)) number++;
            watches.put(number, new Watch(grant, new Inotify(watched)));
            return number;
        }
    }

    /** What has changed; waits for it. @throws WeftException INVALID if there is no such watch; the reason if its grant was revoked */
    public FsChanges next(int watch, int waitMs) throws IOException {
        return find(watch).next(Math.clamp(waitMs, 0, MAX_WAIT_MS));
    }

    public void remove(int watch) {
        var ended = find(watch);
        synchronized (this) {
            watches.remove(watch, ended);
        }
        if (ended.ended == null) ended.end(noWatch());
    }

    private synchronized Watch find(int watch) {
        var found = watches.get(watch);
        if (found == null) throw noWatch();
        return found;
    }

    private static WeftException noWatch() {
        return WeftException.file(ErrorCode.INVALID, "there is no such watch", "EBADF");
    }

    void revoke(String grant, WeftException why) {
        for (Watch w : all()) if (w.grant.equals(grant) && w.ended == null) w.end(why);
    }

    private synchronized List<Watch> all() {
        return List.copyOf(watches.values());
    }

    @Override
    public void close() {
        for (Watch w : all()) if (w.ended == null) w.end(noWatch());
    }
}
