package weft.platform.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.common.service.ServiceAware;
import org.osgi.test.junit5.context.BundleContextExtension;
import org.osgi.test.junit5.service.ServiceExtension;
import weft.api.appd.Appd;
import weft.api.gateway.Children;
import weft.api.gateway.Events;
import weft.api.gateway.OpenFiles;
import weft.api.gateway.RequestHandler;
import weft.api.gateway.Sessions;
import weft.api.packages.Packages;
import weft.api.portal.Portal;
import weft.codec.MessageTypes;

/** Who offers which contract, in which version, and with which properties. */
@ExtendWith({BundleContextExtension.class, ServiceExtension.class})
class ContractsTest {
    private static final Map<Class<?>, String> PROVIDERS = Map.of(Appd.class, "appd.bundle", Portal.class, "portal.bundle", Packages.class, "bundles.packages",
            Children.class, "bundles.gateway", Sessions.class, "bundles.gateway", Events.class, "bundles.gateway", OpenFiles.class, "bundles.gateway");
    private static final Set<String> EXPORTERS = Set.of("native.bundle", "ipc-api.bundle");
    @InjectBundleContext
    BundleContext context;

    @Test
    void every_contract_is_offered_by_its_provider_in_the_exported_version(@InjectService(timeout = 20_000) Appd appd,
            @InjectService(timeout = 20_000) Portal portal) {
        for (var e : PROVIDERS.entrySet()) {
            var reference = context.getServiceReference(e.getKey());
            assertNotNull(reference, e.getKey() + " is not offered");
            assertEquals(e.getValue(), reference.getBundle().getSymbolicName());
            assertProvidesExactVersion(reference.getBundle(), e.getKey().getPackageName());
        }
    }

    // A provider takes the minor version that it implements and no later one; a consumer any of the major version.
    private static void assertProvidesExactVersion(Bundle provider, String contract) {
        var wire = provider.adapt(BundleWiring.class).getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE).stream()
                .filter(w -> contract.equals(w.getCapability().getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE))).findFirst().orElseThrow();
        assertEquals("ipc-api.bundle", wire.getProvider().getSymbolicName());
        var version = (Version) wire.getCapability().getAttributes().get("version");
        String filter = wire.getRequirement().getDirectives().get("filter");
        var wanted = new VersionRange(VersionRange.LEFT_CLOSED, new Version(version.getMajor(), version.getMinor(), 0),
                new Version(version.getMajor(), version.getMinor() + 1, 0), VersionRange.RIGHT_OPEN);
        assertTrue(filter.contains("(version>=" + wanted.getLeft() + ")") && filter.contains("(!(version>=" + wanted.getRight() + "))"),
                provider + " takes " + filter + ", the contract is " + version);
    }

    @Test
    void providers_export_nothing() {
        for (Bundle b : Framework.ours(context)) {
            var exported = b.adapt(BundleWiring.class).getCapabilities(PackageNamespace.PACKAGE_NAMESPACE);
            assertEquals(EXPORTERS.contains(b.getSymbolicName()), !exported.isEmpty(), b + " exports " + exported);
        }
    }

    @Test
    void every_bundle_of_the_system_is_up() {
        for (Bundle b : Framework.ours(context)) assertEquals(Bundle.ACTIVE, b.getState(), b::toString);
        assertTrue(Framework.ours(context).size() >= 8);
    }

    @Test
    void each_request_type_has_one_handler_and_that_is_its_owners(@InjectService ServiceAware<RequestHandler> handlers,
            @InjectService(timeout = 20_000) Appd appd, @InjectService(timeout = 20_000) Portal portal) {
        var owners = new HashMap<String, String>();
        for (ServiceReference<RequestHandler> reference : handlers.getServiceReferences()) {
            for (String type : types(reference)) {
                assertNotNull(MessageTypes.record(type));
                String before = owners.put(type, reference.getBundle().getSymbolicName());
                assertEquals(null, before, type + " is answered twice");
            }
        }
        assertEquals("appd.bundle", owners.get("LAUNCH_APP"));
        assertEquals("portal.bundle", owners.get("FS_OPEN"));
        assertEquals("bundles.packages", owners.get("QUERY_INSTALLED_APPS"));
        assertEquals("bundles.update", owners.get("UPDATE_BUNDLE"));
        var files = new TreeSet<>(MessageTypes.all().stream().filter(t -> t.startsWith("FS_") && owners.containsKey(t)).toList());
        assertTrue(files.containsAll(Set.of("FS_READ", "FS_WRITE", "FS_RENAME", "FS_SYNC")), files::toString);
    }

    private static List<String> types(ServiceReference<?> reference) {
        return switch (reference.getProperty(RequestHandler.TYPES)) {
            case String[] many -> List.of(many);
            case String one -> List.of(one);
            case null, default -> throw new AssertionError(reference + " does not say what it answers");
        };
    }
}
