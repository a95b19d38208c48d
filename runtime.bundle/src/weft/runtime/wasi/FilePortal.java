package weft.runtime.wasi;

import java.io.IOException;
import java.util.Optional;
import weft.api.WeftException;
import weft.api.message.Message;
import weft.os.Fd;

/** The connection to the portal, one request at a time. Handles live as long as one connection does. */
public interface FilePortal {
    /**
     * The number of the present connection; makes a new one, with a new number, if the last is lost.
     *
     * @throws IOException if the portal does not come back in time
     */
    int connection() throws IOException;

    /**
     * Asks and waits for the answer.
     *
     * @throws IOException   if the connection is lost: the request may or may not have been carried out
     * @throws WeftException if the portal refuses
     */
    Message ask(Message request) throws IOException;

    /** The descriptor that came with the last answer, from now on the caller's; empty if none did, or it was taken already. */
    Optional<Fd> passed();
}
