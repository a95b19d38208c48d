package weft.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.message.Connection;
import weft.api.message.Files;
import weft.api.message.Message;
import weft.api.message.Services;
import weft.codec.Envelope;
import weft.codec.Frames;
import weft.os.Errno;
import weft.os.Fd;
import weft.os.FileAt;
import weft.os.OpenAt2;
import weft.os.OsException;
import weft.os.UnixSocket;

/** As much of a portal as WASI needs, on one real folder; the kernel says what it refuses, and it follows no link. */
final class TestPortal implements AutoCloseable {
    private final Path data;
    private final Fd listener;
    private final List<Fd> connections = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();

    TestPortal(Path socket, Path data) throws IOException {
        this.data = data;
        listener = UnixSocket.listen(socket, 8);
        Thread.ofPlatform().daemon().start(this::accept);
    }

    /** Paths that a guest asked for and that do not lie in its folder. */
    List<String> refusedPaths() {
        return refused;
    }

    private void accept() {
        try {
            for (;;) {
                Fd socket = UnixSocket.accept(listener);
                connections.add(socket);
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            }
        } catch (IOException | IllegalStateException e) {
            // closed
        }
    }

    private record Open(Fd fd, boolean append) {}

    private void serve(Fd socket) {
        var handles = new HashMap<Integer, Open>();
        try {
            var frames = new Frames(socket);
            for (;;) {
                Envelope e = frames.read().envelope();
                try {
                    frames.write(Envelope.reply(e.id(), answer(e.message(), handles)));
                } catch (OsException failure) {
                    frames.write(Envelope.failure(e.id(), WeftException.file(ErrorCode.INTERNAL, failure.toString(), Errno.name(failure.errno()))));
                } catch (WeftException failure) {
                    frames.write(Envelope.failure(e.id(), failure));
                }
            }
        } catch (IOException | IllegalStateException e) {
            socket.close();
            handles.values().forEach(o -> o.fd.close());
        }
    }

    private Message answer(Message request, Map<Integer, Open> handles) throws IOException {
        return switch (request) {
            case Connection.Hello h -> new Connection.Welcome(Optional.empty());
            case Services.QueryPlaces q -> new Services.Places(List.of("/data"));
            case Files.FsOpen o -> open(o, handles);
            case Files.FsRead r -> read(handle(handles, r.handle()), r);
            case Files.FsWrite w -> write(handle(handles, w.handle()), w);
            case Files.FsStat s -> {
                try (Fd entry = at(s.path(), OpenAt2.O_PATH | OpenAt2.O_NOFOLLOW, 0)) {
                    yield status(FileAt.status(entry));
                }
            }
            case Files.FsFstat s -> status(FileAt.status(handle(handles, s.handle()).fd));
            case Files.FsList l -> list(l.path());
            default -> {
                change(request, handles);
                yield new Connection.Ok();
            }
        };
    }

    private void change(Message request, Map<Integer, Open> handles) throws IOException {
        switch (request) {
            case Files.FsClose c -> {
                if (handles.containsKey(c.handle())) handles.remove(c.handle()).fd.close();
            }
            case Files.FsMkdir m -> {
                try (Fd folder = parent(m.path())) {
                    FileAt.makeDirectory(folder, name(m.path()), 0700);
                }
            }
            case Files.FsRename r -> {
                try (Fd from = parent(r.from()); Fd to = parent(r.to())) {
                    FileAt.rename(from, name(r.from()), to, name(r.to()));
                }
            }
            case Files.FsRemove r -> {
                try (Fd folder = parent(r.path())) {
                    FileAt.remove(folder, name(r.path()), r.directory());
                }
            }
            case Files.FsSetTimes t -> {
                try (Fd folder = parent(t.path())) {
                    FileAt.times(folder, name(t.path()), t.accessedNs().orElse(FileAt.SAME_TIME), t.modifiedNs().orElse(FileAt.SAME_TIME));
                }
            }
            case Files.FsTruncate t -> FileAt.truncate(handle(handles, t.handle()).fd, t.size());
            case Files.FsSync s -> FileAt.sync(handle(handles, s.handle()).fd);
            default -> throw new WeftException(ErrorCode.INVALID, "not a file operation: " + request);
        }
    }

