package weft.portal;

import java.util.List;
import java.util.Optional;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.os.Fd;
import weft.os.OpenAt2;
import weft.os.OsException;

/**
 * Where a guest path leads: a place beneath a grant. Opening it is one step of the kernel; for everything else the
 * folder that holds it is opened first, and then the last name alone is acted on.
 *
 * @param names        the parts beneath the grant's folder; none for the folder itself
 */
public record Place(Grant grant, List<String> names, boolean mustBeFolder) {

    /** A name in a folder that is held open. */
    public record Entry(Fd folder, String name) implements AutoCloseable {
        @Override
        public void close() {
            folder.close();
        }
    }

    /** @param below the parts of the guest path behind the grant's own */
    static Place of(Grant grant, List<String> below, boolean mustBeFolder) {
        if (grant.only().isEmpty()) return new Place(grant, below, mustBeFolder);
        // Beneath a file there is nothing; the way back up would lead to its neighbours.
        if (!below.isEmpty()) throw WeftException.file(ErrorCode.INVALID, grant.guestPath() + " is one file", "ENOTDIR");
        return new Place(grant, List.of(grant.only().get()), mustBeFolder);
    }

    /** Opens the place itself. @param flags of open(2); {@code O_NONBLOCK} and {@code O_NOCTTY} are added where they mean something */
    public Fd open(int flags, int mode) throws OsException {
        String path = names.isEmpty() ? "." : String.join("/", names) + (mustBeFolder ? "/" : "");
        // openat2 refuses flags that O_PATH would ignore.
        int careful = (flags & OpenAt2.O_PATH) != 0 ? flags : flags | OpenAt2.O_NONBLOCK | OpenAt2.O_NOCTTY;
        return OpenAt2.beneath(grant.root(), path, careful, mode);
    }

    /** The folder that holds it, and its name there; empty for the grant itself. */
    public Optional<Entry> entry() throws OsException {
        if (names.isEmpty()) return Optional.empty();
        String parent = names.size() == 1 ? "." : String.join("/", names.subList(0, names.size() - 1));
        return Optional.of(new Entry(OpenAt2.beneath(grant.root(), parent, OpenAt2.O_PATH | OpenAt2.O_DIRECTORY, 0), names.getLast()));
    }

    /** As {@link #entry}, for verbs that change what the name stands for. @throws WeftException for a grant's folder itself */
    public Entry replaceable() throws OsException {
        grant.forWriting();
        return entry().orElseThrow(this::fixed);
    }

    /** As {@link #entry}, for verbs that change the name itself. @throws WeftException for the grant itself */
    public Entry changeable() throws OsException {
        if (grant.only().isPresent()) throw fixed();
        return replaceable();
    }

    private WeftException fixed() {
        return WeftException.file(ErrorCode.CONFLICT, grant.guestPath() + " itself cannot be changed", "EBUSY");
    }
}
