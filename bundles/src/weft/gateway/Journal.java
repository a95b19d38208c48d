package weft.gateway;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.SessionFacts;
import weft.api.message.Connection.Role;
import weft.codec.Json;
import weft.codec.RecordTree;

/**
 * The file that a restarted platform finds everything in: children with pid, start time and token, and the facts about
 * sessions. It is readable by its owner alone and replaced whole (temporary file, rename) before anybody hears of a
 * change, so that a killed platform cannot have announced what it does not remember; a thread of its own then sees to it
 * that it reaches the disk.
 */
final class Journal implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("weft.gateway");
    private static final int VERSION = 1;
    private final Path file;
    private final Object lock;
    private final Supplier<Content> content;
    private final Thread syncer;
    private boolean unsynced, ended;
    /** Guarded by the lock: a later start may have the file already. */
    private boolean closed;

    /** A child as it is remembered. The numbers are 0 until known. */
    record ChildEntry(String id, Role role, String token, Optional<SessionId> session, int pid, long start, int spokenPid,
            long spokenStart, long startedMs, String log) {}

    /** @param boot identifies the boot of the machine: pids of another one mean nothing */
    record Content(int version, String boot, List<ChildEntry> children, List<SessionFacts> sessions) {
        static final Content EMPTY = new Content(VERSION, "", List.of(), List.of());
    }

    /** @param lock guards what the content is made of @param content a snapshot of what is to be kept */
    Journal(Path file, Object lock, Supplier<Content> content) {
        this.file = file;
        this.lock = lock;
        this.content = content;
        syncer = Thread.ofPlatform().daemon().name("weft-journal").unstarted(this::run);
    }

    void start() {
        syncer.start();
    }

    /** What was kept; nothing if there is no journal, it is of another boot of the machine, or it is damaged. */
    @SuppressWarnings("unchecked")
    static Content read(Path file) {
        try {
            var tree = (Map<String, Object>) Json.read(Files.readAllBytes(file));
            var content = RecordTree.read(Content.class, tree, "journal");
            if (content.version() == VERSION && content.boot().equals(bootId())) return content;
        } catch (NoSuchFileException e) {
            // The first start.
        } catch (IOException | WeftException | ClassCastException e) {
            LOG.log(Level.ERROR, "the journal {0} cannot be read, running apps are not found again: {1}", file, e.getMessage());
        }
        return Content.EMPTY;
    }

    static Content content(List<ChildEntry> children, List<SessionFacts> sessions) {
        return new Content(VERSION, bootId(), children, sessions);
    }

    private static String bootId() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** Something changed: on return it is in the file, unless the journal is closed. A full disk must not stop the session: it goes on, and says so. */
    void changed() {
        synchronized (lock) {
            if (closed) return;
            try {
                write(Json.write(RecordTree.write(content.get())));
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.ERROR, "the journal {0} cannot be written, a restart will not find running apps: {1}", file, e.toString());
            }
        }
        synchronized (this) {
            unsynced = true;
            notifyAll();
        }
    }

    private void write(byte[] bytes) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(part, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            var buffer = java.nio.ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) channel.write(buffer);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void run() {
        try {
            while (awaitChange()) sync();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean awaitChange() throws InterruptedException {
        while (!unsynced && !ended) wait();
        boolean was = unsynced;
        unsynced = false;
        return was;
    }

    private void sync() {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the journal {0} cannot be synced: {1}", file, e.toString());
        }
    }

    /** Sees what is outstanding to the disk and ends. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
        try {
            syncer.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
