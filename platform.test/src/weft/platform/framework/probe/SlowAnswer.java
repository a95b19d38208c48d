package weft.platform.framework.probe;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import weft.api.AppId;
import weft.api.gateway.Caller;
import weft.api.gateway.RequestHandler;
import weft.api.message.Lifecycle.InstalledApp;
import weft.api.message.Lifecycle.InstalledApps;
import weft.api.message.Message;
import weft.codec.Envelope;

/**
 * Answers QUERY_INSTALLED_APPS before the real provider does, with an app named after this bundle's version; each answer
 * takes a permit of the service {@link Semaphore} first. What happens goes to the service {@link Queue}.
 */
public final class SlowAnswer implements BundleActivator, RequestHandler {
    private BundleContext context;
    private ServiceRegistration<RequestHandler> registration;

    @Override
    public void start(BundleContext context) {
        this.context = context;
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(RequestHandler.TYPES, "QUERY_INSTALLED_APPS");
        properties.put(Constants.SERVICE_RANKING, 1000);
        registration = context.registerService(RequestHandler.class, this, properties);
    }

    @Override
    public void stop(BundleContext context) {
        registration.unregister();
        tell("stopped");
    }

    @Override
    public Message handle(Caller caller, Envelope request) throws Exception {
        tell("asked");
        service(Semaphore.class).acquire();
        tell("answered");
        return new InstalledApps(List.of(new InstalledApp(new AppId("org.weft.probe"), "Probe", context.getBundle().getVersion().toString(), "", "", List.of())));
    }

    @SuppressWarnings("unchecked")
    private void tell(String what) {
        service(Queue.class).add(what + " " + context.getBundle().getVersion());
    }

    private <T> T service(Class<T> type) {
        return context.getService(context.getServiceReference(type));
    }
}
