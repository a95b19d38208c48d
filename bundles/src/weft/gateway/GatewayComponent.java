package weft.gateway;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import weft.api.Places;
import weft.api.gateway.CallInterceptor;
import weft.api.gateway.ChildListener;
import weft.api.gateway.Children;
import weft.api.gateway.EventListener;
import weft.api.gateway.Events;
import weft.api.gateway.OpenFiles;
import weft.api.gateway.RequestHandler;
import weft.api.gateway.Sessions;
import weft.provided.ProvidedContracts;

/** The gateway as a component: offers its parts as services, and takes handlers and listeners as they come and go. */
@Component(service = {}, immediate = true)
public final class GatewayComponent {
    private static final System.Logger LOG = System.getLogger("weft.gateway");
    private final Gateway gateway;
    private final List<ServiceRegistration<?>> services = new ArrayList<>();

    /** @throws IOException if there are no sockets to be had */
    @Activate
    public GatewayComponent(BundleContext context) throws IOException {
        var environment = System.getenv();
        gateway = new Gateway(Places.of(environment), environment);
        services.add(context.registerService(Children.class, gateway.children(), null));
        services.add(context.registerService(Sessions.class, gateway.sessions(), null));
        services.add(context.registerService(Events.class, gateway.events(), null));
        services.add(context.registerService(OpenFiles.class, gateway.files(), null));
        gateway.open();
    }

    @Deactivate
    void deactivate() throws IOException {
        services.forEach(ServiceRegistration::unregister);
        gateway.close();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindHandler(RequestHandler handler, Map<String, Object> properties, ServiceReference<RequestHandler> reference) {
        gateway.add(handler, types(properties), texts(properties.get(RequestHandler.PROMPT)), contract -> ProvidedContracts.version(reference.getBundle(), contract), ranking(properties), (Long) properties.get(Constants.SERVICE_ID));
    }

    // The framework calls this while the service is being unregistered, before its provider is stopped.
    void unbindHandler(RequestHandler handler, Map<String, Object> properties) {
        if (!gateway.remove(types(properties), (Long) properties.get(Constants.SERVICE_ID)))
            LOG.log(Level.WARNING, "{0} was still at work when it was taken away", handler.getClass().getName());
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindListener(ChildListener listener) {
        gateway.add(listener);
    }

    void unbindListener(ChildListener listener) {
        gateway.remove(listener);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindEventListener(EventListener listener) {
        gateway.add(listener);
    }

    void unbindEventListener(EventListener listener) {
        gateway.remove(listener);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindInterceptor(CallInterceptor interceptor, Map<String, Object> properties) {
        gateway.add(interceptor, ranking(properties), (Long) properties.get(Constants.SERVICE_ID));
    }

    void unbindInterceptor(CallInterceptor interceptor, Map<String, Object> properties) {
        gateway.removeInterceptor((Long) properties.get(Constants.SERVICE_ID));
    }

    private static List<String> types(Map<String, Object> properties) {
        return texts(properties.get(RequestHandler.TYPES));
    }

    private static List<String> texts(Object property) {
        return switch (property) {
            case String[] many -> List.of(many);
            case String one -> List.of(one);
            case null, default -> List.of();
        };
    }

    private static int ranking(Map<String, Object> properties) {
        return properties.get(Constants.SERVICE_RANKING) instanceof Integer r ? r : 0;
    }
}
