package weft.platform.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.common.service.ServiceAware;
import org.osgi.test.junit5.context.BundleContextExtension;
import org.osgi.test.junit5.service.ServiceExtension;
import weft.api.WeftException;
import weft.api.portal.Portal;
import weft.platform.framework.probe.Lamp;

/** A bundle carries configurations of a factory: they come with it, change with an update, stay with one that is undone, and go with it. */
@ExtendWith({BundleContextExtension.class, ServiceExtension.class})
@Timeout(300)
class CarriedFactoriesTest {
    private static final String FIRST = """
            {":configurator:resource-version": 1,
             "probe.Lamp~hall": {":configurator:policy": "force", "colour": "red", "watts:Integer": 40, "hours:Integer[]": [7, 19]},
             "probe.Lamp~attic": {"colour": "white", "watts:Integer": 25}}""";
    private static final String SECOND = """
            {"probe.Lamp~hall": {"colour": "blue", "watts:Integer": 7}, "probe.Lamp~cellar": {"colour": "dim", "watts:Integer": 5}}""";
    @InjectBundleContext
    BundleContext context;
    @InjectService(timeout = 20_000)
    ServiceAware<Portal> portal;
    @InjectService(timeout = 20_000)
    ConfigurationAdmin admin;
    private Script script;

    @BeforeEach
    void lamps() throws Exception {
        script = Framework.script();
        apply("1.0.0", FIRST, true);
    }

    @AfterEach
    void none() throws Exception {
        script.close();
        for (Bundle b : context.getBundles()) if (Lamp.FACTORY.equals(b.getSymbolicName())) b.uninstall();
        for (Configuration c : configurations()) c.delete();
    }

    private void apply(String version, String configuration, boolean beside) throws IOException {
        script.ask("APPLY_UPDATE", Map.of("jars", List.of(Framework.file(Framework.lamps(version, configuration)).toString()), "beside", beside));
    }

    private List<String> burning() throws Exception {
        var words = new ArrayList<String>();
        for (ServiceReference<?> r : context.getServiceReferences(Supplier.class, "(component.name=" + Lamp.FACTORY + ")")) {
            // It may be going at this moment.
            if (context.getService(r) instanceof Supplier<?> lamp) words.add((String) lamp.get());
            context.ungetService(r);
        }
        words.sort(null);
        return words;
    }

    private void awaitBurning(List<String> lamps) throws Exception {
        for (int i = 0; i < 1200 && !burning().equals(lamps); i++) TimeUnit.MILLISECONDS.sleep(50);
        assertEquals(lamps, burning());
    }

    private List<Configuration> configurations() throws Exception {
        Configuration[] found = admin.listConfigurations("(service.factoryPid=" + Lamp.FACTORY + ")");
        return found == null ? List.of() : Arrays.asList(found);
    }

    private List<Configuration> bound() throws Exception {
        return configurations().stream().filter(c -> !"?".equals(c.getBundleLocation())).toList();
    }

    @Test
    void an_update_brings_its_own_configurations_and_takes_those_of_the_old_one_away() throws Exception {
        assertEquals(List.of("red 40 [7, 19]", "white 25 null"), burning());
        apply("1.1.0", SECOND, false);
        assertEquals(List.of("blue 7 null", "dim 5 null"), burning());
        assertEquals(2, bound().size());
        script.ask("REMOVE_BUNDLE", Map.of("bundle", Lamp.FACTORY));
        assertEquals(List.of(), burning());
        assertEquals(List.of(), bound(), "nothing of it is left");
    }

    @Test
    void an_update_that_is_undone_leaves_the_configurations_of_the_old_one() throws Exception {
        var e = assertThrows(WeftException.class, () -> apply("1.1.0", "{\"probe.Lamp~hall\": {\"colour\": \"blue\"}}", false));
        assertTrue(e.getMessage().contains("does not offer java.util.function.Supplier"), e.getMessage());
        assertEquals(List.of("red 40 [7, 19]", "white 25 null"), burning());
        e = assertThrows(WeftException.class, () -> apply("1.1.0", "{\"probe.Lamp~hall~deep\": {}}", false));
        assertTrue(e.getMessage().contains("\"probe.Lamp~hall~deep\" is no PID, and no FACTORY~NAME"), e.getMessage());
        assertEquals(List.of("red 40 [7, 19]", "white 25 null"), burning());
        assertEquals(2, bound().size());
    }

    @Test
    void what_the_user_configures_by_the_same_name_takes_the_place_of_the_carried_one() throws Exception {
        var own = admin.getFactoryConfiguration(Lamp.FACTORY, "hall", "?");
        own.update(new Hashtable<>(Map.of("colour", "green", "watts", 11)));
        awaitBurning(List.of("green 11 null", "white 25 null"));
        var further = admin.getFactoryConfiguration(Lamp.FACTORY, "garden", "?");
        further.update(new Hashtable<>(Map.of("colour", "amber", "watts", 3)));
        awaitBurning(List.of("amber 3 null", "green 11 null", "white 25 null"));
        own.delete();
        further.delete();
        awaitBurning(List.of("red 40 [7, 19]", "white 25 null"));
    }
}
