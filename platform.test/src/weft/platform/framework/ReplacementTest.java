package weft.platform.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.junit5.context.BundleContextExtension;
import org.osgi.test.junit5.service.ServiceExtension;
import weft.api.appd.Appd;
import weft.platform.framework.probe.SlowAnswer;

/** Providers are replaced in place, the harshest way, while the gateway's draining references have calls in them. */
@ExtendWith({BundleContextExtension.class, ServiceExtension.class})
@Timeout(120)
class ReplacementTest {
    private static final int CLIENTS = 4, UPDATES = 5;
    @InjectBundleContext
    BundleContext context;
    // The whole system is up.
    @InjectService(timeout = 20_000)
    Appd appd;
    private final Semaphore permits = new Semaphore(0);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @BeforeEach
    void register() {
        context.registerService(Semaphore.class, permits, null);
        context.registerService(java.util.Queue.class, told, null);
    }

    @Test
    void a_replaced_provider_finishes_its_call_in_flight_and_the_next_call_goes_to_the_new_one() throws Exception {
        String imports = "org.osgi.framework,weft.api,weft.api.gateway,weft.api.message,weft.codec";
        Bundle probe = context.installBundle("probe:slow", Framework.probe(SlowAnswer.class, "1.0.0", imports));
        try (Script one = Framework.script(); Script two = Framework.script()) {
            probe.start();
            var inFlight = new FutureTask<>(() -> version(one));
            Thread.ofPlatform().start(inFlight);
            assertEquals("asked 1.0.0", told.poll(60, TimeUnit.SECONDS));
            var update = new FutureTask<Void>(() -> {
                probe.update(Framework.probe(SlowAnswer.class, "2.0.0", imports));
                return null;
            });
            Thread updater = Thread.ofPlatform().start(update);
            // It cannot get past the call: it waits, or else would have told that the old one stopped.
            while (updater.getState() != Thread.State.TIMED_WAITING && told.isEmpty()) Thread.onSpinWait();
            permits.release();
            assertEquals("1.0.0", inFlight.get());
            update.get();
            assertEquals(List.of("answered 1.0.0", "stopped 1.0.0"), List.of(told.take(), told.take()));
            permits.release();
            assertEquals("2.0.0", version(two));
        } finally {
            probe.uninstall();
        }
    }

    private static String version(Script script) throws Exception {
        var apps = (List<?>) script.ask("QUERY_INSTALLED_APPS", Map.of()).get("apps");
        return (String) ((Map<?, ?>) apps.getFirst()).get("version");
    }

    @Test
    void no_call_fails_while_the_package_service_is_updated_in_place_again_and_again() throws Exception {
        Bundle packages = Framework.bundle(context, "bundles.packages");
        var on = new AtomicBoolean(true);
        var asking = new CountDownLatch(CLIENTS);
        var failures = new ConcurrentLinkedQueue<String>();
        var clients = new ArrayList<Thread>();
        for (int i = 0; i < CLIENTS; i++) clients.add(Thread.ofPlatform().start(() -> ask(on, asking, failures)));
        try {
            asking.await();
            for (int i = 1; i <= UPDATES; i++) {
                packages.update(Framework.withVersion(packages, "0.1." + i));
                assertEquals("0.1." + i, packages.getVersion().toString());
                assertEquals(Bundle.ACTIVE, packages.getState());
            }
        } finally {
            on.set(false);
            for (Thread t : clients) t.join();
        }
        assertEquals(List.of(), List.copyOf(failures));
    }

    private static void ask(AtomicBoolean on, CountDownLatch asking, ConcurrentLinkedQueue<String> failures) {
        try (Script script = Framework.script()) {
            do {
                int apps = ((List<?>) script.ask("QUERY_INSTALLED_APPS", Map.of()).get("apps")).size();
                if (apps == 0) failures.add("no apps");
                asking.countDown();
            } while (on.get());
        } catch (Exception e) {
            failures.add(e.toString());
            asking.countDown();
        }
    }

    @Test
    void a_bundle_whose_requirement_is_not_met_disturbs_nobody() throws Exception {
        Bundle lost = context.installBundle("probe:lost", Framework.probe(SlowAnswer.class, "3.0.0", "org.example.absent"));
        try (Script script = Framework.script()) {
            var e = assertThrows(BundleException.class, lost::start);
            assertTrue(e.getMessage().contains("org.example.absent"), e.getMessage());
            assertEquals(Bundle.INSTALLED, lost.getState());
            for (Bundle b : Framework.ours(context)) assertEquals(Bundle.ACTIVE, b.getState(), b::toString);
            assertEquals(2, ((List<?>) script.ask("QUERY_INSTALLED_APPS", Map.of()).get("apps")).size());
        } finally {
            lost.uninstall();
        }
    }
}
