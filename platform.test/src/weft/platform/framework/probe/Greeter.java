package weft.platform.framework.probe;

import java.lang.reflect.Proxy;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Offers the contract {@link #CONTRACT}, in whichever version its bundle is wired to; greets with its bundle's version. */
public final class Greeter implements BundleActivator {
    public static final String CONTRACT = "org.example.greeting.Greeting";

    @Override
    public void start(BundleContext context) throws Exception {
        Class<?> contract = context.getBundle().loadClass(CONTRACT);
        String words = "greetings from " + context.getBundle().getVersion();
        Object service = Proxy.newProxyInstance(Greeter.class.getClassLoader(), new Class<?>[] {contract}, (self, method, arguments) -> switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(self);
            case "equals" -> self == arguments[0];
            case "toString" -> words;
            default -> words;
        });
        context.registerService(CONTRACT, service, null);
    }

    @Override
    public void stop(BundleContext context) {}
}
