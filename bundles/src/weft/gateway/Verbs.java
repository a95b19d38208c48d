package weft.gateway;

import java.util.Optional;
import java.util.Set;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.Caller;
import weft.api.message.Connection.Role;
import weft.api.message.Doc;
import weft.api.message.Files;
import weft.api.message.Lifecycle;
import weft.api.message.None;
import weft.api.message.Pages;
import weft.api.message.Services;
import weft.codec.Envelope;
import weft.codec.MessageTypes;

/** Who may ask what. What is not listed here is denied. */
final class Verbs {
    static final String FORWARD = "IPC_FORWARD", SUBSCRIBE = "SUBSCRIBE", HELLO = "HELLO", STATE = "QUERY_APP_STATE", PROGRESS = "PROGRESS";
    private static final Set<String> OF_THE_ENGINE = Set.of("PAGE_CRASHED", "PAGE_CLOSED");

    // Asked for each request; an annotation takes its time to answer.
    private static final ClassValue<Boolean> REQUESTS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> record) {
            var doc = record.getAnnotation(Doc.class);
            return doc != null && doc.reply() != None.class;
        }
    };

    private Verbs() {}

    /** @throws WeftException INVALID for a type that nobody may ask; DENIED, naming what would allow it, for this caller */
    static void check(Caller caller, Envelope request) {
        Class<?> record = MessageTypes.record(request.type());
        if (!allowed(caller, request, record)) throw denied(caller, request.type());
    }

    private static boolean allowed(Caller caller, Envelope request, Class<?> record) {
        return switch (caller.role()) {
            case portal -> (Files.class.isAssignableFrom(record) || isService(caller, record)) && isRequest(record);
            case runtime -> caller.session().isPresent() && (request.type().equals(FORWARD) || request.type().equals(PROGRESS) || isService(caller, record));
            case engine -> ofAPage(caller, request, record);
            case cli -> isPublic(record);
        };
    }

    private static boolean ofAPage(Caller caller, Envelope request, Class<?> record) {
        if (caller.session().isEmpty()) return OF_THE_ENGINE.contains(request.type());
        if (caller.isTrusted()) return isPublic(record);
        return request.type().equals(FORWARD) || isService(caller, record) || request.type().equals(STATE) && isItself(caller.session(), request);
    }

    private static boolean isItself(Optional<SessionId> session, Envelope request) {
        return request.message() instanceof Lifecycle.QueryAppState q && session.equals(Optional.of(q.session()));
    }

    // What the portal does for an app, after asking its grants.
    private static boolean isService(Caller caller, Class<?> record) {
        return Services.class.isAssignableFrom(record) && isRequest(record) && caller.session().isPresent();
    }

    // Pages are the shell's business with the engine, files and services the portal's with an app.
    private static boolean isPublic(Class<?> record) {
        return isRequest(record) && !Pages.class.isAssignableFrom(record) && !Files.class.isAssignableFrom(record) && !Services.class.isAssignableFrom(record);
    }

    private static boolean isRequest(Class<?> record) {
        return REQUESTS.get(record);
    }

    private static WeftException denied(Caller caller, String type) {
        String who = caller.role() == Role.engine ? "a page of an app" : "a connection of this kind";
        return WeftException.denied(type.equals("LAUNCH_APP") ? "app:launch" : "system", who + " may not ask " + type);
    }
}
