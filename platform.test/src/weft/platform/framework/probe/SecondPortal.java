package weft.platform.framework.probe;

import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.gateway.RequestHandler;

/** Answers FS_STAT in whichever version of the portal's contract its bundle is wired to, by saying so. */
public final class SecondPortal implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        RequestHandler handler = (caller, request) -> {
            throw new WeftException(ErrorCode.CONFLICT, "asked of " + context.getBundle().getVersion());
        };
        context.registerService(RequestHandler.class, handler, new Hashtable<>(Map.of(RequestHandler.TYPES, "FS_STAT")));
    }

    @Override
    public void stop(BundleContext context) {}
}
