package weft.api.gateway;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import weft.api.message.Message;
import weft.codec.Envelope;
import weft.os.Fd;

/**
 * Answers requests; an OSGi service with the property {@value #TYPES}. The gateway calls the one with the highest
 * ranking for a type. When it is replaced, calls in flight finish on the old one and new ones go to the new; while there
 * is none, callers wait a little, then get UNAVAILABLE.
 */
@ConsumerType
public interface RequestHandler {
    /** Service property: the wire types that this handler answers, such as {@code LAUNCH_APP}. */
    String TYPES = "weft.types";

    /**
     * Service property: those of the types that are answered from memory, without waiting. They are asked on the caller's own connection's thread,
     * which saves the way to another thread and back.
     */
    String PROMPT = "weft.types.prompt";

    /**
     * Answers one request, on a thread of its own that may block; requests of one caller may run side by side, except
     * those on the portal socket and those of {@value #PROMPT} types, which are answered one after the other on their connection's thread.
     *
     * @return the answer, never null
     * @throws weft.api.WeftException the failure as the caller should see it; anything else becomes INTERNAL
     */
    Message handle(Caller caller, Envelope request) throws Exception;

    /**
     * As {@link #handle(Caller, Envelope)}, with the descriptors that came along; they are closed when this returns. A type that takes none
     * ignores them.
     */
    default Message handle(Caller caller, Envelope request, List<Fd> descriptors) throws Exception {
        return handle(caller, request);
    }
}
