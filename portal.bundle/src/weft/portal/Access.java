package weft.portal;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.OpenFiles;
import weft.os.OsException;

/**
 * What one session may reach, for as long as it lives. A grant is opened when it is first needed; when one is revoked,
 * that waits for the operations in hand, and from then on everything under it is refused.
 */
public final class Access implements AutoCloseable {
    private final SessionId session;
    private final OpenFiles files;
    private final Watches watches = new Watches();
    private final Quota quota;
    private final GrantSource source;
    private final LongSupplier clockMs;
    private final Map<String, Grant> open = new ConcurrentHashMap<>();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    /** Opens grants. */
    interface GrantSource {
        /** How many parts of a guest path name a grant. */
        int length(GuestPath guest);

        /**
         * Opens what a path leads into, after asking the user where that is needed.
         *
         * @throws WeftException DENIED, naming the capability that it would take; NOT_FOUND where no capability leads
         */
        Grant open(GuestPath guest);
    }

    /** An operation on files. */
    interface Work<T> {
        T run() throws IOException;
    }

    Access(SessionId session, OpenFiles files, Quota quota, GrantSource source, LongSupplier clockMs) {
        this.session = session;
        this.files = files;
        this.quota = quota;
        this.source = source;
        this.clockMs = clockMs;
    }

    public SessionId session() {
        return session;
    }

    public OpenFiles files() {
        return files;
    }

    public Watches watches() {
        return watches;
    }

    public List<Grant> grants() {
        return List.copyOf(open.values());
    }

    /** Opens what these paths lead into; may wait for the user. */
    void prepare(List<String> paths) {
        for (String path : paths) {
            var guest = GuestPath.of(path);
            String key = key(guest);
            var known = open.get(key);
            if (known != null && (known.expiresMs() == 0 || clockMs.getAsLong() < known.expiresMs())) continue;
            if (known != null) revoke(known.capability(), WeftException.denied(known.capability(), known.guestPath() + " was granted for a time that is over"));
            var fresh = source.open(guest);
            if (open.putIfAbsent(key, fresh) != null) fresh.root().close();
        }
    }

    private String key(GuestPath guest) {
        return String.join("/", guest.names().subList(0, Math.min(guest.names().size(), source.length(guest))));
    }

    /** Takes room for what a file under a grant is going to grow by. @throws WeftException TOO_LARGE, errno EDQUOT */
    public void grow(String guestPath, long bytes) throws OsException {
        for (Grant g : open.values()) if (g.isOwnData() && g.guestPath().equals(guestPath)) quota.grow(g.root(), bytes);
    }

    /** Runs an operation; nothing is revoked meanwhile. */
    <T> T run(Work<T> work) throws IOException {
        lock.readLock().lock();
        try {
            return work.run();
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Where a guest path leads.
     *
     * @throws WeftException DENIED if it was revoked since it was {@linkplain #prepare prepared}
     */
    public Place place(String path) {
        GuestPath guest = GuestPath.of(path);
        var grant = open.get(key(guest));
        if (grant == null) throw new WeftException(ErrorCode.DENIED, guest + " was revoked");
        return Place.of(grant, guest.names().subList(grant.guest().size(), guest.names().size()), guest.mustBeFolder());
    }

    /** Ends what a capability granted, with all that is open or watched under it. */
    void revoke(String capability, WeftException why) {
        lock.writeLock().lock();
        try {
            for (Grant g : grants()) {
                if (!g.capability().equals(capability)) continue;
                open.values().remove(g);
                files.revoke(session, g.guestPath(), why);
                watches.revoke(g.guestPath(), why);
                g.root().close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            watches.close();
            open.values().forEach(g -> g.root().close());
            open.clear();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
