package weft.platform;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import weft.api.Places;
import weft.decided.BundleFile;
import weft.decided.BundleStore;
import weft.decided.DecidedSet;
import weft.decided.StartUp;

/**
 * The framework of this process. The bundle cache is only a cache: every start brings it in line with the decided
 * set, installing what is missing and removing the rest.
 */
final class Platform {
    private static final System.Logger LOG = System.getLogger("weft.platform");
    private static final long STOP_MS = 10_000;
    private final Framework framework;

    Platform(Places places, ConsoleAccess console) {
        var properties = new HashMap<String, String>();
        properties.put(Constants.FRAMEWORK_STORAGE, places.cache().resolve("felix").toString());
        properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, "1");
        properties.put("felix.log.level", "2");
        properties.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE); // a rebuilt bundle may keep its version
        for (String name : System.getProperties().stringPropertyNames()) if (name.startsWith("weft.")) properties.put(name, System.getProperty(name));
        consoleProperties(console).forEach((k, v) -> {
            properties.put(k, v);
            System.setProperty(k, v);
        });
        framework = java.util.ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow().newFramework(properties);
    }

    // Some of these are read as system properties alone (pax-logging, gogo), some as framework properties (console).
    private static Map<String, String> consoleProperties(ConsoleAccess console) {
        return Map.of(
                "org.osgi.service.http.port", Integer.toString(console.port()),
                "org.apache.felix.http.host", ConsoleAccess.HOST,
                "org.ops4j.pax.logging.DefaultServiceLog.level", "WARN",
                "org.ops4j.pax.logging.skipJUL", "true",
                "gosh.args", System.getProperty("gosh.args", "--nointeractive"),
                "felix.webconsole.username", ConsoleAccess.USER,
                "felix.webconsole.password", console.hash());
    }

    /** Starts the framework and every bundle of the set; a bundle that does not start is logged and left out. @return sentences about those */
    List<String> start(StartUp startUp, BundleStore store) throws BundleException {
        long begin = System.nanoTime();
        startUp.complaints().forEach(c -> LOG.log(Level.WARNING, c));
        framework.init();
        var bundles = install(startUp.set(), store);
        framework.start();
        var failures = new ArrayList<>(failures(startUp.set(), bundles));
        for (Bundle b : bundles) start(b).ifPresent(failures::add);
        LOG.log(Level.INFO, "platform up: {0} bundles, {1} failed, {2} ms", bundles.size(), failures.size(), (System.nanoTime() - begin) / 1_000_000);
        return failures;
    }

    private static List<String> failures(DecidedSet set, List<Bundle> installed) {
        return installed.size() == set.bundles().size() ? List.of() : List.of("Not every bundle can be installed.");
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    // A location names its content, so that what is in the cache under it needs no look. Updates leave other locations there.
    private List<Bundle> install(DecidedSet set, BundleStore store) {
        var present = new HashMap<String, Bundle>();
        for (Bundle b : framework.getBundleContext().getBundles()) if (b.getBundleId() != 0) present.put(b.getLocation(), b);
        var wanted = new LinkedHashMap<String, BundleFile>();
        for (BundleFile b : set.bundles()) wanted.put(store.copy(b).toUri().toString(), b);
        present.forEach((location, bundle) -> {
            if (!wanted.containsKey(location)) uninstall(bundle);
        });
        var bundles = new ArrayList<Bundle>();
        wanted.forEach((location, file) -> {
            try {
                bundles.add(present.containsKey(location) ? present.get(location)
                        : framework.getBundleContext().installBundle(location, new ByteArrayInputStream(store.content(file))));
            } catch (BundleException | IOException x) {
                LOG.log(Level.ERROR, "bundle {0} cannot be installed: {1}", file, x.getMessage());
            }
        });
        return bundles;
    }

    private static void uninstall(Bundle bundle) {
        try {
            bundle.uninstall();
        } catch (BundleException | IllegalStateException e) {
            LOG.log(Level.WARNING, "bundle {0} cannot be removed: {1}", bundle.getSymbolicName(), e.getMessage());
        }
    }

    private static Optional<String> start(Bundle bundle) {
        if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null) return Optional.empty();
        try {
            bundle.start();
            return Optional.empty();
        } catch (BundleException e) {
            LOG.log(Level.ERROR, "bundle {0} does not start: {1}", bundle.getSymbolicName(), e.getMessage());
            return Optional.of(bundle.getSymbolicName() + " does not start: " + e.getMessage() + ".");
        }
    }

    /** Stops the framework from another thread; returns when every bundle has stopped, or after ten seconds. */
    void stop() {
        try {
            framework.stop();
            framework.waitForStop(STOP_MS);
        } catch (BundleException e) {
            LOG.log(Level.WARNING, "the framework does not stop: {0}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void awaitStop() throws InterruptedException {
        framework.waitForStop(0);
    }
}
