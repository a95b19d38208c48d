package weft.platform;

import weft.api.Places;
import weft.decided.BundleStore;
import weft.decided.StartUp;
import weft.os.Lifeline;
import weft.os.ListenFds;

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
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("weft-shutdown").unstarted(platform::stop));
        var lifeline = Lifeline.of(ListenFds.take(System.getenv())).watch(() -> endChildren(platform));
        var startUp = StartUp.decide(places, StartUp.Reason.of(System.getenv()));
        var store = new BundleStore(places);
        var trial = new Trial(startUp, places, store);
        trial.watch();
        var failures = platform.start(startUp, store);
        trial.decide(platform.context(), failures);
        console.announce(lifeline);
        lifeline.ready();
        platform.awaitStop();
        // Stopped from within, as by the console: the user logs out. While a signal ends the process, this waits for it.
        System.exit(0);
    }

    // The session is over. Whoever was adopted from an earlier platform finds nobody listening and ends by itself.
    private static void endChildren(Platform platform) {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        platform.stop();
    }
}
