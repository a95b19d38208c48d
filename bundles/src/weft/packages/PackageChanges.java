package weft.packages;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import weft.api.ErrorCode;
import weft.api.Places;
import weft.api.WeftException;
import weft.api.gateway.Caller;
import weft.api.gateway.RequestHandler;
import weft.api.message.Connection.Ok;
import weft.api.message.Message;
import weft.api.message.Packages.AppInstalled;
import weft.api.message.Packages.InstallApp;
import weft.api.message.Packages.RemoveApp;
import weft.api.message.Packages.RollbackApp;
import weft.api.message.Packages.UpdateApp;
import weft.api.packages.AppPackage;
import weft.api.packages.Capability;
import weft.api.portal.Portal;
import weft.codec.Envelope;
import weft.os.Fd;
import weft.packages.archive.Archive;
import weft.packages.manifest.Manifest;
import weft.packages.store.AppStore;
import weft.packages.store.AppStore.Mode;
import weft.provided.ProvidedContracts;

/** Changes what is installed, asking the user through the portal. Apart from the installed apps' own component, which the portal needs. */
@Component(service = RequestHandler.class, property = {RequestHandler.TYPES + "=INSTALL_APP", RequestHandler.TYPES + "=UPDATE_APP",
        RequestHandler.TYPES + "=ROLLBACK_APP", RequestHandler.TYPES + "=REMOVE_APP"})
public final class PackageChanges implements RequestHandler {
    private static final System.Logger LOG = System.getLogger("weft.packages");
    private final AppStore store;
    // Replaced while a question waits: the old one withdraws it, so nobody has to wait for the other.
    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile Portal portal;

    @Activate
    public PackageChanges(BundleContext context) {
        this(store(Places.of(System.getenv()), context), null);
    }

    /** @param portal asks the user */
    PackageChanges(AppStore store, Portal portal) {
        this.store = store;
        this.portal = portal;
    }

    private static AppStore store(Places places, BundleContext context) {
        return new AppStore(places.data().resolve("apps"), places.data().resolve("data"), places.dist().resolve("apps"),
                contract -> ProvidedContracts.expected(context, contract), step -> LOG.log(Level.DEBUG, "{0}", step));
    }

    @Override
    public Message handle(Caller caller, Envelope request) throws IOException {
        return handle(caller, request, List.of());
    }

    @Override
    public Message handle(Caller caller, Envelope request, List<Fd> descriptors) throws IOException {
        return switch (request.message()) {
            case InstallApp i -> put(file(request, descriptors), i.name(), Mode.INSTALL, i.approved());
            case UpdateApp u -> put(file(request, descriptors), u.name(), u.older() ? Mode.UPDATE_TO_OLDER : Mode.UPDATE, u.approved());
            case RollbackApp r -> told(store.rollback(r.appId()), List.of());
            case RemoveApp r -> {
                store.remove(r.appId(), r.withData());
                yield new Ok();
            }
            default -> throw new WeftException(ErrorCode.INVALID, request.type() + " is no request about packages");
        };
    }

    private static Fd file(Envelope request, List<Fd> descriptors) {
        if (descriptors.size() != 1) throw new WeftException(ErrorCode.INVALID, request.type() + " comes with the package's file as a descriptor, and with nothing else.");
        return descriptors.getFirst();
    }

    private AppInstalled put(Fd file, String name, Mode mode, boolean approved) throws IOException {
        try (var archive = Archive.open(file, name)) {
            Manifest.Read read = store.put(archive, mode, (app, asked, update) -> approved || portal.approves(app, asked, update));
            return told(read.app(), read.warnings());
        }
    }

    private static AppInstalled told(AppPackage app, List<String> warnings) {
        return new AppInstalled(app.id(), app.name(), app.version(), app.revision(), app.capabilities().stream().map(Capability::name).toList(), warnings);
    }
}
