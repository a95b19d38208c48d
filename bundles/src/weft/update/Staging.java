package weft.update;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.gateway.RequestHandler;
import weft.api.message.Upkeep.UpdateApplied;
import weft.decided.BundleStore;
import weft.decided.StagedChange;
import weft.provided.ProvidedContracts;

/**
 * An update that only a start of the platform can make, since others are wired to what it replaces, or it replaces what holds every
 * connection: checked as far as it can be now, kept, and written into the decided set, which tries it once at the next start.
 */
final class Staging {
    static final String WHEN = "takes effect at the next start of the platform; weft update restart makes it now";
    private final BundleContext context;
    private final BundleStore store;
    private final long start = System.nanoTime();

    Staging(BundleContext context, BundleStore store) {
        this.context = context;
        this.store = store;
    }

    static boolean isNeeded(List<Admission.Verdict> verdicts) {
        return verdicts.stream().anyMatch(Admission.Verdict::atStart);
    }

    /** Why bundles that stay could not be wired to what comes: sentences. */
    static List<String> refusals(List<Admission.Verdict> verdicts) {
        Set<Bundle> gone = verdicts.stream().flatMap(v -> v.replaced().stream()).collect(Collectors.toSet());
        var refusals = new TreeSet<String>();
        for (var v : verdicts) {
            if (v.replaced().isEmpty() || !v.candidate().exports()) continue;
            Map<String, Version> offered = Exports.of(v.candidate().exported());
            for (Bundle user : users(v.replaced().get())) {
                if (!gone.contains(user)) unmet(user.getSymbolicName() + " " + user.getVersion(), user.getHeaders().get(Constants.IMPORT_PACKAGE), v, offered, refusals);
            }
            for (var other : verdicts) unmet(other.candidate().toString(), other.candidate().imported(), v, offered, refusals);
        }
        return List.copyOf(refusals);
    }

    private static void unmet(String user, String imports, Admission.Verdict by, Map<String, Version> offered, Set<String> refusals) {
        Bundle old = by.replaced().orElseThrow();
        Exports.ranges(imports == null ? "" : imports).forEach((name, range) -> {
            if (isOnlyOf(old, name) && !(offered.containsKey(name) && range.includes(offered.get(name))))
                refusals.add(user + " needs " + name + " " + range + ", and " + by.candidate() + " has " + (offered.containsKey(name) ? offered.get(name) : "none"));
        });
    }

    private static boolean isOnlyOf(Bundle bundle, String name) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        return wiring != null && wiring.getProvidedWires(PackageNamespace.PACKAGE_NAMESPACE).stream().anyMatch(w -> name.equals(w.getCapability().getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)));
    }

    private static Set<Bundle> users(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        return wiring == null ? Set.of() : wiring.getProvidedWires(PackageNamespace.PACKAGE_NAMESPACE).stream().map(w -> w.getRequirer().getBundle()).collect(Collectors.toSet());
    }

    /** @throws WeftException UNAVAILABLE if it cannot be written down */
    UpdateApplied run(List<Admission.Verdict> verdicts) {
        var steps = new ArrayList<String>();
        var come = verdicts.stream().map(v -> v.candidate().file()).toList();
        var offered = verdicts.stream().filter(v -> v.candidate().offered()).map(v -> v.candidate().file()).toList();
        var go = verdicts.stream().flatMap(v -> v.replaced().stream()).map(b -> b.getSymbolicName() + " " + b.getVersion()).sorted().toList();
        try {
            store.write(store.current().staging(new StagedChange(come, offered, go, requests(), false)));
        } catch (IOException e) {
            throw new WeftException(ErrorCode.UNAVAILABLE, "it cannot be written down: " + e.getMessage(), e);
        }
        verdicts.forEach(v -> steps.add(v.candidate() + " is kept"));
        steps.add("written down; " + WHEN);
        return new UpdateApplied(come.stream().map(Object::toString).sorted().toList(), List.of(), go, List.of(), steps, 0, (System.nanoTime() - start) / 1_000_000, true);
    }

    // What is answered now.
    private List<String> requests() {
        try {
            ServiceReference<?>[] all = context.getAllServiceReferences(RequestHandler.class.getName(), null);
            return all == null ? List.of() : Arrays.stream(all).flatMap(r -> ProvidedContracts.requests(r).stream()).distinct().sorted().toList();
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
