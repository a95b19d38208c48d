package weft.update;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.SynchronousBundleListener;

/** What the framework says that happens, for as long as this is open: a witness, to be compared with the plan. */
final class Observation implements SynchronousBundleListener, ServiceListener, AutoCloseable {
    private final BundleContext context;
    private final Map<Long, String> installed = new TreeMap<>(), stopped = new TreeMap<>(), gone = new TreeMap<>();
    private final Set<String> refreshed = new TreeSet<>();
    private final List<Blink> unregistered = new ArrayList<>();

    private record Blink(String service, long bundle) {}

    Observation(BundleContext context) {
        this.context = context;
        context.addBundleListener(this);
        context.addServiceListener(this);
    }

    @Override
    public synchronized void bundleChanged(BundleEvent event) {
        Bundle b = event.getBundle();
        String name = b.getSymbolicName() + " " + b.getVersion();
        switch (event.getType()) {
            case BundleEvent.INSTALLED -> installed.put(b.getBundleId(), name);
            case BundleEvent.STOPPED -> stopped.put(b.getBundleId(), name);
            case BundleEvent.UNINSTALLED -> gone.put(b.getBundleId(), name);
            case BundleEvent.UNRESOLVED -> refreshed.add(name);
            default -> { }
        }
    }

    @Override
    public synchronized void serviceChanged(ServiceEvent event) {
        if (event.getType() == ServiceEvent.UNREGISTERING)
            unregistered.add(new Blink(Blinking.name(event.getServiceReference()), event.getServiceReference().getBundle().getBundleId()));
    }

    synchronized List<String> installed() {
        return List.copyOf(new TreeSet<>(installed.values()));
    }

    synchronized List<String> stopped() {
        return List.copyOf(new TreeSet<>(stopped.values()));
    }

    /** Resolved anew while they stay: what goes is no longer resolved either, and is not meant. */
    synchronized List<String> refreshed() {
        var stay = new TreeSet<>(refreshed);
        stay.removeAll(gone.values());
        return List.copyOf(stay);
    }

    /** Services of bundles that neither came nor went. */
    synchronized List<String> blinked() {
        var moved = new HashSet<>(installed.keySet());
        moved.addAll(stopped.keySet());
        return unregistered.stream().filter(u -> !moved.contains(u.bundle())).map(Blink::service).distinct().sorted().toList();
    }

    @Override
    public void close() {
        context.removeServiceListener(this);
        context.removeBundleListener(this);
    }
}
