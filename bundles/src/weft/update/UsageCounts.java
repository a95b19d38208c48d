package weft.update;

import java.lang.System.Logger.Level;
import java.util.Map;
import org.osgi.framework.Bundle;

/**
 * What Felix 7 remembers of a bundle that was uninstalled: for each service that the bundle has ever used and that is still registered, a count that is
 * zero, and by it the bundle with its manifest, some 10 KB an update, for as long as that service lives ({@code ServiceRegistry.ungetService} flushes a
 * count only when the service goes). There is no other way to it than the framework's own field.
 */
final class UsageCounts {
    private static final System.Logger LOG = System.getLogger("weft.update");

    private UsageCounts() {}

    /** Lets the framework forget a bundle that is no more. Without effect for a bundle that is still installed, and in a framework without such a field. */
    static void forget(Bundle framework, Bundle gone) {
        if (gone.getState() != Bundle.UNINSTALLED) return;
        try {
            Object registry = field(framework, "m_registry");
            ((Map<?, ?>) field(registry, "m_inUseMap")).remove(gone);
        } catch (ReflectiveOperationException | ClassCastException e) {
            LOG.log(Level.DEBUG, "the framework keeps what it knows of {0}: {1}", gone, e.toString());
        }
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        var field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }
}
