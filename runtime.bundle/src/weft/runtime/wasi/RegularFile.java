package weft.runtime.wasi;

import java.util.Optional;
import java.util.OptionalInt;
import weft.api.message.Connection;
import weft.api.message.Files;

/**
 * An open file of the portal; one that came along as a descriptor is read without asking. After a restart of the portal the path is opened again, at its first use; a file that is
 * gone by then answers with an error.
 */
final class RegularFile extends Descriptor {
    /** The most bytes that one request carries. */
    static final int CHUNK = 1 << 20;

    /** How a file was asked for; {@code create} and what else happens only once is not repeated after a restart. */
    record Mode(boolean read, boolean write, int flags) {
        boolean append() {
            return (flags & APPEND) != 0;
        }

        boolean synchronous() {
            return (flags & (DSYNC | SYNC)) != 0;
        }
    }

    private final PortalCalls portal;
    private String path;
    private Mode mode;
    private int handle;
    private int connection;
    private long position;
    private Optional<PassedFiles.PassedFile> passed = Optional.empty();

    private RegularFile(PortalCalls portal, String path, Mode mode) {
        this.portal = portal;
        this.path = path;
        this.mode = mode;
    }

    static RegularFile open(PortalCalls portal, String path, Mode mode, boolean create, boolean exclusive, boolean truncate) {
        var file = new RegularFile(portal, path, mode);
        boolean pass = mode.read && !mode.write && !create && !truncate && !mode.append() && portal.passed().hasRoom();
        var request = new Files.FsOpen(path, mode.read, mode.write, create, exclusive, truncate, mode.append(), pass);
        long closings = portal.passed().closings();
        PortalCalls.Request open = connection -> {
            file.connection = connection;
            return request;
        };
        var opened = exclusive ? portal.ask(Files.FsOpened.class, open) : portal.repeat(Files.FsOpened.class, open);
        file.handle = opened.handle();
        if (opened.passed()) file.passed = portal.passed(closings);
        return file;
    }

    // A request that uses the handle must not go over another connection than the one that gave it.
    private PortalCalls.Request withHandle(java.util.function.IntFunction<Files> request) {
        return present -> {
            if (present != connection) openAgain(present);
            return request.apply(handle);
        };
    }

    private void openAgain(int present) {
        var open = new Files.FsOpen(path, mode.read, mode.write, false, false, false, mode.append());
        int[] over = {present};
        handle = portal.repeat(Files.FsOpened.class, c -> {
            over[0] = c;
            return open;
        }).handle();
        connection = over[0];
    }

    @Override
    int fileType() {
        return REGULAR_FILE;
    }

    @Override
    long rights() {
        return Rights.FILE & ~(mode.read ? 0 : Rights.FD_READ) & ~(mode.write ? 0 : Rights.CHANGING);
    }

    @Override
    int flags() {
        return mode.flags;
    }

    @Override
    void flags(int flags) {
        if ((flags & ~FLAGS) != 0) throw new WasiFailure(WasiErrno.INVAL);
        if (((flags ^ mode.flags) & (DSYNC | RSYNC | SYNC)) != 0) throw new WasiFailure(WasiErrno.NOTSUP);
        mode = new Mode(mode.read, mode.write, flags);
    }

    @Override
    Status status() {
        return Folder.status(portal.repeat(Files.FsStatus.class, withHandle(Files.FsFstat::new)));
    }

    @Override
    int read(Vectors into) {
        int count = readAt(position, into);
        position += count;
        return count;
    }

    @Override
    int readAt(long offset, Vectors into) {
        if (!mode.read) throw new WasiFailure(WasiErrno.BADF);
        if (offset < 0) throw new WasiFailure(WasiErrno.INVAL);
        var direct = passed.isEmpty() ? OptionalInt.empty() : passed.get().read(offset, into);
        return direct.isPresent() ? direct.getAsInt() : super.readAt(offset, into);
    }

    @Override
    byte[] readAt(long offset, int length) {
        int wanted = Math.min(length, CHUNK);
        byte[] bytes = portal.repeat(Files.FsData.class, withHandle(h -> new Files.FsRead(h, offset, wanted))).bytes();
        if (bytes.length > wanted) throw new WasiFailure(WasiErrno.IO);
        return bytes;
    }

    @Override
    int write(byte[] bytes) {
        int done = 0;
        while (done < bytes.length) {
            byte[] part = java.util.Arrays.copyOfRange(bytes, done, Math.min(bytes.length, done + CHUNK));
            Files.FsWritten written = mode.append() ? append(part) : put(position, part);
            position = mode.append() ? written.size() : position + written.count();
            done += written.count();
            if (written.count() < part.length) break;
        }
        if (mode.synchronous()) sync();
        return done;
    }

    @Override
    int writeAt(long offset, byte[] bytes) {
        if (offset < 0) throw new WasiFailure(WasiErrno.INVAL);
        int done = 0;
        while (done < bytes.length) {
            byte[] part = java.util.Arrays.copyOfRange(bytes, done, Math.min(bytes.length, done + CHUNK));
            int count = put(offset + done, part).count();
            done += count;
            if (count < part.length) break;
        }
        if (mode.synchronous()) sync();
        return done;
    }

    // The same bytes at the same place twice are the same file; appended twice they are not.
    private Files.FsWritten put(long offset, byte[] bytes) {
        mustWrite();
        return checked(bytes, portal.repeat(Files.FsWritten.class, withHandle(h -> new Files.FsWrite(h, offset, bytes))));
    }

    private Files.FsWritten append(byte[] bytes) {
        mustWrite();
        return checked(bytes, portal.ask(Files.FsWritten.class, withHandle(h -> new Files.FsWrite(h, -1, bytes))));
    }

    private static Files.FsWritten checked(byte[] bytes, Files.FsWritten written) {
        if (written.count() < 0 || written.count() > bytes.length) throw new WasiFailure(WasiErrno.IO);
        return written;
    }

    private void mustWrite() {
        if (!mode.write) throw new WasiFailure(WasiErrno.BADF);
    }

    @Override
    long seek(long offset, int whence) {
        long base = switch (whence) {
            case 0 -> 0;
            case 1 -> position;
            case 2 -> status().size();
            default -> throw new WasiFailure(WasiErrno.INVAL);
        };
        if (offset > 0 && base + offset < 0) throw new WasiFailure(WasiErrno.OVERFLOW);
        if (base + offset < 0) throw new WasiFailure(WasiErrno.INVAL);
        position = base + offset;
        return position;
    }

    @Override
    void truncate(long size) {
        mustWrite();
        if (size < 0) throw new WasiFailure(WasiErrno.INVAL);
        portal.repeat(Connection.Ok.class, withHandle(h -> new Files.FsTruncate(h, size)));
    }

    @Override
    void allocate(long size) {
        mustWrite();
        if (status().size() < size) truncate(size);
    }

    @Override
    void sync() {
        portal.repeat(Connection.Ok.class, withHandle(Files.FsSync::new));
    }

    @Override
    long readable() {
        return Math.max(0, status().size() - position);
    }

    @Override
    void times(Times times) {
        times.set(portal, path);
    }

    @Override
    void moved(String from, String to) {
        path = Folder.renamed(path, from, to);
    }

    // A handle of a lost connection is gone already.
    @Override
    void close() {
        passed.ifPresent(PassedFiles.PassedFile::close);
        try {
            portal.ask(Connection.Ok.class, present -> new Files.FsClose(present == connection ? handle : -1));
        } catch (WasiFailure e) {
            // Nothing is left to give back.
        }
    }
}
