package weft.update;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import weft.api.ErrorCode;
import weft.api.Printable;
import weft.api.WeftException;
import weft.api.message.Upkeep.BundleUpdated;

/**
 * One system bundle replaced by a newer build of itself. The new one is installed and started beside the old, and only
 * when it offers every service that the old one offers is the old one stopped, which waits for calls in flight. Until
 * then any failure removes the new one and leaves everything as it was.
 */
final class Replacement {
    private static final System.Logger LOG = System.getLogger("weft.update");
    private static final Duration SERVICES_LIMIT = Duration.ofSeconds(10);
    private final BundleContext context;
    private final Path jar;
    private final Bundle old;
    private final String newVersion;
    private final List<String> steps = new ArrayList<>();
    private final long start = System.nanoTime();

    /** @throws WeftException NOT_FOUND, INVALID or CONFLICT if there is nothing to replace, or not by this jar */
    Replacement(BundleContext context, String name, Path jar) {
        this.context = context;
        this.jar = jar;
        this.old = running(context, name);
        this.newVersion = versionIn(jar, name);
        refuseUnswappable(old);
    }

    BundleUpdated run() {
        Bundle fresh = install();
        try {
            fresh.start();
            step("started beside bundle " + old.getBundleId());
            ServicePresence.await(context, old, fresh, SERVICES_LIMIT);
            step("offers every service of the old one");
        } catch (BundleException | RuntimeException e) {
            remove(fresh);
            throw new WeftException(ErrorCode.INVALID, old.getSymbolicName() + " was not updated: " + reason(e) + " The old one never stopped.", e);
        }
        retire();
        long millis = (System.nanoTime() - start) / 1_000_000;
        LOG.log(Level.INFO, "updated {0} {1} -> {2} in {3} ms", old.getSymbolicName(), old.getVersion(), newVersion, millis);
        return new BundleUpdated(old.getSymbolicName(), old.getVersion().toString(), newVersion, List.copyOf(steps), millis);
    }

    private Bundle install() {
        // A location of its own: the framework knows bundles by it, and the old one keeps its own until it is gone.
        String location = "update:" + old.getSymbolicName() + ":" + System.nanoTime();
        try (InputStream in = Files.newInputStream(jar)) {
            Bundle fresh = context.installBundle(location, in);
            step("installed " + newVersion + " as bundle " + fresh.getBundleId());
            return fresh;
        } catch (IOException | BundleException e) {
            throw new WeftException(ErrorCode.INVALID, jar + " cannot be installed: " + e.getMessage(), e);
        }
    }

    // Stopping unregisters the services; whoever holds them by a draining reference first lets calls in flight finish.
    private void retire() {
        try {
            old.stop();
            step("old one drained and stopped");
        } catch (BundleException e) {
            step("old one failed while stopping: " + reason(e));
        }
        remove(old);
        step("old one removed");
    }

    private static void remove(Bundle bundle) {
        try {
            bundle.uninstall();
        } catch (BundleException | IllegalStateException e) {
            LOG.log(Level.WARNING, "bundle {0} cannot be removed: {1}", bundle, e.getMessage());
        }
    }

    private void step(String what) {
        steps.add("+%d ms %s".formatted((System.nanoTime() - start) / 1_000_000, what));
    }

    private static Bundle running(BundleContext context, String name) {
        for (Bundle b : context.getBundles()) if (name.equals(b.getSymbolicName()) && b.getState() == Bundle.ACTIVE) return b;
        throw new WeftException(ErrorCode.NOT_FOUND, "there is no running bundle " + Printable.text(name));
    }

    private static String versionIn(Path jar, String name) {
        try (var file = new JarFile(jar.toFile())) {
            var attributes = file.getManifest() == null ? null : file.getManifest().getMainAttributes();
            String found = attributes == null ? null : attributes.getValue(Constants.BUNDLE_SYMBOLICNAME);
            if (found == null || !found.split(";")[0].strip().equals(name))
                throw new WeftException(ErrorCode.INVALID, jar + " is " + (found == null ? "not a bundle" : "bundle " + Printable.text(found)) + ", not " + name);
            return String.valueOf(attributes.getValue(Constants.BUNDLE_VERSION));
        } catch (IOException e) {
            throw new WeftException(ErrorCode.NOT_FOUND, jar + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void refuseUnswappable(Bundle bundle) {
        String name = bundle.getSymbolicName();
        if (bundle.getHeaders().get(Constants.EXPORT_PACKAGE) != null)
            throw new WeftException(ErrorCode.CONFLICT, name + " exports packages that others are wired to; it is replaced by a restart of the platform");
        if (name.equals("bundles.gateway"))
            throw new WeftException(ErrorCode.CONFLICT, name + " holds every connection; it is replaced by a restart of the platform, which apps survive");
        if (bundle.equals(context.getBundle()))
            throw new WeftException(ErrorCode.CONFLICT, name + " cannot replace itself; it is replaced by a restart of the platform, which apps survive");
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) root = root.getCause();
        String message = root.getMessage() == null ? root.toString() : root.getMessage();
        return message.endsWith(".") ? message : message + ".";
    }
}
