package weft.platform.framework.probe;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
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
import weft.api.Places;
import weft.api.gateway.RequestHandler;
import weft.api.message.Connection.Ok;
import weft.api.message.Lifecycle.InstalledApps;
import weft.api.update.StateSnapshot;

/** A build of a system bundle with the services of the running one, and with the fault that its manifest names. */
public final class Seeded implements BundleActivator {
    public static final String FAULT = "Weft-Fault";
    private static final List<Object> KEPT = new ArrayList<>();

    public enum Fault { UNRESOLVED, THROWS, HANGS, UNHEALTHY, BREACH, LEAKS, SILENT, MIGRATES_AND_THROWS, MIGRATES_AND_LEAKS }

    @Override
    public void start(BundleContext context) throws Exception {
        Fault fault = Fault.valueOf(context.getBundle().getHeaders().get(FAULT));
        switch (fault) {
            case MIGRATES_AND_THROWS -> {
                migrate();
                throw new IllegalStateException("this build was never finished");
            }
            case MIGRATES_AND_LEAKS -> migrate();
            case THROWS -> throw new IllegalStateException("this build was never finished");
            case HANGS -> new CountDownLatch(1).await();
            case UNHEALTHY -> context.registerService(HealthCheck.class, Seeded::ill, new Hashtable<>(java.util.Map.of(HealthCheck.NAME, "stomach")));
            default -> { }
        }
        if (fault != Fault.SILENT) for (ServiceReference<?> running : services(context)) offer(context, running, fault);
    }

    // As the old one answers.
    private static Object delegated(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(KEPT.getLast(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    // The permissions, in a form that only this build reads.
    private static void migrate() throws IOException {
        Files.writeString(Places.of(System.getenv()).state().resolve("grants.json"), "{\"version\":2,\"everything\":\"granted\"}");
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
        if (fault == Fault.LEAKS || fault == Fault.MIGRATES_AND_LEAKS) KEPT.add(context.getService(running));
        var names = (String[]) running.getProperty(Constants.OBJECTCLASS);
        var interfaces = new Class<?>[names.length];
        for (int i = 0; i < names.length; i++) interfaces[i] = context.getBundle().loadClass(names[i]);
        Object service = Proxy.newProxyInstance(Seeded.class.getClassLoader(), interfaces, (self, method, arguments) -> switch (method.getName()) {
            case "handle" -> fault == Fault.MIGRATES_AND_LEAKS ? delegated(method, arguments) : fault == Fault.BREACH ? new Ok() : new InstalledApps(List.of());
            case "hashCode" -> System.identityHashCode(self);
            case "equals" -> self == arguments[0];
            case "toString" -> "seeded " + fault;
            default -> method.getReturnType() == List.class ? List.of() : null;
        });
        var properties = new Hashtable<String, Object>();
        for (String p : List.of(RequestHandler.TYPES, StateSnapshot.NAME, StateSnapshot.SCHEMA)) if (running.getProperty(p) != null) properties.put(p, running.getProperty(p));
        context.registerService(names, service, properties);
    }

    @Override
    public void stop(BundleContext context) {}
}
