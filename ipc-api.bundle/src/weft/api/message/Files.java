package weft.api.message;

import java.util.List;

/** File operations of an app, on its own connection to the portal. Paths are absolute and start at a grant, such as {@code /data/note.txt}. */
public sealed interface Files extends Message {
    enum Kind { file, directory, other }

    @Doc(value = "Opens a file.", reply = FsOpened.class)
    record FsOpen(String path, boolean read, boolean write, boolean create, boolean exclusive, boolean truncate, boolean append) implements Files {}

    @Doc("A handle of this connection.")
    record FsOpened(int handle, long size) implements Files {}

    @Doc(value = "Reads at most 1 MiB.", reply = FsData.class)
    record FsRead(int handle, long offset, int length) implements Files {}

    @Doc("Empty at the end of the file.")
    record FsData(byte[] bytes) implements Files {}

    @Doc(value = "Writes at most 1 MiB; offset -1 appends.", reply = FsWritten.class)
    record FsWrite(int handle, long offset, byte[] bytes) implements Files {}

    @Doc("How many bytes were written, and the file's size now.")
    record FsWritten(int count, long size) implements Files {}

    @Doc(value = "Gives a handle back.", reply = Connection.Ok.class)
    record FsClose(int handle) implements Files {}

    @Doc(value = "What is at a path.", reply = FsStatus.class)
    record FsStat(String path) implements Files {}

    @Doc(value = "What a handle refers to.", reply = FsStatus.class)
    record FsFstat(int handle) implements Files {}

    @Doc("Kind, size in bytes, last change in milliseconds since 1970, inode number.")
    record FsStatus(Kind kind, long size, long modifiedMs, long inode) implements Files {}

    @Doc(value = "What a folder holds, at most 10,000 names.", reply = FsEntries.class)
    record FsList(String path) implements Files {}

    @Doc("The entries, without . and .., sorted by name.")
    record FsEntries(List<FsEntry> entries) implements Files {}

    /** One name in a folder. */
    record FsEntry(String name, Kind kind, long size) {}

    @Doc(value = "Makes a folder.", reply = Connection.Ok.class)
    record FsMkdir(String path) implements Files {}

    @Doc(value = "Renames within one grant, replacing an existing file.", reply = Connection.Ok.class)
    record FsRename(String from, String to) implements Files {}

    @Doc(value = "Removes a file, or an empty folder.", reply = Connection.Ok.class)
    record FsRemove(String path, boolean directory) implements Files {}

    @Doc(value = "Sets a file's size.", reply = Connection.Ok.class)
    record FsTruncate(int handle, long size) implements Files {}

    @Doc(value = "Returns when the file's bytes are on the disk.", reply = Connection.Ok.class)
    record FsSync(int handle) implements Files {}
}
