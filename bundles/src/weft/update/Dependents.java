package weft.update;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;
import weft.api.gateway.RequestHandler;

/**
 * Who could not go on without a bundle: those wired to its packages, those that use a service of it that nobody else
 * offers them, and those who ask what nobody else answers.
 */
final class Dependents {
    // Whoever uses these collects what there is, and needs none of it.
    private static final List<String> COLLECTED = List.of("org.osgi.", "org.apache.", "jakarta.", "javax.", "java.", RequestHandler.class.getName());
    private final BundleContext context;

    Dependents(BundleContext context) {
        this.context = context;
    }

    /** Names with versions, and what is asked, sorted. */
    Collection<String> of(Bundle bundle) {
        var names = new TreeSet<String>();
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring != null) wiring.getProvidedWires(PackageNamespace.PACKAGE_NAMESPACE).forEach(w -> names.add(name(w.getRequirer().getBundle())));
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        for (ServiceReference<?> s : services == null ? new ServiceReference<?>[0] : services) {
            for (String type : RequestTypes.of(s)) if (!answeredByOthers(bundle, type)) names.add("whoever asks " + type);
            Bundle[] users = s.getUsingBundles();
            for (Bundle user : users == null ? new Bundle[0] : users) if (isAllThatItHas(s, user)) names.add(name(user));
        }
        names.remove(name(bundle));
        return names;
    }

    private static String name(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    private boolean isAllThatItHas(ServiceReference<?> service, Bundle user) {
        for (String type : (String[]) service.getProperty(Constants.OBJECTCLASS)) {
            if (COLLECTED.stream().anyMatch(type::startsWith)) continue;
            if (others(service.getBundle(), type).noneMatch(o -> o.isAssignableTo(user, type))) return true;
        }
        return false;
    }

    private boolean answeredByOthers(Bundle bundle, String requestType) {
        return others(bundle, RequestHandler.class.getName()).anyMatch(o -> RequestTypes.of(o).contains(requestType));
    }

    private java.util.stream.Stream<ServiceReference<?>> others(Bundle than, String type) {
        try {
            ServiceReference<?>[] all = context.getAllServiceReferences(type, null);
            return all == null ? java.util.stream.Stream.empty() : Arrays.stream(all).filter(r -> !than.equals(r.getBundle()));
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
