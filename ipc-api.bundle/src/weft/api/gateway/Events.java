package weft.api.gateway;

import org.osgi.annotation.versioning.ProviderType;
import weft.api.message.Message;

/** Tells everybody who subscribed. Events of one thread arrive in its order; a reader that is too slow is cut off. */
@ProviderType
public interface Events {
    void publish(Message event);
}
