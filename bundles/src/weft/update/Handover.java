package weft.update;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.update.StateSnapshot;
import weft.codec.Json;

/** The state of one bundle on its way to another: as JSON, so that nothing of the one stays in the other. */
final class Handover {
    private static final int MOST_BYTES = 1 << 20, LIMIT_S = 2;
    private final BundleContext context;
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Map<String, Snapshot> taken = new LinkedHashMap<>();

    private record Source(StateSnapshot service, int schema) {}

    private record Snapshot(byte[] json, int schema) {}

    /** @param old whose state it is; while it runs */
    Handover(BundleContext context, Bundle old) {
        this.context = context;
        for (var r : services(old)) sources.put(name(r), new Source(context.getService(r), number(r, StateSnapshot.SCHEMA, 1)));
    }

    /** Takes it, again if it was taken before, and gives it to a bundle. @throws WeftException if that does not read it */
    List<String> give(Bundle to) {
        sources.forEach((name, source) -> taken.put(name, new Snapshot(json(name, source.service), source.schema)));
        taken.forEach((name, snapshot) -> restore(to, name, snapshot));
        return taken.keySet().stream().map(n -> "\"" + n + "\"").toList();
    }

    /** Gives what was taken last to the old one, which was started again. */
    void giveBack(Bundle old) {
        taken.forEach((name, snapshot) -> restore(old, name, snapshot));
    }

    /** Holds nothing of the old one any more, but what was taken. */
    void forget() {
        sources.clear();
    }

    private static byte[] json(String name, StateSnapshot service) {
        byte[] json = Json.write(service.take());
        if (json.length > MOST_BYTES) throw new WeftException(ErrorCode.TOO_LARGE, "the state \"" + name + "\" of the old one is larger than " + MOST_BYTES + " bytes");
        return json;
    }

    private void restore(Bundle to, String name, Snapshot snapshot) {
        ServiceReference<StateSnapshot> taker = services(to).stream().filter(r -> name.equals(name(r))).findFirst()
                .orElseThrow(() -> new WeftException(ErrorCode.INVALID, "it does not take over the state \"" + name + "\""));
        int newest = number(taker, StateSnapshot.SCHEMA, 1), oldest = number(taker, StateSnapshot.OLDEST, 1);
        if (snapshot.schema < oldest || snapshot.schema > newest) throw new WeftException(ErrorCode.INVALID,
                "it reads the state \"" + name + "\" of schema " + (oldest == newest ? oldest : oldest + " to " + newest) + ", and the old one's is of schema " + snapshot.schema);
        StateSnapshot service = context.getService(taker);
        try {
            bounded(name, () -> service.restore(snapshot.schema, tree(snapshot)));
        } finally {
            context.ungetService(taker);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> tree(Snapshot snapshot) {
        return (Map<String, Object>) Json.read(snapshot.json);
    }

    private static void bounded(String name, Runnable restore) {
        var done = new CompletableFuture<Void>();
        Thread thread = Thread.ofPlatform().daemon().name("weft-update-state").start(() -> {
            try {
                restore.run();
                done.complete(null);
            } catch (RuntimeException | LinkageError e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.get(LIMIT_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new WeftException(ErrorCode.INVALID, "it cannot go on from the state \"" + name + "\": " + Replacement.reason(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            thread.interrupt();
            throw new WeftException(ErrorCode.INVALID, "it hangs: it has not taken over the state \"" + name + "\" within " + LIMIT_S + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeftException(ErrorCode.UNAVAILABLE, "the platform is stopping");
        }
    }

    private List<ServiceReference<StateSnapshot>> services(Bundle bundle) {
        var found = new ArrayList<ServiceReference<StateSnapshot>>();
        try {
            for (var r : context.getServiceReferences(StateSnapshot.class, null)) if (bundle.equals(r.getBundle())) found.add(r);
        } catch (org.osgi.framework.InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
        return found;
    }

    private static String name(ServiceReference<?> reference) {
        return String.valueOf(reference.getProperty(StateSnapshot.NAME));
    }

    private static int number(ServiceReference<?> reference, String property, int otherwise) {
        return reference.getProperty(property) instanceof Integer i ? i : otherwise;
    }
}
