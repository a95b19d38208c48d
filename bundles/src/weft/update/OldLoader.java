package weft.update;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;

/** The class loader of a bundle that goes: whether it is gone, and who holds it if not. Nothing here holds it. */
final class OldLoader {
    private final WeakReference<ClassLoader> loader;

    OldLoader(Bundle bundle) {
        loader = new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
    }

    /** Collects garbage once, unless the loader is gone already; returns whether it is. */
    boolean isGone() {
        if (!loader.refersTo(null)) System.gc();
        return loader.refersTo(null); // get() would keep it for a collection that is under way
    }

    /** The static field of a bundle's class from which it can be reached, and the way there, through what is the bundle's own. */
    Optional<String> heldBy(Bundle bundle) {
        ClassLoader held = loader.get(), theirs = loader(bundle);
        if (held == null || theirs == null) return Optional.empty();
        return new Reachability(held, Set.of(theirs)).fromClasses(theirs, bundle.adapt(BundleWiring.class)
                .listResources("/", "*.class", BundleWiring.LISTRESOURCES_RECURSE | BundleWiring.LISTRESOURCES_LOCAL));
    }

    /** The service of some bundles from which it can be reached, and the way there, through what is these bundles' own. */
    Optional<String> heldByServices(List<Bundle> bundles) {
        ClassLoader held = loader.get();
        if (held == null) return Optional.empty();
        var through = bundles.stream().map(OldLoader::loader).filter(Objects::nonNull).collect(Collectors.toSet());
        return bundles.stream().filter(b -> b.getRegisteredServices() != null).flatMap(b -> Arrays.stream(b.getRegisteredServices()))
                .flatMap(r -> way(r, new Reachability(held, through)).stream()).findFirst();
    }

    /** The code of the bundle in which the calling thread stands: whoever asks for the update may have come through the bundle that goes. */
    Optional<String> heldByCaller() {
        ClassLoader held = loader.get();
        if (held == null) return Optional.empty();
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).walk(frames -> frames.filter(f -> f.getDeclaringClass().getClassLoader() == held)
                .map(f -> "the update itself, which was asked for through " + f.getClassName() + "." + f.getMethodName()).findFirst());
    }

    /** A thread that runs on behalf of the bundle. */
    Optional<String> holdingThread() {
        ClassLoader held = loader.get();
        if (held == null) return Optional.empty();
        return Thread.getAllStackTraces().keySet().stream().filter(t -> t.getContextClassLoader() == held || t.getClass().getClassLoader() == held)
                .map(t -> "the thread \"" + t.getName() + "\"").findFirst();
    }

    private static ClassLoader loader(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        return wiring == null ? null : wiring.getClassLoader();
    }

    private static Optional<String> way(ServiceReference<?> reference, Reachability search) {
        BundleContext owner = reference.getBundle() == null ? null : reference.getBundle().getBundleContext();
        Object service = owner == null ? null : owner.getService(reference);
        if (service == null) return Optional.empty();
        try {
            return search.from(service).map(way -> "a service of " + reference.getBundle().getSymbolicName() + ": " + way);
        } finally {
            owner.ungetService(reference);
        }
    }
}
