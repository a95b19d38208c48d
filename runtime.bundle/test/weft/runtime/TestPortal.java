package weft.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.message.Connection;
import weft.api.message.Files;
import weft.api.message.Message;
import weft.codec.Envelope;
import weft.codec.Frames;
import weft.os.Fd;
import weft.os.UnixSocket;

/** As much of a portal as WASI needs, on one real folder; it follows no link. */
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

    private void serve(Fd socket) {
        var handles = new HashMap<Integer, FileChannel>();
        try {
            var frames = new Frames(socket);
            for (;;) {
                Envelope e = frames.read().envelope();
                try {
                    frames.write(Envelope.reply(e.id(), answer(e.message(), handles)));
                } catch (WeftException | IOException failure) {
                    frames.write(Envelope.failure(e.id(), failure instanceof IOException io ? translated(io) : failure));
                }
            }
        } catch (IOException | IllegalStateException e) {
            socket.close();
        }
    }

    private static WeftException translated(IOException e) {
        String errno = switch (e) {
            case NoSuchFileException n -> "ENOENT";
            case FileAlreadyExistsException f -> "EEXIST";
            case DirectoryNotEmptyException d -> "ENOTEMPTY";
            default -> e.getMessage().contains("Is a directory") ? "EISDIR" : e.getMessage().contains("Not a directory") ? "ENOTDIR" : "EIO";
        };
        return WeftException.file(ErrorCode.INTERNAL, e.toString(), errno);
    }

    private Message answer(Message request, Map<Integer, FileChannel> handles) throws IOException {
        return switch (request) {
            case Connection.Hello h -> new Connection.Welcome(Optional.empty());
            case Files.FsOpen o -> open(o, handles);
            case Files.FsRead r -> read(handles.get(r.handle()), r);
            case Files.FsWrite w -> write(handles.get(w.handle()), w);
            case Files.FsStat s -> status(path(s.path()));
            case Files.FsFstat s -> new Files.FsStatus(Files.Kind.file, handles.get(s.handle()).size(), 0, 0);
            case Files.FsList l -> list(path(l.path()));
            default -> {
                change(request, handles);
                yield new Connection.Ok();
            }
        };
    }

    private void change(Message request, Map<Integer, FileChannel> handles) throws IOException {
        switch (request) {
            case Files.FsClose c -> {
                if (handles.containsKey(c.handle())) handles.remove(c.handle()).close();
            }
            case Files.FsMkdir m -> java.nio.file.Files.createDirectory(path(m.path()));
            case Files.FsRename r -> java.nio.file.Files.move(path(r.from()), path(r.to()), StandardCopyOption.ATOMIC_MOVE);
            case Files.FsRemove r -> remove(path(r.path()), r.directory());
            case Files.FsTruncate t -> truncate(handles.get(t.handle()), t.size());
            case Files.FsSync s -> handles.get(s.handle()).force(true);
            default -> throw new WeftException(ErrorCode.INVALID, "not a file operation: " + request);
        }
    }

    private Path path(String guest) {
        Path path = Path.of(guest);
        if (!path.startsWith("/data") || !path.normalize().equals(path)) {
            refused.add(guest);
            throw WeftException.file(ErrorCode.DENIED, guest + " is not yours", "EACCES");
        }
        Path real = data;
        for (Path part : Path.of("/data").relativize(path)) {
            if (part.toString().isEmpty()) continue;
            real = real.resolve(part);
            if (java.nio.file.Files.isSymbolicLink(real)) throw WeftException.file(ErrorCode.DENIED, guest + " is a link", "ELOOP");
        }
        return real;
    }

    private Message open(Files.FsOpen o, Map<Integer, FileChannel> handles) throws IOException {
        Set<OpenOption> options = new HashSet<>(Set.of(LinkOption.NOFOLLOW_LINKS));
        if (o.read()) options.add(StandardOpenOption.READ);
        if (o.write()) options.add(StandardOpenOption.WRITE);
        if (o.create()) options.add(o.exclusive() ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE);
        Path path = path(o.path());
        if (java.nio.file.Files.isDirectory(path)) throw WeftException.file(ErrorCode.INVALID, "a folder", "EISDIR");
        FileChannel channel = FileChannel.open(path, options);
        if (o.truncate()) channel.truncate(0);
        int handle = handles.keySet().stream().mapToInt(i -> i).max().orElse(0) + 1;
        handles.put(handle, channel);
        return new Files.FsOpened(handle, channel.size());
    }

    private static Message read(FileChannel channel, Files.FsRead r) throws IOException {
        var buffer = ByteBuffer.allocate(r.length());
        int n = Math.max(0, channel.read(buffer, r.offset()));
        return new Files.FsData(java.util.Arrays.copyOf(buffer.array(), n));
    }

    private static Message write(FileChannel channel, Files.FsWrite w) throws IOException {
        int n = channel.write(ByteBuffer.wrap(w.bytes()), w.offset() < 0 ? channel.size() : w.offset());
        return new Files.FsWritten(n, channel.size());
    }

    private static void truncate(FileChannel channel, long size) throws IOException {
        if (size > channel.size()) channel.write(ByteBuffer.allocate(1), size - 1);
        channel.truncate(size);
    }

    private static void remove(Path path, boolean directory) throws IOException {
        boolean is = java.nio.file.Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isDirectory();
        if (directory && !is) throw WeftException.file(ErrorCode.INVALID, "no folder", "ENOTDIR");
        if (!directory && is) throw WeftException.file(ErrorCode.INVALID, "a folder", "EISDIR");
        java.nio.file.Files.delete(path);
    }

    private static Files.FsStatus status(Path path) throws IOException {
        var a = java.nio.file.Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new Files.FsStatus(kind(a), a.size(), a.lastModifiedTime().toMillis(), 1);
    }

    private static Files.Kind kind(BasicFileAttributes a) {
        return a.isRegularFile() ? Files.Kind.file : a.isDirectory() ? Files.Kind.directory : Files.Kind.other;
    }

    private static Message list(Path folder) throws IOException {
        var entries = new ArrayList<Files.FsEntry>();
        try (var children = java.nio.file.Files.list(folder)) {
            for (Path p : children.sorted().toList()) {
                var a = java.nio.file.Files.readAttributes(p, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                entries.add(new Files.FsEntry(p.getFileName().toString(), kind(a), a.size()));
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
