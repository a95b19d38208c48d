package weft.gateway;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import weft.api.ContractRange;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.Caller;
import weft.api.gateway.RequestHandler;
import weft.api.message.Files;
import weft.api.message.Lifecycle;
import weft.api.message.Message;
import weft.api.message.Packages;
import weft.api.message.Permissions;
import weft.api.message.Services;
import weft.codec.Contracts;
import weft.codec.Envelope;
import weft.codec.MessageTypes;
import weft.os.Fd;

/** Finds the provider for a request, through one draining reference a type, in the version that the asking app was made for. */
final class Router {
    static final long PARK_MS = 5_000, DRAIN_MS = 15_000;
    private final Map<String, DrainingReference<RequestHandler>> handlers = new ConcurrentHashMap<>();
    private final BiFunction<SessionId, String, ContractRange> ranges;
    private final long parkMs;
    final Interceptors interceptors = new Interceptors();

    /** @param ranges the range of a contract that a session is bound to; asked for each request */
    Router(BiFunction<SessionId, String, ContractRange> ranges, long parkMs) {
        this.ranges = ranges;
        this.parkMs = parkMs;
    }

    /**
     * @param prompt   those of the types that are answered without waiting
     * @param versions the version of a contract that the handler answers by, by the contract's name
     */
    void add(RequestHandler handler, List<String> types, List<String> prompt, Function<String, Optional<String>> versions, int ranking, long serviceId) {
        for (String type : types) reference(type).add(handler, ranking, serviceId, new DrainingReference.Terms(version(type, versions), prompt.contains(type)));
    }

    private static Optional<String> version(String type, Function<String, Optional<String>> versions) {
        return MessageTypes.all().contains(type) ? versions.apply(Contracts.ofRequest(type)) : Optional.empty();
    }

    /** Whether a request is answered without waiting: not if its provider has to be waited for, or somebody stands in the way. */
    boolean isPrompt(Caller caller, String type) {
        var reference = handlers.get(type);
        return reference != null && interceptors.isEmpty() && reference.isPrompt(range(caller, type));
    }

    // Of a type that is known.
    private ContractRange range(Caller caller, String type) {
        return caller.session().isEmpty() ? ContractRange.CURRENT : ranges.apply(caller.session().get(), Contracts.ofRequest(type));
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
            return reference(request.type()).call(range(caller, request.type()), parkMs, h -> h.handle(caller, request, fds));
        } catch (TimeoutException e) {
            throw new WeftException(ErrorCode.UNAVAILABLE, missing(caller, request.type()));
        }
    }

    private String missing(Caller caller, String type) {
        var others = reference(type).versions();
        if (others.isEmpty()) return missing(type);
        return "%s cannot be answered: it is asked of %s %s, and %s runs.".formatted(type, Contracts.ofRequest(type), range(caller, type), String.join(" and ", others));
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
