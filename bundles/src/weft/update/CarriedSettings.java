package weft.update;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import weft.codec.Json;

/**
 * The configuration that bundles carry ({@code OSGI-INF/configurator/*.json}, PIDs with their values as the Configurator
 * specification has it), each for its own bundle alone: a targeted PID, with the bundle's location. So two builds of a
 * bundle side by side have each its own, and which is in force is a matter of which bundle is: nothing is to be put back
 * when an update is undone or cut off. What the user sets for a PID counts before what a bundle carries.
 */
@Component(service = {CarriedSettings.class, ConfigurationListener.class}, immediate = true)
public final class CarriedSettings implements ConfigurationListener {
    private static final System.Logger LOG = System.getLogger("weft.update");
    private static final String FOLDER = "OSGI-INF/configurator", INTERNAL = ":configurator:";
    private static final int MOST_BYTES = 1 << 20;
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
        for (var e : carried(bundle).entrySet()) set(bundle, e.getKey(), e.getValue());
    }

    /** Removes what bundles carried that are no more. */
    void tidy() {
        var locations = Arrays.stream(context.getBundles()).map(Bundle::getLocation).toList();
        try {
            for (Configuration c : list("(" + Constants.SERVICE_PID + "=*|*|*|*)")) {
                String pid = c.getPid();
                if (!locations.contains(pid.substring(pid.lastIndexOf('|') + 1))) c.delete();
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "configurations of bundles that are gone cannot be removed: {0}", e.getMessage());
        }
    }

    // The user's own, which bears no bundle in its name, has changed.
    @Override
    public void configurationEvent(ConfigurationEvent event) {
        String pid = event.getPid();
        if (pid.contains("|")) return;
        for (Bundle b : context.getBundles()) {
            try {
                var values = carried(b).get(pid);
                if (values != null) set(b, pid, values);
            } catch (WeftException e) {
                LOG.log(Level.ERROR, e.getMessage());
            }
        }
    }

    private void set(Bundle bundle, String pid, Map<String, Object> values) {
        try {
            Dictionary<String, Object> all = new Hashtable<>(values);
            for (Configuration own : list("(" + Constants.SERVICE_PID + "=" + pid + ")")) {
                var set = own.getProperties();
                for (String key : set == null ? List.<String>of() : Collections.list(set.keys())) if (!key.equals(Constants.SERVICE_PID)) all.put(key, set.get(key));
            }
            admin.getConfiguration(String.join("|", pid, bundle.getSymbolicName(), bundle.getVersion().toString(), bundle.getLocation()), "?").updateIfDifferent(all);
        } catch (IOException e) {
            throw new WeftException(ErrorCode.UNAVAILABLE, "the configuration of " + pid + " cannot be kept: " + e.getMessage(), e);
        }
    }

    private List<Configuration> list(String filter) throws IOException {
        try {
            Configuration[] found = admin.listConfigurations(filter);
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Map<String, Object>> carried(Bundle bundle) {
        var files = bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null && bundle.getBundleId() != 0 ? bundle.findEntries(FOLDER, "*.json", false) : null;
        var all = new LinkedHashMap<String, Map<String, Object>>();
        for (URL file : files == null ? List.<URL>of() : Collections.list(files)) read(bundle, file, all);
        return all;
    }

    private static void read(Bundle bundle, URL file, Map<String, Map<String, Object>> all) {
        try (InputStream in = file.openStream()) {
            ((Map<?, ?>) Json.read(in.readNBytes(MOST_BYTES))).forEach((pid, values) -> {
                if (((String) pid).startsWith(INTERNAL)) return;
                if (!((String) pid).matches("[A-Za-z0-9_.$-]+")) throw new IllegalArgumentException("\"" + pid + "\" is no PID of one configuration");
                all.put((String) pid, values((Map<?, ?>) values));
            });
        } catch (IOException | RuntimeException e) {
            throw new WeftException(ErrorCode.INVALID, "the configuration that " + bundle.getSymbolicName() + " carries in " + file.getPath() + " cannot be read: " + e.getMessage(), e);
        }
    }

    // As the specification has it: a name may end in the type of its value, such as "warm.runtimes:Integer".
    private static Map<String, Object> values(Map<?, ?> tree) {
        var values = new LinkedHashMap<String, Object>();
        tree.forEach((key, value) -> {
            String name = (String) key;
            int colon = name.lastIndexOf(':');
            if (colon < 0) values.put(name, value instanceof List<?> l ? new ArrayList<>(l) : Objects.requireNonNull(value, name));
            else values.put(name.substring(0, colon), typed(name.substring(colon + 1), value));
        });
        return values;
    }

    private static Object typed(String type, Object value) {
        return switch (type) {
            case "Integer" -> Math.toIntExact((Long) value);
            case "Long" -> (Long) value;
            case "Double" -> ((Number) value).doubleValue();
            case "Boolean" -> (Boolean) value;
            case "String" -> String.valueOf(value);
            default -> throw new IllegalArgumentException("\"" + type + "\" is no type of a value");
        };
    }
}
