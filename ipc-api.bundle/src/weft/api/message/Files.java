package weft.api.message;

import java.util.List;

/** File operations of an app, on its own connection to the portal. Paths are absolute and start at a grant, such as {@code /data/note.txt}. */
public sealed interface Files extends Message {
    enum Kind { file, directory, other }

    @Doc(value = "Opens a file. With pass, a file of the app's own data that is opened for reading alone comes along as a descriptor.", reply = FsOpened.class)
    record FsOpen(String path, boolean read, boolean write, boolean create, boolean exclusive, boolean truncate, boolean append, boolean pass) implements Files {
        public FsOpen(String path, boolean read, boolean write, boolean create, boolean exclusive, boolean truncate, boolean append) {
            this(path, read, write, create, exclusive, truncate, append, false);
        }
    }

    @Doc("A handle of this connection; passed: one descriptor comes with this message.")
    record FsOpened(int handle, long size, boolean passed) implements Files {
        public FsOpened(int handle, long size) {
            this(handle, size, false);
        }
    }

    @Doc(value = "Reads at most 1 MiB.", reply = FsData.class)
    record FsRead(int handle, long offset, int length) implements Files {}

    @Doc("Empty at the end of the file.")
    record FsData(@Sensitive byte[] bytes) implements Files {}

    @Doc(value = "Writes at most 1 MiB; offset -1 appends.", reply = FsWritten.class)
    record FsWrite(int handle, long offset, @Sensitive byte[] bytes) implements Files {}

    @Doc("How many bytes were written, and the file's size now.")
    record FsWritten(int count, long size) implements Files {}

    @Doc(value = "Gives a handle back.", reply = Connection.Ok.class)
    record FsClose(int handle) implements Files {}

    @Doc(value = "What is at a path.", reply = FsStatus.class, safe = true)
    record FsStat(String path) implements Files {}

    @Doc(value = "What a handle refers to.", reply = FsStatus.class)
    record FsFstat(int handle) implements Files {}

    @Doc("Kind, size in bytes, last change in milliseconds since 1970, inode number, last change and last use in nanoseconds since 1970.")
    record FsStatus(Kind kind, long size, long modifiedMs, long inode, long modifiedNs, long accessedNs) implements Files {
        public FsStatus(Kind kind, long size, long modifiedMs, long inode) {
            this(kind, size, modifiedMs, inode, modifiedMs * 1_000_000, modifiedMs * 1_000_000);
        }
    }

    @Doc(value = "What a folder holds, at most 10,000 names.", reply = FsEntries.class, safe = true)
    record FsList(String path) implements Files {}

    @Doc("The entries, without . and .., sorted by name.")
    record FsEntries(List<FsEntry> entries) implements Files {}

    /** One name in a folder; the inode number is 0 where it is nobody's concern. */
    record FsEntry(String name, Kind kind, long size, long inode) {
        public FsEntry(String name, Kind kind, long size) {
            this(name, kind, size, 0);
        }
    }

    @Doc(value = "Makes a folder.", reply = Connection.Ok.class)
    record FsMkdir(String path) implements Files {}

    @Doc(value = "Renames within one grant, replacing an existing file.", reply = Connection.Ok.class)
    record FsRename(String from, String to) implements Files {}

    @Doc(value = "Removes a file, or an empty folder.", reply = Connection.Ok.class)
    record FsRemove(String path, boolean directory) implements Files {}

    @Doc(value = "Sets a file's size.", reply = Connection.Ok.class)
    record FsTruncate(int handle, long size) implements Files {}

    @Doc(value = "Sets when a file or folder was last used and changed, in nanoseconds since 1970; what is left out stays.", reply = Connection.Ok.class)
    record FsSetTimes(String path, java.util.Optional<Long> accessedNs, java.util.Optional<Long> modifiedNs) implements Files {}

    @Doc(value = "Returns when the file's bytes are on the disk.", reply = Connection.Ok.class)
    record FsSync(int handle) implements Files {}

    @Doc(value = "Replaces a file's content as a whole, at most 1 MiB, or makes the file: whoever opens it finds the old bytes or the new.", reply = Connection.Ok.class)
    record FsReplace(String path, @Sensitive byte[] bytes) implements Files {}

    @Doc(value = "Watches a folder, or one file; at most 16 watches at a time.", reply = FsWatching.class)
    record FsWatch(String path) implements Files {}

    @Doc("A watch of this session.")
    record FsWatching(int watch) implements Files {}

    @Doc(value = "What has changed since the last time; waits at most so long (30 s) for the first change.", reply = FsChanges.class)
    record FsNextChanges(int watch, int waitMs) implements Files {}

    @Doc("The changes in their order; missed: there were more than could be kept, look again at everything.")
    record FsChanges(List<FsChange> changes, boolean missed) implements Files {}

    /** What happened to a name in a watched folder; the name is empty for what is watched itself. */
    record FsChange(String name, ChangeKind kind) {}

    /** Whether a name came, its content changed, or it went. */
    enum ChangeKind { created, changed, removed }

    @Doc(value = "Ends a watch.", reply = Connection.Ok.class)
    record FsUnwatch(int watch) implements Files {}
}
