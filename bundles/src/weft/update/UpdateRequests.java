package weft.update;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import weft.api.ErrorCode;
import weft.api.Places;
import weft.api.WeftException;
import weft.api.gateway.Caller;
import weft.api.gateway.Children;
import weft.api.gateway.RequestHandler;
import weft.api.message.Message;
import weft.api.message.Upkeep.BundleUpdated;
import weft.api.message.Upkeep.QuerySystem;
import weft.api.message.Upkeep.SystemStatus;
import weft.api.message.Upkeep.UpdateBundle;
import weft.codec.Envelope;

/** Answers UPDATE_BUNDLE and QUERY_SYSTEM. One update at a time; the others are told to come back. */
@Component(property = {RequestHandler.TYPES + "=UPDATE_BUNDLE", RequestHandler.TYPES + "=QUERY_SYSTEM"})
public final class UpdateRequests implements RequestHandler {
    private static final System.Logger LOG = System.getLogger("weft.update");
    private static final String VENDOR = "WEFT OS";
    private final BundleContext context;
    private final Children children;
    private final DesiredBundles desired;
    private final java.util.concurrent.locks.ReentrantLock one = new java.util.concurrent.locks.ReentrantLock();

    @Activate
    public UpdateRequests(BundleContext context, @Reference Children children) {
        this.context = context;
        this.children = children;
        this.desired = new DesiredBundles(Places.of(System.getenv()));
    }

    @Override
    public Message handle(Caller caller, Envelope request) throws Exception {
        return switch (request.message()) {
            case UpdateBundle u when !caller.isTrusted() -> throw WeftException.denied("sys:update", "only the user may update the system, not " + u.bundle());
            case UpdateBundle u -> update(u);
            case QuerySystem q -> status();
            default -> throw new WeftException(ErrorCode.INVALID, request.type() + " is not answered here");
        };
    }

    private BundleUpdated update(UpdateBundle request) {
        if (!one.tryLock()) throw new WeftException(ErrorCode.CONFLICT, "another update is running; try again when it is done");
        try {
            Path jar = Path.of(request.jar());
            if (!jar.isAbsolute()) throw new WeftException(ErrorCode.INVALID, "the path of the new bundle must be absolute");
            BundleUpdated result = new Replacement(context, request.bundle(), jar).run();
            remember(request.bundle(), jar);
            return result;
        } finally {
            one.unlock();
        }
    }

    private void remember(String bundle, Path jar) {
        try {
            desired.want(bundle, jar);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the update of {0} holds until the platform restarts; it cannot be written down: {1}", bundle, e.getMessage());
        }
    }

    private SystemStatus status() {
        var bundles = new ArrayList<Map<String, Object>>();
        int expected = 0, up = 0;
        for (Bundle b : context.getBundles()) {
            if (!VENDOR.equals(b.getHeaders().get("Bundle-Vendor"))) continue;
            expected++;
            if (b.getState() == Bundle.ACTIVE) up++;
            bundles.add(Map.of("name", b.getSymbolicName(), "version", b.getVersion().toString(), "active", b.getState() == Bundle.ACTIVE, "id", b.getBundleId()));
        }
        List<Map<String, Object>> processes = children.all().stream()
                .map(c -> Map.<String, Object>of("id", c.id(), "role", c.role().name(), "pid", c.pid().orElse(0), "connected", c.connected(),
                        "session", c.session().map(Object::toString).orElse("")))
                .toList();
        return new SystemStatus(bundles, processes, expected, up);
    }
}
