package weft.platform.framework.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import weft.api.Places;

/** Makes a build of the portal one that writes the permissions in a newer form, and then takes its time. */
public final class Migration implements BundleActivator {
    @Override
    public void start(BundleContext context) throws IOException, InterruptedException {
        Files.writeString(Places.of(System.getenv()).state().resolve("grants.json"), "{\"version\":2}");
        new CountDownLatch(1).await();
    }

    @Override
    public void stop(BundleContext context) {}
}
