package weft.platform.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.common.service.ServiceAware;
import org.osgi.test.junit5.service.ServiceExtension;
import weft.api.appd.Appd;

/** A setting changed in the Configuration Admin reaches the running component. */
@ExtendWith(ServiceExtension.class)
@Timeout(120)
class SettingsTest {
    private static final String PID = "weft.appd.AppdComponent";

    @Test
    void the_number_of_waiting_runtimes_is_what_the_configuration_says(@InjectService ConfigurationAdmin admin,
            @InjectService(cardinality = 0, filter = "(warm.runtimes=2)") ServiceAware<Appd> two,
            @InjectService(cardinality = 0, filter = "(warm.runtimes=1)") ServiceAware<Appd> one,
            @InjectService(cardinality = 0, filter = "(warm.runtimes=-3)") ServiceAware<Appd> absurd) throws Exception {
        one.waitForService(20_000);
        Configuration configuration = admin.getConfiguration(PID, "?");
        try {
            Dictionary<String, Object> settings = new Hashtable<>();
            settings.put("warm.runtimes", 2);
            configuration.update(settings);
            Appd changed = two.waitForService(20_000);
            while (changed.waitingRuntimes() < 2) TimeUnit.MILLISECONDS.sleep(50);
            assertEquals(2, changed.waitingRuntimes());
            assertTrue(one.isEmpty(), "the component with the old setting is still there");
            settings.put("warm.runtimes", -3);
            configuration.update(settings);
            absurd.waitForService(20_000);
        } finally {
            configuration.delete();
        }
        one.waitForService(20_000);
        assertTrue(two.isEmpty(), "the component with the deleted setting is still there");
    }
}
