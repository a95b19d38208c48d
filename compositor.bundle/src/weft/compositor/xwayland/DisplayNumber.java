package weft.compositor.xwayland;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import weft.os.Fd;
import weft.os.KernelRandom;
import weft.os.OsException;
import weft.os.UnixSocket;

/**
 * The number of an X display that is this process's, by a lock file that all X servers heed, and its two listening
 * sockets: the file {@code .X11-unix/XN}, and the abstract one of the same name, which programs try first and which nobody
 * else must therefore have. Closing it removes the files.
 */
final class DisplayNumber implements AutoCloseable {
    private static final int MOST = 64, BACKLOG = 64, PID_CHARS = 10;
    private final int number;
    private final Path lock, socketFile;
    private final List<Fd> sockets;

    private DisplayNumber(int number, Path lock, Path socketFile, List<Fd> sockets) {
        this.number = number;
        this.lock = lock;
        this.socketFile = socketFile;
        this.sockets = sockets;
    }

    /**
     * Takes the first number that nobody has.
     *
     * @param temporary the folder that all X servers share: {@code /tmp}
     * @throws IOException saying why there is none
     */
    static DisplayNumber claim(Path temporary) throws IOException {
        Path folder = temporary.resolve(".X11-unix");
        SharedFolder.require(folder);
        for (int n = 0; n < MOST; n++) {
            Path lock = temporary.resolve(".X" + n + "-lock");
            if (!lock(lock)) continue;
            Path file = folder.resolve("X" + n);
            var sockets = listen(file);
            if (sockets != null) return new DisplayNumber(n, lock, file, sockets);
            Files.deleteIfExists(lock);
        }
        throw new IOException("all display numbers below " + MOST + " are taken");
    }

    int number() {
        return number;
    }

    /** The listening sockets; they stay this object's. */
    List<Fd> sockets() {
        return sockets;
    }

    /** Makes the lock whole in one step; one of a process that is no more is replaced. */
    private static boolean lock(Path lock) throws IOException {
        Path unnamed = lock.resolveSibling(".weft-x-" + HexFormat.of().formatHex(KernelRandom.bytes(8)));
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--r--r--"));
        try (var channel = Files.newByteChannel(unnamed, java.util.Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
            String pid = ("%" + PID_CHARS + "d\n").formatted(ProcessHandle.current().pid());
            channel.write(java.nio.ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
        }
        try {
            return link(lock, unnamed) || isLeftOver(lock) && link(lock, unnamed);
        } finally {
            Files.delete(unnamed);
        }
    }

    private static boolean link(Path lock, Path file) throws IOException {
        try {
            Files.createLink(lock, file);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Removes a lock whose process has ended; returns whether it did. */
    private static boolean isLeftOver(Path lock) {
        try {
            if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS) || Files.size(lock) > PID_CHARS + 1) return false;
            long pid = Long.parseLong(Files.readString(lock, StandardCharsets.US_ASCII).strip());
            if (pid <= 0 || Files.exists(Path.of("/proc/" + pid))) return false;
            Files.delete(lock);
            return true;
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    /** Both sockets, or null if somebody has one of them. */
    private static List<Fd> listen(Path file) throws IOException {
        var open = new ArrayList<Fd>();
        try {
            open.add(UnixSocket.listen("@" + file, BACKLOG));
            if (isServed(file)) throw new FileAlreadyExistsException(file.toString());
            Files.deleteIfExists(file);
            open.add(UnixSocket.listen(file, BACKLOG));
            // Who may connect is decided by the secret, as for every X server.
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));
            return open;
        } catch (IOException e) {
            open.forEach(Fd::close);
            return null;
        }
    }

    private static boolean isServed(Path file) {
        try {
            UnixSocket.connect(file).close();
            return true;
        } catch (OsException e) {
            return false;
        }
    }

    @Override
    public void close() {
        sockets.forEach(Fd::close);
        removeFiles();
    }

    /** Removes what others see of it, from any thread; the sockets stay. */
    void removeFiles() {
        for (Path p : List.of(socketFile, lock)) {
            try {
                Files.deleteIfExists(p);
            } catch (IOException e) {
                System.getLogger("weft.compositor").log(System.Logger.Level.WARNING, "cannot remove {0}: {1}", p, e.getMessage());
            }
        }
    }
}
