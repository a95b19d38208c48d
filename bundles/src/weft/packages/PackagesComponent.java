package weft.packages;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import weft.api.AppId;
import weft.api.Places;
import weft.api.gateway.Caller;
import weft.api.gateway.RequestHandler;
import weft.api.message.Lifecycle.InstalledApp;
import weft.api.message.Lifecycle.InstalledApps;
import weft.api.message.Message;
import weft.api.packages.AppPackage;
import weft.api.packages.Packages;
import weft.codec.Envelope;

/** The installed apps, as a service and as the answer to QUERY_INSTALLED_APPS. */
@Component(service = {Packages.class, RequestHandler.class}, property = RequestHandler.TYPES + "=QUERY_INSTALLED_APPS")
public final class PackagesComponent implements Packages, RequestHandler {
    private final Packages packages;

    @Activate
    public PackagesComponent() {
        var places = Places.of(System.getenv());
        packages = new InstalledPackages(places.data().resolve("apps"), places.dist().resolve("apps"));
    }

    @Override
    public java.util.List<AppPackage> installed() {
        return packages.installed();
    }

    @Override
    public java.util.List<String> problems() {
        return packages.problems();
    }

    @Override
    public AppPackage find(AppId id) {
        return packages.find(id);
    }

    @Override
    public AppPackage find(AppId id, java.util.Optional<String> revision) {
        return packages.find(id, revision);
    }

    @Override
    public AppPackage verified(AppId id) {
        return packages.verified(id);
    }

    @Override
    public Message handle(Caller caller, Envelope request) {
        return new InstalledApps(installed().stream()
                .map(a -> new InstalledApp(a.id(), a.name(), a.version(), a.description(), a.icon(), a.badges())).toList());
    }
}
