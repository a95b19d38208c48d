package weft.api.gateway;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears what happens to child processes; an OSGi service. One thread calls all listeners, in the order of events: do
 * not block it. What happened before a listener came is seen by {@link Children#all}.
 */
@ConsumerType
public interface ChildListener {
    /** It said HELLO with its token; also after a reconnection. */
    default void connected(Child child) {}

    default void disconnected(Child child) {}

    /** {@link Child#firstLine} is there. */
    default void said(Child child) {}

    /** {@link Child#exit} is there. */
    default void exited(Child child) {}
}
