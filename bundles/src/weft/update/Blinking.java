package weft.update;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.dto.ServiceReferenceDTO;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * Which services of other bundles go and come again when a bundle's services move to another one: those of components
 * that hold one of them by a static reference, for which they are built anew, and so on.
 */
final class Blinking {
    private final ServiceComponentRuntime components;

    Blinking(ServiceComponentRuntime components) {
        this.components = components;
    }

    /** Named as {@link #name} does, sorted. */
    List<String> services(Set<Bundle> replaced) {
        var gone = new HashSet<Long>();
        for (Bundle b : replaced) if (b.getRegisteredServices() != null) for (var r : b.getRegisteredServices()) gone.add((Long) r.getProperty(Constants.SERVICE_ID));
        var ids = new HashSet<Long>();
        replaced.forEach(b -> ids.add(b.getBundleId()));
        var names = new TreeSet<String>();
        var descriptions = components.getComponentDescriptionDTOs();
        for (boolean grew = true; grew; ) {
            grew = false;
            for (var d : descriptions) {
                if (ids.contains(d.bundle.id)) continue;
                for (var c : components.getComponentConfigurationDTOs(d))
                    if (c.service != null && !gone.contains(c.service.id) && holdsByStaticReference(d, c, gone)) {
                        gone.add(c.service.id);
                        names.add(name((String[]) c.service.properties.get(Constants.OBJECTCLASS), d.bundle.symbolicName));
                        grew = true;
                    }
            }
        }
        return List.copyOf(names);
    }

    private static boolean holdsByStaticReference(ComponentDescriptionDTO description, ComponentConfigurationDTO configuration, Set<Long> gone) {
        var fixed = new HashSet<String>();
        for (var r : description.references) if (r.policy.equals("static")) fixed.add(r.name);
        return Arrays.stream(configuration.satisfiedReferences).filter(r -> fixed.contains(r.name))
                .anyMatch(r -> Arrays.stream(r.boundServices).map((ServiceReferenceDTO s) -> s.id).anyMatch(gone::contains));
    }

    static String name(ServiceReference<?> reference) {
        return name((String[]) reference.getProperty(Constants.OBJECTCLASS), reference.getBundle().getSymbolicName());
    }

    private static String name(String[] interfaces, String bundle) {
        return String.join("+", interfaces) + " of " + bundle;
    }
}
