package weft.gateway;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.OpenFiles;

/** The open files of all sessions. */
final class FileTable implements OpenFiles {
    private final Map<SessionId, Map<Integer, Entry>> sessions = new HashMap<>();

    // Its monitor is held while the file is worked on, and to close it.
    private static final class Entry {
        private final OpenFile file;
        private WeftException revoked;

        Entry(OpenFile file) {
            this.file = file;
        }

        synchronized <T> T use(Work<T> work) throws IOException {
            if (revoked != null) throw revoked;
            if (!file.fd().isOpen()) throw noHandle();
            return work.on(file);
        }

        synchronized void close() {
            file.fd().close();
        }

        synchronized void revoke(WeftException why) {
            revoked = why;
            file.fd().close();
        }
    }

    @Override
    public synchronized int add(SessionId session, OpenFile file) {
        var files = sessions.computeIfAbsent(session, s -> new HashMap<>());
        if (files.size() >= MAX) {
            file.fd().close();
            throw WeftException.file(ErrorCode.TOO_LARGE, "more than " + MAX + " open files", "EMFILE");
        }
        int handle = 1;
        while (files.containsKey(handle)) handle++;
        files.put(handle, new Entry(file));
        return handle;
    }

    @Override
    public <T> T use(SessionId session, int handle, Work<T> work) throws IOException {
        return find(session, handle).use(work);
    }

    @Override
    public void close(SessionId session, int handle) {
        remove(session, handle).close();
    }

    @Override
    public void revoke(SessionId session, String grant, WeftException why) {
        List<Entry> entries;
        synchronized (this) {
            entries = List.copyOf(sessions.getOrDefault(session, Map.of()).values());
        }
        for (Entry e : entries) if (e.file.grant().equals(grant)) e.revoke(why);
    }

    @Override
    public synchronized int count(SessionId session) {
        return sessions.getOrDefault(session, Map.of()).size();
    }

    private synchronized Entry find(SessionId session, int handle) {
        Entry entry = sessions.getOrDefault(session, Map.of()).get(handle);
        if (entry == null) throw noHandle();
        return entry;
    }

    private synchronized Entry remove(SessionId session, int handle) {
        Entry entry = find(session, handle);
        sessions.get(session).remove(handle);
        return entry;
    }

    private static WeftException noHandle() {
        return WeftException.file(ErrorCode.INVALID, "there is no such open file", "EBADF");
    }

    /** Closes all that a session has open; waits for work in hand. */
    void closeAll(SessionId session) {
        Map<Integer, Entry> files;
        synchronized (this) {
            files = sessions.remove(session);
        }
        if (files != null) files.values().forEach(Entry::close);
    }
}
