package weft.platform.framework.probe;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import weft.api.gateway.RequestHandler;
import weft.api.message.Connection.Ok;
import weft.api.message.Lifecycle.InstalledApps;

/** A build of a system bundle with the services of the running one, and with the fault that its manifest names. */
public final class Seeded implements BundleActivator {
    public static final String FAULT = "Weft-Fault";
    private static final List<Object> KEPT = new ArrayList<>();

    public enum Fault { UNRESOLVED, THROWS, HANGS, UNHEALTHY, BREACH, LEAKS, SILENT }

    @Override
    public void start(BundleContext context) throws Exception {
        Fault fault = Fault.valueOf(context.getBundle().getHeaders().get(FAULT));
        switch (fault) {
            case THROWS -> throw new IllegalStateException("this build was never finished");
            case HANGS -> new CountDownLatch(1).await();
            case UNHEALTHY -> context.registerService(HealthCheck.class, Seeded::ill, new Hashtable<>(java.util.Map.of(HealthCheck.NAME, "stomach")));
            default -> { }
        }
        if (fault != Fault.SILENT) for (ServiceReference<?> running : services(context)) offer(context, running, fault);
    }

    private static Result ill() {
        var log = new FormattingResultLog();
        log.critical("it hurts");
        return new Result(log);
    }

    private static List<ServiceReference<?>> services(BundleContext context) {
        for (Bundle b : context.getBundles())
            if (!b.equals(context.getBundle()) && b.getSymbolicName().equals(context.getBundle().getSymbolicName())) return List.of(b.getRegisteredServices());
        throw new IllegalStateException("there is nothing to replace");
    }

    private static void offer(BundleContext context, ServiceReference<?> running, Fault fault) throws ClassNotFoundException {
        if (fault == Fault.LEAKS) KEPT.add(context.getService(running));
        var names = (String[]) running.getProperty(Constants.OBJECTCLASS);
        var interfaces = new Class<?>[names.length];
        for (int i = 0; i < names.length; i++) interfaces[i] = context.getBundle().loadClass(names[i]);
        Object service = Proxy.newProxyInstance(Seeded.class.getClassLoader(), interfaces, (self, method, arguments) -> switch (method.getName()) {
            case "handle" -> fault == Fault.BREACH ? new Ok() : new InstalledApps(List.of());
            case "hashCode" -> System.identityHashCode(self);
            case "equals" -> self == arguments[0];
            case "toString" -> "seeded " + fault;
            default -> method.getReturnType() == List.class ? List.of() : null;
        });
        var properties = new Hashtable<String, Object>();
        if (running.getProperty(RequestHandler.TYPES) != null) properties.put(RequestHandler.TYPES, running.getProperty(RequestHandler.TYPES));
        context.registerService(names, service, properties);
    }

    @Override
    public void stop(BundleContext context) {}
}
