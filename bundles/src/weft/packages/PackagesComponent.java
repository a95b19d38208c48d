package weft.packages;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import weft.api.AppId;
import weft.api.Places;
import weft.api.gateway.Caller;
import weft.api.gateway.EventListener;
import weft.api.gateway.Events;
import weft.api.gateway.RequestHandler;
import weft.api.gateway.Sessions;
import weft.api.message.Lifecycle.AppState;
import weft.api.message.Lifecycle.InstalledApp;
import weft.api.message.Lifecycle.InstalledApps;
import weft.api.message.Message;
import weft.api.packages.AppPackage;
import weft.api.packages.Packages;
import weft.codec.Envelope;
import weft.packages.store.AppStore;
import weft.packages.store.RunningContracts;
import weft.provided.ProvidedContracts;

/**
 * The installed apps, as a service, as the answer to QUERY_INSTALLED_APPS, and as the event INSTALLED_APPS when they
 * change. While a session runs, the files it was launched with stay. One thread of its own does what is not asked for.
 */
@Component(service = {Packages.class, RequestHandler.class, EventListener.class}, property = RequestHandler.TYPES + "=QUERY_INSTALLED_APPS")
public final class PackagesComponent implements Packages, RequestHandler, EventListener {
    private static final System.Logger LOG = System.getLogger("weft.packages");
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("weft-packages").factory());
    private final InstalledPackages packages;
    private final RunningContracts contracts;
    private final Events events;
    private final RevisionsInUse inUse;
    private final StoreWatch watch;
    private InstalledApps told;

    /** @throws IOException if the folder of the apps cannot be watched */
    @Activate
    public PackagesComponent(BundleContext context, @Reference Sessions sessions, @Reference Events events) throws IOException {
        var places = Places.of(System.getenv());
        var system = places.dist().resolve("apps");
        var store = new AppStore(places.data().resolve("apps"), places.data().resolve("data"), system, step -> LOG.log(Level.DEBUG, "{0}", step));
        packages = new InstalledPackages(store, system);
        this.events = events;
        contracts = contract -> ProvidedContracts.expected(context, contract);
        told = message();
        inUse = new RevisionsInUse(store, sessions, ms -> later(this::refresh, ms));
        inUse.refresh();
        watch = new StoreWatch(store.folder(), () -> post(this::tell));
    }

    @Deactivate
    void deactivate() throws IOException, InterruptedException {
        watch.close();
        thread.shutdownNow();
        thread.awaitTermination(5, TimeUnit.SECONDS);
        inUse.close();
    }

    private void refresh() {
        inUse.refresh();
    }

    private void tell() {
        InstalledApps now = message();
        if (now.equals(told)) return;
        told = now;
        events.publish(now);
    }

    @Override
    public void published(Message event) {
        if (event instanceof AppState) post(this::refresh);
    }

    private void post(Runnable task) {
        later(task, 0);
    }

    private void later(Runnable task, long ms) {
        try {
            thread.schedule(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.log(Level.ERROR, "the installed apps could not be looked after", e);
                }
            }, ms, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // This one is being replaced; the next looks at everything when it starts.
        }
    }

    @Override
    public List<AppPackage> installed() {
        return packages.installed();
    }

    @Override
    public List<String> problems() {
        return packages.problems();
    }

    @Override
    public AppPackage find(AppId id) {
        return packages.find(id);
    }

    @Override
    public AppPackage find(AppId id, Optional<String> revision) {
        return packages.find(id, revision);
    }

    @Override
    public AppPackage verified(AppId id) {
        AppPackage app = inUse.launched(packages, id);
        contracts.check(app);
        return app;
    }

    @Override
    public Message handle(Caller caller, Envelope request) {
        return message();
    }

    private InstalledApps message() {
        return new InstalledApps(installed().stream()
                .map(a -> new InstalledApp(a.id(), a.name(), a.version(), a.description(), a.icon(), a.badges())).toList());
    }
}
