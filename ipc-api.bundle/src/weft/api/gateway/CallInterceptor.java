package weft.api.gateway;

import org.osgi.annotation.versioning.ConsumerType;
import weft.api.message.Message;
import weft.codec.Envelope;

/**
 * Stands in the way of the requests that concern it, of all that are routed to a {@link RequestHandler}; an OSGi service, meant to be there only while
 * there is something to do, since requests take a longer way then. The one with the highest ranking is the outermost. What a page
 * and its module say to each other is passed on in its order, and is only seen.
 */
@ConsumerType
public interface CallInterceptor {
    /** The rest of the way: further interceptors, then the handler. To be used at most once. */
    interface Call {
        Message proceed() throws Exception;
    }

    /**
     * Whether to be asked for this request at all. A request that is merely let through would stand in this bundle's code until it is answered: the
     * bundle could not leave the memory before. Asked on any thread: returns without waiting. Every request, unless it says otherwise.
     */
    default boolean concerns(Caller caller, Envelope request) {
        return true;
    }

    /**
     * Answers a request that this caller may make, usually by what {@link Call#proceed} answers. On a thread that may block, as for
     * {@link RequestHandler#handle}; for requests on the portal socket that holds up those that come later on it.
     *
     * @throws weft.api.WeftException the failure as the caller should see it
     */
    Message intercept(Caller caller, Envelope request, Call call) throws Exception;

    /** An IPC_FORWARD is being passed on. On the connection's own thread: note it and return. */
    default void forwarded(Caller caller, Envelope message) {}
}
