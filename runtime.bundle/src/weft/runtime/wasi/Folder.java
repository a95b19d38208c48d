package weft.runtime.wasi;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import weft.api.message.Files;

/**
 * An open folder of the portal. Paths are resolved here as text and may not leave it: that is safe because the portal
 * follows no links, and the portal checks everything again.
 */
final class Folder extends Descriptor {
    private static final int MAX_PATH = 4096;
    private final PortalCalls portal;
    private final String path;
    private List<Entry> listing = List.of();

    /** A name in this folder, as fd_readdir tells it. */
    record Entry(String name, int kind) {}

    Folder(PortalCalls portal, String path) {
        this.portal = portal;
        this.path = path;
    }

    String path() {
        return path;
    }

    /** The portal's path of a guest's relative path; a trailing slash is left to the caller. */
    String resolve(String relative) {
        if (relative.isEmpty()) throw new WasiFailure(WasiErrno.NOENT);
        if (relative.length() > MAX_PATH) throw new WasiFailure(WasiErrno.NAMETOOLONG);
        if (relative.indexOf('\0') >= 0) throw new WasiFailure(WasiErrno.INVAL);
        if (relative.startsWith("/")) throw new WasiFailure(WasiErrno.NOTCAPABLE);
        var parts = new ArrayDeque<String>();
        for (String part : relative.split("/")) {
            if (part.isEmpty() || part.equals(".")) continue;
            if (!part.equals("..")) parts.addLast(part);
            else if (parts.pollLast() == null) throw new WasiFailure(WasiErrno.NOTCAPABLE);
        }
        return parts.isEmpty() ? path : path + "/" + String.join("/", parts);
    }

    /** Entries from a cookie on; the folder is read anew when the guest starts over. */
    List<Entry> entries(long cookie) {
        if (cookie == 0) {
            var fresh = new ArrayList<>(List.of(new Entry(".", DIRECTORY), new Entry("..", DIRECTORY)));
            for (var e : portal.repeat(Files.FsEntries.class, new Files.FsList(path)).entries()) fresh.add(new Entry(e.name(), fileType(e.kind())));
            listing = fresh;
        }
        if (cookie < 0 || cookie > listing.size()) throw new WasiFailure(WasiErrno.INVAL);
        return listing.subList((int) cookie, listing.size());
    }

    static Status status(Files.FsStatus s) {
        return new Status(fileType(s.kind()), s.inode(), s.size(), s.modifiedMs() * 1_000_000);
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
        return 0x7FFFFFF & ~(FD_READ | FD_SEEK | FD_WRITE);
    }

    @Override
    long inheritedRights() {
        return 0xFFFFFFF;
    }

    @Override
    Status status() {
        return status(portal.repeat(Files.FsStatus.class, new Files.FsStat(path)));
    }

    @Override
    byte[] read(int length) {
        throw new WasiFailure(WasiErrno.ISDIR);
    }

    @Override
    void sync() {}

    @Override
    Folder folder() {
        return this;
    }
}
