package weft.platform.framework.probe;

import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import weft.api.update.StateSnapshot;

/**
 * Counts what it is told, and hands the count over: up to version 1 as {@code count} (schema 1), from version 2 on as
 * {@code counts}, by word (schema 2), reading the older one too. A bad build may be told by its manifest to take the
 * state over badly.
 */
public final class Stateful implements BundleActivator, StateSnapshot, Function<String, String> {
    public static final String FAULT = "Weft-Fault", STATE = "probe";

    public enum Fault { NONE, THROWS, HANGS, FORGETS, THROWS_AFTER_THE_SWITCH }

    private final Map<String, Object> counts = new Hashtable<>();
    private int schema;
    private Fault fault;
    private BundleContext context;

    @Override
    public void start(BundleContext context) {
        this.context = context;
        schema = context.getBundle().getVersion().getMajor();
        String named = context.getBundle().getHeaders().get(FAULT);
        fault = named == null ? Fault.NONE : Fault.valueOf(named);
        context.registerService(Function.class, this, new Hashtable<>(Map.of("probe", "count")));
        if (fault != Fault.FORGETS) context.registerService(StateSnapshot.class, this, new Hashtable<>(Map.of(NAME, STATE, SCHEMA, schema)));
    }

    /** Counts a word; answers with all counts, and with the version that counts. */
    @Override
    public String apply(String word) {
        counts.merge(word, 1L, (a, b) -> (Long) a + (Long) b);
        return context.getBundle().getVersion() + " " + new java.util.TreeMap<>(counts);
    }

    @Override
    public Map<String, Object> take() {
        return schema == 1 ? Map.of("count", counts.values().stream().mapToLong(n -> (Long) n).sum()) : Map.of("counts", Map.copyOf(counts));
    }

    @Override
    public void restore(int from, Map<String, Object> state) {
        switch (fault) {
            case THROWS -> throw new IllegalStateException("this is all Greek to me");
            case HANGS -> waitForEver();
            case THROWS_AFTER_THE_SWITCH -> {
                if (isAlone()) throw new IllegalStateException("I thought that was a rehearsal");
            }
            default -> { }
        }
        counts.clear();
        if (from == 1) counts.put("before", state.get("count"));
        else ((Map<?, ?>) state.get("counts")).forEach((word, n) -> counts.put((String) word, n));
    }

    private boolean isAlone() {
        return List.of(context.getBundles()).stream().filter(b -> b.getSymbolicName().equals(context.getBundle().getSymbolicName()) && b.getState() == Bundle.ACTIVE).count() == 1;
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop(BundleContext context) {}
}
