package weft.platform;

import java.util.concurrent.CountDownLatch;
import weft.api.Places;

/**
 * The platform process: Felix with the bundles that this session wants. Ends cleanly on SIGTERM; everything else is
 * the business of the bundles.
 */
public final class Main {
    private Main() {}

    public static void main(String... args) throws Exception {
        Logs.oneLineEach();
        var places = Places.of(System.getenv());
        var console = ConsoleAccess.open(places, System.getenv());
        var platform = new Platform(places, console);
        var ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("weft-shutdown").unstarted(() -> {
            platform.stop();
            ended.countDown();
        }));
        platform.start(BundleSet.wanted(places));
        console.announce();
        platform.awaitStop();
        ended.await();
    }
}
