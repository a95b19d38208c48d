package weft.platform.framework.probe;

import java.util.Hashtable;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Uses {@link Greeter#CONTRACT}, in the version that its bundle is wired to, and says how it is greeted. */
public final class Greeted implements BundleActivator {
    private ServiceReference<?> used;

    @Override
    public void start(BundleContext context) throws Exception {
        Class<?> contract = context.getBundle().loadClass(Greeter.CONTRACT);
        used = context.getServiceReference(contract);
        if (used == null) throw new IllegalStateException("nobody greets");
        Object greeting = context.getService(used);
        Supplier<Object> words = () -> {
            try {
                return contract.getMethods()[0].invoke(greeting);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        };
        context.registerService(Supplier.class, words, new Hashtable<>(Map.of("greeted", context.getBundle().getVersion().toString())));
    }

    @Override
    public void stop(BundleContext context) {
        context.ungetService(used);
    }
}
