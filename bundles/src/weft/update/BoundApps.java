package weft.update;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;
import weft.api.ContractRange;
import weft.api.SessionState;
import weft.api.gateway.SessionFacts;
import weft.api.gateway.Sessions;
import weft.api.packages.AppPackage;
import weft.api.packages.Packages;
import weft.codec.Contracts;
import weft.provided.ProvidedContracts;

/** The apps, installed and running, by what they require of contracts: whom it meets if some bundles do not answer any more. */
final class BoundApps {
    /** What every app asks for, also one that says nothing of it. */
    private static final Set<String> ASKED_BY_ALL = Set.of("weft.appd", "weft.portal");
    private final BundleContext context;
    private final Sessions sessions;
    private final Supplier<Optional<Packages>> packages;

    /** @param packages the installed apps, while somebody knows them */
    BoundApps(BundleContext context, Sessions sessions, Supplier<Optional<Packages>> packages) {
        this.context = context;
        this.sessions = sessions;
        this.packages = packages;
    }

    private record App(String name, Map<String, String> requires) {
        boolean loses(String contract, Collection<String> before, Collection<String> after) {
            if (!requires.containsKey(contract) && !ASKED_BY_ALL.contains(contract)) return false;
            var range = requires.containsKey(contract) ? new ContractRange(requires.get(contract)) : ContractRange.CURRENT;
            return before.stream().anyMatch(range::includes) && after.stream().noneMatch(range::includes);
        }
    }

    /**
     * @param apps     those that could not go on, or not be launched any more, sorted
     * @param sentence says so; for a refusal
     */
    record Loss(List<String> apps, String sentence) {}

    /** If a bundle goes, and nothing comes. */
    Optional<Loss> without(Bundle gone) {
        return loss(gone, gone.getSymbolicName() + " " + gone.getVersion(), contract -> List.of());
    }

    /** If a bundle takes the place of another. */
    Optional<Loss> replacing(Bundle gone, Candidate by) {
        var imports = Exports.ranges(by.imported());
        return loss(gone, by.toString(), contract -> {
            VersionRange range = imports.get(Contracts.packageOf(contract));
            // It does not say by which version it will answer.
            if (range == null) return ProvidedContracts.versions(context, contract, gone::equals);
            return exported(Contracts.packageOf(contract)).filter(range::includes).max(Version::compareTo).map(ProvidedContracts::text).stream().toList();
        });
    }

    private interface Coming {
        Collection<String> versions(String contract);
    }

    private Optional<Loss> loss(Bundle gone, String by, Coming coming) {
        var apps = new TreeSet<String>();
        var lost = new TreeSet<String>();
        var all = apps();
        for (String contract : Contracts.names()) {
            var before = ProvidedContracts.versions(context, contract, b -> true);
            var after = new TreeSet<>(ProvidedContracts.versions(context, contract, b -> !b.equals(gone)));
            after.addAll(coming.versions(contract));
            for (App a : all) {
                if (!a.loses(contract, before, after)) continue;
                apps.add(a.name);
                before.stream().filter(v -> !after.contains(v)).forEach(v -> lost.add(contract + " " + v));
            }
        }
        return apps.isEmpty() ? Optional.empty() : Optional.of(new Loss(List.copyOf(apps),
                by + " would take away " + String.join(", ", lost) + ", which is needed by " + String.join(", ", apps)));
    }

    private List<App> apps() {
        var all = new LinkedHashMap<String, App>();
        for (AppPackage a : packages.get().map(Packages::installed).orElse(List.of())) put(all, a.name() + " (" + a.id() + ")", a.requires());
        for (SessionFacts s : sessions.all())
            if (s.state() != SessionState.Stopped) put(all, s.name() + " (session " + s.session() + ")", s.requires().orElse(Map.of()));
        return new ArrayList<>(all.values());
    }

    private static void put(Map<String, App> all, String name, Map<String, String> requires) {
        all.put(name, new App(name, requires));
    }

    private java.util.stream.Stream<Version> exported(String name) {
        return Arrays.stream(context.getBundles()).map(b -> b.adapt(BundleWiring.class)).filter(w -> w != null)
                .flatMap(w -> w.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream())
                .filter(c -> name.equals(c.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE))).map(c -> (Version) c.getAttributes().get(Constants.VERSION_ATTRIBUTE));
    }
}
