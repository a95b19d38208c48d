package weft.update;

import java.util.List;
import org.osgi.framework.ServiceReference;
import weft.api.gateway.RequestHandler;

/** What a request handler answers, as its service says. */
final class RequestTypes {
    private RequestTypes() {}

    static List<String> of(ServiceReference<?> reference) {
        return switch (reference.getProperty(RequestHandler.TYPES)) {
            case String[] many -> List.of(many);
            case String one -> List.of(one);
            case null, default -> List.of();
        };
    }
}
