package weft.api.gateway;

import org.osgi.annotation.versioning.ProviderType;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.os.Fd;

/**
 * The files that sessions have open, by handle. They are kept here so that whoever works on them can be replaced while
 * apps run; they are closed when the session's connection for files or its process ends.
 */
@ProviderType
public interface OpenFiles {
    /** How many one session may have. */
    int MAX = 256;

    /**
     * @param append whether the file was opened so that every write goes to its end
     * @param grant  the guest path of what it was opened under, such as {@code /data}
     */
    record OpenFile(Fd fd, boolean read, boolean write, boolean append, String grant) {}

    /** Work on an open file; it cannot be closed meanwhile. */
    interface Work<T> {
        T on(OpenFile file) throws java.io.IOException;
    }

    /**
     * Takes a file over.
     *
     * @return its handle, from 1
     * @throws WeftException TOO_LARGE, errno EMFILE, if the session has too many; the file is closed then
     */
    int add(SessionId session, OpenFile file);

    /**
     * Works on a file.
     *
     * @throws WeftException INVALID, errno EBADF, if the session has no such handle
     */
    <T> T use(SessionId session, int handle, Work<T> work) throws java.io.IOException;

    /** @throws WeftException INVALID, errno EBADF, if the session has no such handle */
    void close(SessionId session, int handle);

    /**
     * Closes what a session has open under a grant; whoever uses such a handle from now on is refused with the given
     * sentence, until it is closed. Returns when no work on them is in hand any more.
     */
    void revoke(SessionId session, String grant, WeftException why);

    /** How many a session has. */
    int count(SessionId session);
}
