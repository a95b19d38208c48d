package weft.update;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import weft.api.ErrorCode;
import weft.api.WeftException;

/**
 * The configuration that bundles carry ({@link CarriedFiles}), each for its own bundle alone: a targeted PID, with the
 * bundle's location; of a factory, a configuration that is bound to the location, since Declarative Services know only one
 * configuration of a targeted factory. So two builds of a bundle side by side have each its own, and which is in force is a matter of which
 * bundle is: nothing is to be put back when an update is undone or cut off. What the user sets for a PID counts before
 * what a bundle carries; of the configurations of a factory, one that the user makes by the same name takes the place of the carried one.
 */
@Component(service = {CarriedSettings.class, ConfigurationListener.class}, immediate = true)
public final class CarriedSettings implements ConfigurationListener {
    private static final System.Logger LOG = System.getLogger("weft.update");
    /** In the name of a factory's configuration that is bound to a bundle: no carried name holds it. */
    private static final String BOUND = "@";
    private final BundleContext context;
    private final ConfigurationAdmin admin;

    @Activate
    public CarriedSettings(BundleContext context, @Reference ConfigurationAdmin admin) {
        this.context = context;
        this.admin = admin;
        tidy();
        for (Bundle b : context.getBundles()) {
            try {
                apply(b);
            } catch (WeftException e) {
                LOG.log(Level.ERROR, e.getMessage());
            }
        }
    }

    /** Makes a bundle's configuration the one that it will have; before it is started. @throws WeftException INVALID if it carries none that can be read */
    void apply(Bundle bundle) {
        for (var e : CarriedFiles.of(bundle).entrySet()) set(bundle, e.getKey(), e.getValue());
    }

    /** Removes what bundles carried that are no more. */
    void tidy() {
        var locations = Arrays.stream(context.getBundles()).map(Bundle::getLocation).toList();
        try {
            for (Configuration c : list("(" + Constants.SERVICE_PID + "=*|*|*|*)")) if (!locations.contains(c.getPid().substring(c.getPid().lastIndexOf('|') + 1))) c.delete();
            for (Configuration c : list("(" + Constants.SERVICE_PID + "=*~*" + BOUND + "*)")) if (!locations.contains(c.getBundleLocation())) c.delete();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "configurations of bundles that are gone cannot be removed: {0}", e.getMessage());
        }
    }

    // The user's own, which bears no bundle in its name, has changed.
    @Override
    public void configurationEvent(ConfigurationEvent event) {
        String pid = event.getPid();
        if (pid.contains("|") || pid.contains(BOUND)) return;
        for (Bundle b : context.getBundles()) {
            try {
                var values = CarriedFiles.of(b).get(pid);
                if (values != null) set(b, pid, values);
            } catch (WeftException e) {
                LOG.log(Level.ERROR, e.getMessage());
            }
        }
    }

    private void set(Bundle bundle, String pid, Map<String, Object> values) {
        try {
            var own = list("(" + Constants.SERVICE_PID + "=" + pid + ")");
            int tilde = pid.indexOf('~');
            if (tilde >= 0) setOfFactory(bundle, pid.substring(0, tilde), pid.substring(tilde + 1), values, !own.isEmpty());
            else admin.getConfiguration(String.join("|", pid, bundle.getSymbolicName(), bundle.getVersion().toString(), bundle.getLocation()), "?").updateIfDifferent(merged(values, own));
        } catch (IOException e) {
            throw new WeftException(ErrorCode.UNAVAILABLE, "the configuration of " + pid + " cannot be kept: " + e.getMessage(), e);
        }
    }

    private static Dictionary<String, Object> merged(Map<String, Object> values, List<Configuration> own) {
        Dictionary<String, Object> all = new Hashtable<>(values);
        for (Configuration c : own) {
            var set = c.getProperties();
            for (String key : set == null ? List.<String>of() : Collections.list(set.keys())) if (!key.equals(Constants.SERVICE_PID)) all.put(key, set.get(key));
        }
        return all;
    }

    // A factory gives one component to each configuration, so that the user's own and the carried one cannot both be there.
    private void setOfFactory(Bundle bundle, String factory, String name, Map<String, Object> values, boolean replaced) throws IOException {
        String bound = name + BOUND + Integer.toHexString(bundle.getLocation().hashCode());
        if (!replaced) admin.getFactoryConfiguration(factory, bound, bundle.getLocation()).updateIfDifferent(new Hashtable<>(values));
        else for (Configuration c : list("(" + Constants.SERVICE_PID + "=" + factory + "~" + bound + ")")) c.delete();
    }

    private List<Configuration> list(String filter) throws IOException {
        try {
            Configuration[] found = admin.listConfigurations(filter);
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
