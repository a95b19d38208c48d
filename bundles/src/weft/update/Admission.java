package weft.update;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import weft.api.ErrorCode;
import weft.api.Printable;
import weft.api.WeftException;

/** Which bundle a candidate takes the place of, if any, and why it must not. */
final class Admission {
    private final BundleContext context;
    private final ContractGate contracts;

    private final BoundApps apps;

    Admission(BundleContext context, ContractGate contracts, BoundApps apps) {
        this.apps = apps;
        this.context = context;
        this.contracts = contracts;
    }

    /**
     * @param replaced empty if it comes beside all others
     * @param refusals sentences; empty if it may come
     * @param contracts sentences about the contracts that it brings
     * @param apps      those that could not go on with it
     * @param atStart   whether only a start of the platform can make the change
     */
    record Verdict(Candidate candidate, Optional<Bundle> replaced, List<String> refusals, List<String> contracts, List<String> apps, boolean atStart) {}

    /**
     * @param beside whether it is to come beside others of its name
     * @throws WeftException NOT_FOUND if it is to replace what does not run
     */
    Verdict of(Candidate candidate, boolean beside) {
        if (candidate.exports()) return ofContract(candidate);
        if (beside) return new Verdict(candidate, Optional.empty(), twin(candidate), List.of(), List.of(), false);
        Bundle old = replaced(candidate);
        var loss = apps.replacing(old, candidate);
        var refusals = new ArrayList<>(exports(old) ? List.of(refusal(context, old) + ", and this build exports none") : List.<String>of());
        loss.ifPresent(l -> refusals.add(l.sentence()));
        return new Verdict(candidate, Optional.of(old), refusals, List.of(), loss.map(BoundApps.Loss::apps).orElse(List.of()), !refusal(context, old).isEmpty());
    }

    // Importers stay with the contract that they are wired to while the platform runs. Another major version has a place beside it; a
    // compatible one takes its place at the next start.
    private Verdict ofContract(Candidate candidate) {
        ContractGate.Finding found = contracts.compare(candidate);
        var refusals = new ArrayList<>(found.breaches());
        if (found.sameMajor().isEmpty()) {
            if (refusals.isEmpty()) refusals.addAll(twin(candidate));
            return new Verdict(candidate, Optional.empty(), refusals, found.beside(), List.of(), false);
        }
        Bundle old = found.sameMajor().getFirst();
        if (refusals.isEmpty() && (found.sameMajor().size() > 1 || !old.getSymbolicName().equals(candidate.name())))
            refusals.add(old.getSymbolicName() + " exports packages that others are wired to, and only a bundle of its name can take its place");
        return new Verdict(candidate, Optional.of(old), refusals, found.beside(), List.of(), true);
    }

    private List<String> twin(Candidate candidate) {
        return named(candidate.name()).stream().anyMatch(b -> b.getVersion().toString().equals(candidate.version())) ? List.of(candidate + " runs already") : List.of();
    }

    private Bundle replaced(Candidate candidate) {
        var running = named(candidate.name());
        if (running.isEmpty()) throw new WeftException(ErrorCode.NOT_FOUND, "there is no running bundle " + Printable.text(candidate.name()) + "; weft update add brings a new one");
        if (running.size() == 1) return running.getFirst();
        int major = Version.parseVersion(candidate.version()).getMajor();
        return running.stream().filter(b -> b.getVersion().getMajor() == major).findFirst().orElseThrow(() -> new WeftException(ErrorCode.CONFLICT,
                "several versions of " + candidate.name() + " run, and none with the major version " + major + "; weft update add brings one beside them"));
    }

    private List<Bundle> named(String name) {
        return Arrays.stream(context.getBundles()).filter(b -> name.equals(b.getSymbolicName()) && b.getState() == Bundle.ACTIVE).toList();
    }

    private static boolean exports(Bundle bundle) {
        return bundle.getHeaders().get(Constants.EXPORT_PACKAGE) != null;
    }

    /** Whether a bundle can go at all while the platform runs, once nobody is wired to it. */
    static boolean isReplaceable(BundleContext context, Bundle bundle) {
        return exports(bundle) || refusal(context, bundle).isEmpty();
    }

    /** Why a bundle cannot go while the platform runs; empty if it can. */
    static String refusal(BundleContext context, Bundle bundle) {
        String name = bundle.getSymbolicName();
        if (exports(bundle)) return name + " exports packages that others are wired to";
        if (name.equals("bundles.gateway")) return name + " holds every connection";
        if (bundle.equals(context.getBundle())) return name + " cannot replace or remove itself";
        return "";
    }
}
