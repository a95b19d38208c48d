package weft.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.os.Fd;
import weft.os.OsException;
import weft.os.UnixSocket;

/** The listening sockets of the session, mode 0600, open for as long as it lives. */
final class Listeners implements AutoCloseable {
    private static final int BACKLOG = 128;
    private final Map<Path, Fd> open = new LinkedHashMap<>();

    /**
     * Makes a service's sockets; a socket file whose listener is dead is replaced.
     *
     * @throws IOException naming the file, if it is anything else or somebody listens there
     */
    void open(Service service) throws IOException {
        for (var endpoint : service.sockets()) {
            removeStale(endpoint.path());
            // It gets its name once it listens: who finds it is never refused.
            Path unnamed = endpoint.path().resolveSibling(endpoint.path().getFileName() + "~");
            Files.deleteIfExists(unnamed);
            open.put(endpoint.path(), UnixSocket.listen(unnamed, BACKLOG));
            Files.setPosixFilePermissions(unnamed, PosixFilePermissions.fromString("rw-------"));
            Files.move(unnamed, endpoint.path(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** A service's sockets in the order in which it names them. They stay ours. */
    List<Fd> of(Service service) {
        var fds = new ArrayList<Fd>();
        for (var endpoint : service.sockets()) fds.add(open.get(endpoint.path()));
        return fds;
    }

    private static void removeStale(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) return;
        boolean socket = Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther();
        if (!socket) throw new IOException(path + " is in the way: it is not a socket");
        if (isServed(path)) throw new IOException(path + " is in use by another program");
        Files.delete(path);
    }

    private static boolean isServed(Path path) {
        try {
            UnixSocket.connect(path).close();
            return true;
        } catch (OsException refused) {
            return false;
        }
    }

    /** Closes every socket and removes its file: callers that still wait are refused. */
    @Override
    public void close() {
        open.forEach((path, fd) -> {
            fd.close();
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                System.err.println("weft: cannot remove " + path + ": " + e.getMessage());
            }
        });
        open.clear();
    }
}
