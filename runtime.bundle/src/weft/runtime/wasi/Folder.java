package weft.runtime.wasi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import weft.api.message.Files;

/**
 * An open folder of the portal. Paths are resolved here as text and may not leave it: that is safe because the portal
 * follows no links, and the portal checks everything again.
 */
final class Folder extends Descriptor {
    static final int MAX_PATH = 4096;
    private static final int MAX_NAME = 255;
    private final PortalCalls portal;
    private final Optional<String> preopened;
    private String path;
    private List<Entry> listing;

    /** A name in this folder, as fd_readdir tells it. */
    record Entry(String name, int kind, long inode) {}

    Folder(PortalCalls portal, String path) {
        this(portal, path, Optional.empty());
    }

    private Folder(PortalCalls portal, String path, Optional<String> preopened) {
        this.portal = portal;
        this.path = path;
        this.preopened = preopened;
    }

    /** A folder that the guest finds open, and finds by its name. */
    static Folder preopened(PortalCalls portal, String path) {
        return new Folder(portal, path, Optional.of(path));
    }

    Optional<String> preopened() {
        return preopened;
    }

    /** The portal's path of a guest's relative path; a trailing slash is left to the caller. */
    String resolve(String relative) {
        if (relative.isEmpty()) throw new WasiFailure(WasiErrno.NOENT);
        if (relative.indexOf('\0') >= 0) throw new WasiFailure(WasiErrno.INVAL);
        if (relative.startsWith("/")) throw new WasiFailure(WasiErrno.NOTCAPABLE);
        var parts = new ArrayDeque<String>();
        for (String part : relative.split("/")) {
            if (part.isEmpty() || part.equals(".")) continue;
            if (part.length() > MAX_NAME || part.getBytes(StandardCharsets.UTF_8).length > MAX_NAME) throw new WasiFailure(WasiErrno.NAMETOOLONG);
            if (!part.equals("..")) parts.addLast(part);
            else up(parts);
        }
        return below(parts);
    }

    private String below(Collection<String> parts) {
        return parts.isEmpty() ? path : path + "/" + String.join("/", parts);
    }

    // Only a folder has a parent: what is missing, or a file, or a link has none.
    private void up(Deque<String> parts) {
        if (parts.isEmpty()) throw new WasiFailure(WasiErrno.NOTCAPABLE);
        if (portal.repeat(Files.FsStatus.class, new Files.FsStat(below(parts))).kind() != Files.Kind.directory) throw new WasiFailure(WasiErrno.NOTDIR);
        parts.removeLast();
    }

    /** Entries from a cookie on; the folder is read anew when the guest starts over. A cookie past the end finds nothing. */
    List<Entry> entries(long cookie) {
        if (cookie == 0 || listing == null) {
            var fresh = new ArrayList<>(List.of(new Entry(".", DIRECTORY, status().inode()), new Entry("..", DIRECTORY, 0)));
            for (var e : portal.repeat(Files.FsEntries.class, new Files.FsList(path)).entries()) fresh.add(new Entry(e.name(), fileType(e.kind()), e.inode()));
            listing = fresh;
        }
        int from = (int) (cookie < 0 ? listing.size() : Math.min(cookie, listing.size()));
        return listing.subList(from, listing.size());
    }

    static Status status(Files.FsStatus s) {
        return new Status(fileType(s.kind()), s.inode(), s.size(), s.modifiedNs(), s.accessedNs());
    }

    private static int fileType(Files.Kind kind) {
        return switch (kind) {
            case file -> REGULAR_FILE;
            case directory -> DIRECTORY;
            case other -> 0;
        };
    }

    @Override
    int fileType() {
        return DIRECTORY;
    }

    @Override
    long rights() {
        return Rights.FOLDER;
    }

    @Override
    long inheritedRights() {
        return Rights.FOLDER | Rights.FILE;
    }

    @Override
    Status status() {
        return status(portal.repeat(Files.FsStatus.class, new Files.FsStat(path)));
    }

    @Override
    void flags(int flags) {
        if ((flags & ~FLAGS) != 0) throw new WasiFailure(WasiErrno.INVAL);
        if ((flags & ~NONBLOCK) != 0) throw new WasiFailure(WasiErrno.NOTSUP);
    }

    @Override
    void sync() {}

    @Override
    void times(Times times) {
        times.set(portal, path);
    }

    @Override
    Folder folder() {
        return this;
    }

    @Override
    void moved(String from, String to) {
        path = renamed(path, from, to);
    }

    /** Where a path leads after a rename. */
    static String renamed(String path, String from, String to) {
        if (path.equals(from)) return to;
        return path.startsWith(from + "/") ? to + path.substring(from.length()) : path;
    }

    // What only files do.

    private static WasiFailure isFolder() {
        return new WasiFailure(WasiErrno.ISDIR);
    }

    @Override
    byte[] read(int length) {
        throw isFolder();
    }

    @Override
    byte[] readAt(long offset, int length) {
        throw isFolder();
    }

    @Override
    int write(byte[] bytes) {
        throw isFolder();
    }

    @Override
    int writeAt(long offset, byte[] bytes) {
        throw isFolder();
    }

    @Override
    long seek(long offset, int whence) {
        throw isFolder();
    }

    @Override
    void truncate(long size) {
        throw isFolder();
    }

    @Override
    void allocate(long size) {
        throw isFolder();
    }
}
