package weft.provided;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWiring;
import weft.api.gateway.RequestHandler;
import weft.codec.Contracts;
import weft.codec.MessageTypes;

/**
 * The versions by which contracts are answered: of a contract that has requests, the versions of its package that the bundles are wired
 * to which answer them; of another, those that are exported.
 */
public final class ProvidedContracts {
    private ProvidedContracts() {}

    /** The version of a contract by which a bundle answers; empty if it knows nothing of it, or is gone. */
    public static Optional<String> version(Bundle bundle, String contract) {
        BundleWiring wiring = bundle == null ? null : bundle.adapt(BundleWiring.class);
        if (wiring == null) return Optional.empty();
        return Stream.concat(wiring.getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE).stream().map(w -> w.getCapability()),
                wiring.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()).flatMap(c -> version(c, contract).stream()).findFirst();
    }

    private static Optional<String> version(BundleCapability exported, String contract) {
        if (!Contracts.packageOf(contract).equals(exported.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE))) return Optional.empty();
        return Optional.of(text((Version) exported.getAttributes().get(Constants.VERSION_ATTRIBUTE)));
    }

    /** Without a qualifier, which ranges of contracts do not know. */
    public static String text(Version version) {
        return version.getMajor() + "." + version.getMinor() + "." + version.getMicro();
    }

    /** The versions of a contract that are answered now by some of the bundles, sorted. */
    public static Collection<String> versions(BundleContext context, String contract, Predicate<Bundle> by) {
        if (MessageTypes.all().stream().noneMatch(type -> Contracts.ofRequest(type).equals(contract)) || contract.equals(Contracts.MESSAGE)) return exported(context, contract, by);
        var versions = new TreeSet<String>();
        handlers(context).filter(h -> answers(h, contract)).map(ServiceReference::getBundle).filter(Objects::nonNull).filter(by)
                .forEach(b -> version(b, contract).ifPresent(versions::add));
        return versions;
    }

    /** The versions of a contract that are answered; while nobody does, as when the platform starts, those that somebody could answer by. */
    public static Collection<String> expected(BundleContext context, String contract) {
        var versions = versions(context, contract, b -> true);
        return versions.isEmpty() ? exported(context, contract, b -> true) : versions;
    }

    private static Collection<String> exported(BundleContext context, String contract, Predicate<Bundle> by) {
        var versions = new TreeSet<String>();
        for (Bundle b : context.getBundles()) if (by.test(b)) exported(b, contract).ifPresent(versions::add);
        return versions;
    }

    private static Optional<String> exported(Bundle bundle, String contract) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        return wiring == null ? Optional.empty() : wiring.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream().flatMap(c -> version(c, contract).stream()).findFirst();
    }

    private static Stream<ServiceReference<?>> handlers(BundleContext context) {
        try {
            ServiceReference<?>[] all = context.getAllServiceReferences(RequestHandler.class.getName(), null);
            return all == null ? Stream.empty() : Arrays.stream(all);
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean answers(ServiceReference<?> handler, String contract) {
        return requests(handler).stream().filter(MessageTypes.all()::contains).anyMatch(type -> Contracts.ofRequest(type).equals(contract));
    }

    /** What a request handler answers, as its service says. */
    public static List<String> requests(ServiceReference<?> handler) {
        return switch (handler.getProperty(RequestHandler.TYPES)) {
            case String[] many -> List.of(many);
            case String one -> List.of(one);
            case null, default -> List.of();
        };
    }
}
