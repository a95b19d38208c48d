package weft.update;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import weft.api.ErrorCode;
import weft.api.Places;
import weft.api.Printable;
import weft.api.WeftException;
import weft.api.gateway.Caller;
import weft.api.gateway.Children;
import weft.api.gateway.RequestHandler;
import weft.api.gateway.Sessions;
import weft.api.message.Connection.Ok;
import weft.api.message.Message;
import weft.api.message.Upkeep;
import weft.api.message.Upkeep.ApplyUpdate;
import weft.api.message.Upkeep.BundleUpdated;
import weft.api.message.Upkeep.PlanRemoval;
import weft.api.message.Upkeep.PlanUpdate;
import weft.api.message.Upkeep.QuerySystem;
import weft.api.message.Upkeep.RemoveBundle;
import weft.api.message.Upkeep.RestartPlatform;
import weft.api.message.Upkeep.SystemStatus;
import weft.api.message.Upkeep.UpdateApplied;
import weft.api.message.Upkeep.UpdateBundle;
import weft.api.packages.Packages;
import weft.codec.Envelope;
import weft.decided.BundleStore;
import weft.decided.DecidedSet;
import weft.decided.Stores;

/** Answers what is asked of updates, and QUERY_SYSTEM. One update at a time; the others are told to come back. */
@Component(property = {RequestHandler.TYPES + "=UPDATE_BUNDLE", RequestHandler.TYPES + "=PLAN_UPDATE", RequestHandler.TYPES + "=APPLY_UPDATE",
        RequestHandler.TYPES + "=REMOVE_BUNDLE", RequestHandler.TYPES + "=PLAN_REMOVAL", RequestHandler.TYPES + "=RESTART_PLATFORM", RequestHandler.TYPES + "=QUERY_SYSTEM"})
public final class UpdateRequests implements RequestHandler {
    /** Of a service, for its supervisor: start me again. */
    private static final int AGAIN = 75;
    private static final long ANSWER_MS = 200;
    private final BundleContext context;
    private final Children children;
    private final ServiceComponentRuntime components;
    private final BundleStore store;
    private final History history;
    private final Stores stores;
    private final CarriedSettings settings;
    private final Admission admission;
    private final BoundApps apps;
    private final UpdatePlans plans;
    private final ReentrantLock one = new ReentrantLock();
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile Packages packages;

    @Activate
    public UpdateRequests(BundleContext context, @Reference Children children, @Reference Sessions sessions, @Reference ServiceComponentRuntime components,
            @Reference CarriedSettings settings) {
        this.settings = settings;
        this.context = context;
        this.children = children;
        this.components = components;
        var places = Places.of(System.getenv());
        store = new BundleStore(places);
        stores = new Stores(places);
        history = new History(places.state());
        apps = new BoundApps(context, sessions, () -> Optional.ofNullable(packages));
        admission = new Admission(context, new ContractGate(context, places), apps);
        plans = new UpdatePlans(context, components, sessions, history, admission);
    }

    @Override
    public Message handle(Caller caller, Envelope request) throws Exception {
        return switch (request.message()) {
            case QuerySystem _ -> status();
            case Upkeep _ when !caller.isTrusted() -> throw WeftException.denied("sys:update", "only the user may update the system");
            case PlanUpdate p -> plans.of(Candidate.of(p.jars(), store), p.beside().orElse(false));
            case ApplyUpdate a -> apply(Candidate.of(a.jars(), store), a.beside().orElse(false));
            case RemoveBundle r -> alone(() -> new Removal(context, store, apps, settings).run(r.bundle(), r.version()));
            case PlanRemoval r -> new Removal(context, store, apps, settings).plan(new Blinking(components), r.bundle(), r.version());
            case RestartPlatform _ -> restart();
            case UpdateBundle u -> updated(u);
            default -> throw new WeftException(ErrorCode.INVALID, request.type() + " is not answered here");
        };
    }

    private BundleUpdated updated(UpdateBundle request) {
        Candidate candidate = Candidate.of(Path.of(request.jar()), store);
        if (!candidate.name().equals(request.bundle()))
            throw new WeftException(ErrorCode.INVALID, request.jar() + " is bundle " + Printable.text(candidate.name()) + ", not " + Printable.text(request.bundle()));
        String from = UpdatePlans.running(context, candidate.name()).getVersion().toString();
        UpdateApplied done = apply(List.of(candidate), false);
        return new BundleUpdated(candidate.name(), from, candidate.version(), done.steps(), done.millis());
    }

    private UpdateApplied apply(List<Candidate> candidates, boolean beside) {
        return alone(() -> new Transaction(context, components, store, history, stores, settings).run(candidates, admission, beside));
    }

    private UpdateApplied alone(Supplier<UpdateApplied> change) {
        if (!one.tryLock()) throw new WeftException(ErrorCode.CONFLICT, "another update is running; try again when it is done");
        try {
            return change.get();
        } finally {
            one.unlock();
        }
    }

    private SystemStatus status() {
        var bundles = new ArrayList<Map<String, Object>>();
        int expected = 0, up = 0;
        for (Bundle b : context.getBundles()) {
            if (!Replacement.VENDOR.equals(b.getHeaders().get("Bundle-Vendor"))) continue;
            expected++;
            if (b.getState() == Bundle.ACTIVE) up++;
            bundles.add(Map.of("name", b.getSymbolicName(), "version", b.getVersion().toString(), "active", b.getState() == Bundle.ACTIVE, "id", b.getBundleId()));
        }
        List<Map<String, Object>> processes = children.all().stream()
                .map(c -> Map.<String, Object>of("id", c.id(), "role", c.role().name(), "pid", c.pid().orElse(0), "connected", c.connected(),
                        "session", c.session().map(Object::toString).orElse("")))
                .toList();
        DecidedSet set = decided();
        return new SystemStatus(bundles, processes, expected, up, set.staged().map(s -> s.come().stream().map(Object::toString).sorted().toList()).orElse(List.of()), set.outcome());
    }

    private DecidedSet decided() {
        try {
            return store.current();
        } catch (IOException e) {
            throw new WeftException(ErrorCode.UNAVAILABLE, "what was decided cannot be read: " + e.getMessage(), e);
        }
    }

    // As a death of the platform, which is drilled: whoever runs is found again by the next one. The answer goes out first.
    private Ok restart() {
        if (!one.tryLock()) throw new WeftException(ErrorCode.CONFLICT, "an update is running; try again when it is done");
        Thread.ofPlatform().daemon().name("weft-restart").start(() -> {
            try {
                Thread.sleep(ANSWER_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(AGAIN);
        });
        return new Ok();
    }
}
