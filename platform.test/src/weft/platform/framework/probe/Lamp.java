package weft.platform.framework.probe;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;

/** A component of which there is one to each configuration of its factory; says what it is configured to be. */
public final class Lamp implements Supplier<String> {
    public static final String FACTORY = "probe.Lamp", FILE = "OSGI-INF/lamp.xml", XML = """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%1$s" activate="on" configuration-policy="require" configuration-pid="%1$s">
              <implementation class="%2$s"/>
              <service><provide interface="java.util.function.Supplier"/></service>
            </scr:component>
            """.formatted(FACTORY, Lamp.class.getName());
    private String words;

    void on(Map<String, Object> settings) {
        words = settings.get("colour") + " " + settings.get("watts") + " " + (settings.get("hours") instanceof Integer[] hours ? Arrays.toString(hours) : settings.get("hours"));
    }

    @Override
    public String get() {
        return words;
    }
}