    private static Open handle(Map<Integer, Open> handles, int handle) throws OsException {
        if (!handles.containsKey(handle)) throw new OsException("no such handle", Errno.EBADF);
        return handles.get(handle);
    }

    private String below(String guest) {
        Path path = Path.of(guest);
        if (path.startsWith("/data") && path.normalize().equals(path)) return path.equals(Path.of("/data")) ? "." : guest.substring("/data/".length());
        refused.add(guest);
        throw WeftException.file(ErrorCode.DENIED, guest + " is not yours", "EACCES");
    }

    private Fd at(String guest, int flags, int mode) throws OsException {
        try (Fd root = OpenAt2.withoutLinks(data.toString(), OpenAt2.O_PATH | OpenAt2.O_DIRECTORY, 0)) {
            return OpenAt2.beneath(root, below(guest), flags, mode);
        }
    }

    private Fd parent(String guest) throws OsException {
        if (below(guest).equals(".")) throw new OsException("the grant itself", Errno.EBUSY);
        return at(Path.of(guest).getParent().toString(), OpenAt2.O_PATH | OpenAt2.O_DIRECTORY, 0);
    }

    private static String name(String guest) {
        return Path.of(guest).getFileName().toString();
    }

    private Message open(Files.FsOpen o, Map<Integer, Open> handles) throws OsException {
        int flags = o.write() ? o.read() ? OpenAt2.O_RDWR : OpenAt2.O_WRONLY : OpenAt2.O_RDONLY;
        if (o.create()) flags |= OpenAt2.O_CREAT;
        if (o.exclusive()) flags |= OpenAt2.O_EXCL;
        if (o.truncate()) flags |= OpenAt2.O_TRUNC;
        Fd fd = at(o.path(), flags | OpenAt2.O_NONBLOCK, 0600);
        var status = FileAt.status(fd);
        if (status.kind() != FileAt.Kind.FILE) {
            fd.close();
            throw new OsException("open", status.kind() == FileAt.Kind.DIRECTORY ? Errno.EISDIR : Errno.EACCES);
        }
        int handle = handles.keySet().stream().mapToInt(i -> i).max().orElse(0) + 1;
        handles.put(handle, new Open(fd, o.append()));
        return new Files.FsOpened(handle, status.size());
    }

    private static Message read(Open file, Files.FsRead r) throws IOException {
        byte[] bytes = new byte[r.length()];
        return new Files.FsData(java.util.Arrays.copyOf(bytes, file.fd.readAt(r.offset(), bytes, 0, bytes.length)));
    }

    private static Message write(Open file, Files.FsWrite w) throws IOException {
        file.fd.writeAt(w.offset() < 0 ? FileAt.status(file.fd).size() : w.offset(), w.bytes(), 0, w.bytes().length);
        return new Files.FsWritten(w.bytes().length, FileAt.status(file.fd).size());
    }

    private static Files.FsStatus status(FileAt.Status s) {
        return new Files.FsStatus(kind(s.kind()), s.size(), s.modifiedMs(), s.inode(), s.modifiedNs(), s.accessedNs());
    }

    private static Files.Kind kind(FileAt.Kind kind) {
        return switch (kind) {
            case FILE -> Files.Kind.file;
            case DIRECTORY -> Files.Kind.directory;
            case LINK, OTHER -> Files.Kind.other;
        };
    }

    private Message list(String path) throws OsException {
        var entries = new ArrayList<Files.FsEntry>();
        try (Fd folder = at(path, OpenAt2.O_RDONLY | OpenAt2.O_DIRECTORY, 0)) {
            for (String name : FileAt.list(folder, 10_000).stream().sorted().toList()) {
                var s = FileAt.status(folder, name);
                entries.add(new Files.FsEntry(name, kind(s.kind()), s.size(), s.inode()));
            }
        }
        return new Files.FsEntries(entries);
    }

    /** As the platform's death looks from outside. */
    void dropConnections() {
        for (Fd c : connections) {
            try {
                UnixSocket.shutdown(c);
            } catch (IllegalStateException e) {
                // The other end was first.
            }
        }
        connections.clear();
    }

    @Override
    public void close() {
        UnixSocket.shutdown(listener);
        listener.close();
        dropConnections();
    }
}
