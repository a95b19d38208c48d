package weft.proving;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import weft.api.ErrorCode;
import weft.api.Printable;
import weft.api.WeftException;
import weft.api.gateway.Caller;
import weft.api.gateway.CallInterceptor;
import weft.api.gateway.Events;
import weft.api.gateway.RequestHandler;
import weft.api.gateway.SessionFacts;
import weft.api.gateway.Sessions;
import weft.api.message.Message;
import weft.api.message.Proving.AddFault;
import weft.api.message.Proving.ClearFaults;
import weft.api.message.Proving.Faults;
import weft.api.message.Proving.QueryFaults;
import weft.codec.Envelope;

/** Answers what is asked about faults. It stands in the way of requests only while there are some; they end with this bundle. */
@Component(service = RequestHandler.class, property = {RequestHandler.TYPES + "=ADD_FAULT", RequestHandler.TYPES + "=CLEAR_FAULTS", RequestHandler.TYPES + "=QUERY_FAULTS"})
public final class FaultRequests implements RequestHandler {
    private final BundleContext context;
    private final Events events;
    private final FaultTable faults;
    private ServiceRegistration<CallInterceptor> interceptor;

    @Activate
    public FaultRequests(BundleContext context, @Reference Sessions sessions, @Reference Events events) {
        this.context = context;
        this.events = events;
        faults = new FaultTable(s -> sessions.get(s).map(SessionFacts::appId), this::changed);
    }

    @Deactivate
    void deactivate() {
        faults.close();
    }

    @Override
    public Message handle(Caller caller, Envelope request) {
        if (!caller.isTrusted()) throw WeftException.denied("sys:proving", "only the user may make faults, or see them");
        switch (request.message()) {
            case AddFault a -> faults.add(a, new java.util.ArrayList<>(types(a.service())));
            case ClearFaults c -> c.fault().ifPresentOrElse(faults::clear, faults::clear);
            case QueryFaults _ -> { }
            default -> throw new WeftException(ErrorCode.INVALID, request.type() + " is not answered here");
        }
        return new Faults(faults.faults());
    }

    private synchronized void changed() {
        if (faults.isEmpty() && interceptor != null) {
            interceptor.unregister();
            interceptor = null;
        } else if (!faults.isEmpty() && interceptor == null) {
            interceptor = context.registerService(CallInterceptor.class, faults, null);
        }
        events.publish(new Faults(faults.faults()));
    }

    // One request type, or all that a bundle answers; never what ends a fault.
    private TreeSet<String> types(String service) {
        Map<String, TreeSet<String>> offered = offered();
        var types = new TreeSet<String>();
        offered.forEach((bundle, of) -> {
            if (bundle.equals(service) || bundle.equals(service + ".bundle") || bundle.equals("bundles." + service)) types.addAll(of);
            else if (of.contains(service)) types.add(service);
        });
        if (types.isEmpty()) throw new WeftException(ErrorCode.NOT_FOUND, "no service " + Printable.text(service) + " answers requests; there are " + String.join(", ", offered.keySet()) + ", and the types of requests that they answer");
        return types;
    }

    private Map<String, TreeSet<String>> offered() {
        var offered = new TreeMap<String, TreeSet<String>>();
        try {
            for (ServiceReference<?> r : context.getServiceReferences(RequestHandler.class, null)) {
                if (r.getBundle() == null || r.getBundle().equals(context.getBundle())) continue;
                var types = offered.computeIfAbsent(r.getBundle().getSymbolicName(), n -> new TreeSet<>());
                if (r.getProperty(TYPES) instanceof String[] many) types.addAll(java.util.List.of(many));
                else if (r.getProperty(TYPES) instanceof String one) types.add(one);
            }
        } catch (org.osgi.framework.InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
        return offered;
    }
}
