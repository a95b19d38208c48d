package weft.runtime.wasi;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import weft.os.Fd;
import weft.runtime.engine.GuestMemory;

/**
 * The descriptors that the portal passed: such files are read without asking it. The guest's thread reads; when the grant is revoked another thread closes
 * them all, waiting for the read in hand, and from then on the portal is asked again, which refuses.
 */
final class PassedFiles {
    /** A runtime may have 128 descriptors in all; a guest may open many more files than it reads at a time. */
    private static final int MAX = 32;
    /** Bytes from which on reading where they lie is worth a native call of its own kind. */
    private static final int IN_PLACE = 1 << 14;
    private final Set<PassedFile> open = new HashSet<>();
    private final byte[] part = new byte[1 << 16];
    private long closings;

    /** How often everything was closed so far: asked before a file is opened, and said when its descriptor has come. */
    synchronized long closings() {
        return closings;
    }

    synchronized boolean hasRoom() {
        return open.size() < MAX;
    }

    /** Takes a descriptor over, unless everything was closed since its file was asked for: then it is closed, too. */
    synchronized Optional<PassedFile> add(Fd fd, long since) {
        if (since != closings) {
            fd.close();
            return Optional.empty();
        }
        var file = new PassedFile(fd);
        open.add(file);
        return Optional.of(file);
    }

    /** Closes everything; nothing is read any more when this returns. */
    synchronized void close() {
        closings++;
        open.forEach(PassedFile::end);
        open.clear();
    }

    private synchronized void remove(PassedFile file) {
        open.remove(file);
    }

    /** One of them. */
    final class PassedFile {
        private final Fd fd;

        private PassedFile(Fd fd) {
            this.fd = fd;
        }

        /**
         * Reads into the guest's buffers: much of it where they lie, a little by way of an array. Returns how many
         * bytes, fewer at the end. Empty if it was closed, or cannot be read: then the portal is to be asked.
         */
        synchronized OptionalInt read(long offset, Vectors into) {
            if (!fd.isOpen()) return OptionalInt.empty();
            int wanted = into.size(), done = 0;
            try {
                while (done < wanted) {
                    int most = wanted - done, before = done;
                    var place = into.part(done).filter(p -> Math.min(p.length(), most) >= IN_PLACE);
                    int asked = Math.min(most, place.map(GuestMemory.Part::length).orElse(part.length));
                    done += place.isPresent() ? fd.readInPlace(offset + done, place.get().array(), place.get().offset(), asked) : copied(offset, into, done, asked);
                    if (done - before < asked) break;
                }
                return OptionalInt.of(done);
            } catch (IOException e) {
                return OptionalInt.empty();
            }
        }

        private int copied(long offset, Vectors into, int behind, int length) throws IOException {
            int n = fd.readAt(offset + behind, part, 0, length);
            into.scatter(behind, part, n);
            return n;
        }

        void close() {
            remove(this);
            end();
        }

        private synchronized void end() {
            if (fd.isOpen()) fd.close();
        }
    }
}
