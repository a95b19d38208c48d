package weft.gateway;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.gateway.Caller;
import weft.api.gateway.RequestHandler;
import weft.api.message.Files;
import weft.api.message.Lifecycle;
import weft.api.message.Message;
import weft.api.message.Packages;
import weft.api.message.Permissions;
import weft.api.message.Services;
import weft.codec.Envelope;
import weft.codec.MessageTypes;
import weft.os.Fd;

/** Finds the provider for a request, through one draining reference a type. */
final class Router {
    static final long PARK_MS = 5_000, DRAIN_MS = 15_000;
    private final Map<String, DrainingReference<RequestHandler>> handlers = new ConcurrentHashMap<>();
    private final Set<String> promptly = ConcurrentHashMap.newKeySet();
    private final long parkMs;
    final Interceptors interceptors = new Interceptors();

    Router(long parkMs) {
        this.parkMs = parkMs;
    }

    /** @param prompt those of the types that are answered without waiting */
    void add(RequestHandler handler, List<String> types, List<String> prompt, int ranking, long serviceId) {
        for (String type : types) {
            reference(type).add(handler, ranking, serviceId);
            if (prompt.contains(type)) promptly.add(type);
            else promptly.remove(type);
        }
    }

    /** Whether a request of this type is answered without waiting: not if its provider has to be waited for, or somebody stands in the way. */
    boolean isPrompt(String type) {
        return promptly.contains(type) && interceptors.isEmpty() && !reference(type).isEmpty();
    }

    /** Returns when no call is in the handler any more, or after a limit; false then. */
    boolean remove(List<String> types, long serviceId) {
        boolean drained = true;
        try {
            for (String type : types) drained &= reference(type).remove(serviceId, DRAIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return drained;
    }

    /**
     * Answers a request, after checking that this caller may ask it. The descriptors stay the asker's.
     *
     * @throws WeftException DENIED, INVALID, or UNAVAILABLE if there is no provider for a while
     */
    Message ask(Caller caller, Envelope request, List<Fd> fds) throws Exception {
        Verbs.check(caller, request);
        return interceptors.call(caller, request, () -> handled(caller, request, fds));
    }

    private Message handled(Caller caller, Envelope request, List<Fd> fds) throws Exception {
        try {
            return reference(request.type()).call(parkMs, h -> h.handle(caller, request, fds));
        } catch (TimeoutException e) {
            throw new WeftException(ErrorCode.UNAVAILABLE, missing(request.type()));
        }
    }

    private DrainingReference<RequestHandler> reference(String type) {
        return handlers.computeIfAbsent(type, t -> new DrainingReference<>());
    }

    private static String missing(String type) {
        Class<?> record = MessageTypes.record(type);
        if (type.equals("QUERY_INSTALLED_APPS") || Packages.class.isAssignableFrom(record)) return "The installed apps cannot be listed or changed at the moment: the package service is not running.";
        if (Permissions.class.isAssignableFrom(record) || Services.class.isAssignableFrom(record)) return "Permissions cannot be looked up at the moment: the portal is not running.";
        if (Files.class.isAssignableFrom(record)) return "Files cannot be reached at the moment: the portal is not running.";
        if (Lifecycle.class.isAssignableFrom(record)) return "Apps cannot be started or stopped at the moment: the app service is not running.";
        return type + " cannot be answered at the moment: its service is not running.";
    }
}
