package weft.update;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.gateway.CallInterceptor;
import weft.api.gateway.RequestHandler;

/** Whether one bundle offers all the services that another offers: same interfaces of the same major version, same request types. */
final class ServicePresence {
    // What the framework registers in a bundle's name, such as for its first configuration, is not the bundle's to offer.
    private static final String OF_THE_FRAMEWORK = "org.osgi.service.";
    // Is there only while there is something to intercept.
    private static final String WHILE_NEEDED = CallInterceptor.class.getName();

    private ServicePresence() {}

    /** @throws WeftException TIMEOUT naming what is missing when the time is over */
    static void await(BundleContext context, Bundle old, Bundle fresh, Duration limit) {
        List<String> wanted = offers(old);
        var changed = new Semaphore(0);
        ServiceListener listener = e -> {
            if (fresh.equals(e.getServiceReference().getBundle())) changed.release();
        };
        context.addServiceListener(listener);
        try {
            long end = System.nanoTime() + limit.toNanos();
            while (true) {
                var missing = missing(wanted, offers(fresh));
                if (missing.isEmpty()) return;
                if (!changed.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS))
                    throw new WeftException(ErrorCode.TIMEOUT, "after " + limit.toSeconds() + " s the new one does not offer " + String.join(", ", missing));
                changed.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeftException(ErrorCode.UNAVAILABLE, "the platform is stopping");
        } finally {
            context.removeServiceListener(listener);
        }
    }

    private static List<String> missing(List<String> wanted, List<String> present) {
        var missing = new ArrayList<>(wanted);
        present.forEach(missing::remove);
        return missing;
    }

    private static List<String> offers(Bundle bundle) {
        ServiceReference<?>[] references = bundle.getRegisteredServices();
        if (references == null) return List.of();
        return Arrays.stream(references).filter(Objects::nonNull).map(ServicePresence::offer).filter(o -> !o.startsWith(OF_THE_FRAMEWORK) && !o.startsWith(WHILE_NEEDED)).toList();
    }

    private static String offer(ServiceReference<?> reference) {
        var interfaces = (String[]) reference.getProperty(Constants.OBJECTCLASS);
        Object types = reference.getProperty(RequestHandler.TYPES);
        String what = Arrays.stream(interfaces).map(i -> i + version(reference.getBundle(), i)).collect(Collectors.joining("+"));
        if (types instanceof String[] many) return what + " for " + String.join("+", many);
        return types == null ? what : what + " for " + types;
    }

    // The major version of the contract, by which package the bundle is wired to.
    private static String version(Bundle bundle, String type) {
        BundleWiring wiring = bundle == null ? null : bundle.adapt(BundleWiring.class);
        if (wiring == null || !type.contains(".")) return "";
        String name = type.substring(0, type.lastIndexOf('.'));
        return wiring.getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE).stream().map(w -> w.getCapability().getAttributes())
                .filter(a -> name.equals(a.get(PackageNamespace.PACKAGE_NAMESPACE)))
                .map(a -> " " + ((Version) a.get(Constants.VERSION_ATTRIBUTE)).getMajor()).findFirst().orElse("");
    }
}
