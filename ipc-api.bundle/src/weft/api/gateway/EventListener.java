package weft.api.gateway;

import org.osgi.annotation.versioning.ConsumerType;
import weft.api.message.Message;

/**
 * Hears inside the platform what {@link Events#publish} tells the subscribers; an OSGi service. Called on the publishing
 * thread, in its order: note it and return, and publish nothing from in here.
 */
@ConsumerType
public interface EventListener {
    void published(Message event);
}
