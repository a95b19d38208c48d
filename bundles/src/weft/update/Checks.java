package weft.update;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.gateway.Caller;
import weft.api.gateway.RequestHandler;
import weft.api.message.Connection.Role;
import weft.api.message.Doc;
import weft.api.message.Message;
import weft.codec.Envelope;
import weft.codec.MessageTypes;

/**
 * Whether a started bundle works, before anybody is served by it: each service is really there, each of its Felix health
 * checks is content, and each question that it answers and that needs no more than its name gets the answer that the
 * contract names.
 */
final class Checks {
    private static final Set<ErrorCode> NO_ANSWER = EnumSet.of(ErrorCode.INTERNAL, ErrorCode.UNAVAILABLE, ErrorCode.TIMEOUT);
    private static final String CAUSE = "Caused by: ";
    private final BundleContext context;
    private final ServiceComponentRuntime components;
    private final Bundle fresh;
    private int questions, healthChecks;

    Checks(BundleContext context, ServiceComponentRuntime components, Bundle fresh) {
        this.context = context;
        this.components = components;
        this.fresh = fresh;
    }

    /** @return what was checked @throws WeftException saying what does not work */
    String run() {
        ServiceReference<?>[] services = fresh.getRegisteredServices();
        int count = services == null ? 0 : services.length;
        for (int i = 0; i < count; i++) check(services[i]);
        return count + " services, " + questions + " questions and " + healthChecks + " health checks are answered";
    }

    private void check(ServiceReference<?> reference) {
        Object service = context.getService(reference);
        try {
            if (service == null) throw broken("does not give its service " + String.join("+", (String[]) reference.getProperty(Constants.OBJECTCLASS)) + failure());
            if (service instanceof HealthCheck health) ask(health, reference);
            if (service instanceof RequestHandler handler) for (String type : RequestTypes.of(reference)) ask(handler, type);
        } finally {
            context.ungetService(reference);
        }
    }

    private void ask(HealthCheck health, ServiceReference<?> reference) {
        healthChecks++;
        Result result = health.execute();
        if (!result.isOk()) throw broken("fails its health check " + reference.getProperty(HealthCheck.NAME) + ": " + words(result));
    }

    private static String words(Result result) {
        var words = new ArrayList<String>();
        result.forEach(e -> words.add(e.getMessage()));
        return result.getStatus() + " " + String.join("; ", words);
    }

    private void ask(RequestHandler handler, String type) {
        Class<? extends Message> record = MessageTypes.record(type);
        if (!type.startsWith("QUERY_") || record.getRecordComponents().length > 0) return;
        questions++;
        Class<?> promised = record.getAnnotation(Doc.class).reply();
        Object answer;
        try {
            Message question = record.getDeclaredConstructor().newInstance();
            answer = handler.handle(new Caller(Role.cli, Optional.empty(), (int) ProcessHandle.current().pid()), Envelope.request(1, question));
        } catch (WeftException e) {
            // A refusal is an answer too: some questions only an app may ask.
            if (NO_ANSWER.contains(e.code())) throw broken("fails its probe " + type + ": " + e.getMessage());
            return;
        } catch (Exception e) {
            throw broken("fails its probe " + type + ": " + e);
        }
        if (!promised.isInstance(answer))
            throw broken("breaks its contract: " + type + " is answered by " + (answer == null ? "nothing" : answer.getClass().getSimpleName()) + ", not by " + promised.getSimpleName());
    }

    // Declarative Services keep why a component could not be activated, as a stack trace whose last cause is the real one.
    private String failure() {
        return components.getComponentDescriptionDTOs(fresh).stream().flatMap(d -> components.getComponentConfigurationDTOs(d).stream())
                .filter(c -> c.failure != null).map(c -> ": " + cause(c.failure)).findFirst().orElse("");
    }

    private static String cause(String trace) {
        return trace.lines().filter(l -> l.startsWith(CAUSE)).reduce((first, last) -> last).map(l -> l.substring(CAUSE.length())).orElse(trace.lines().findFirst().orElse(""));
    }

    private WeftException broken(String what) {
        return new WeftException(ErrorCode.INTERNAL, "the new one " + what);
    }
}
