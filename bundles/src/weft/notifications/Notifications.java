package weft.notifications;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/** The interface as its specification has it; names and order of the parameters are the wire's. */
@DBusInterfaceName(Notifications.NAME)
public interface Notifications extends DBusInterface {
    String NAME = "org.freedesktop.Notifications", PATH = "/org/freedesktop/Notifications";

    /** @param replaces a number of an earlier one that this replaces, or 0 @param expireMs -1: as the server likes; 0: never @return its number, from 1 */
    UInt32 Notify(String app, UInt32 replaces, String icon, String summary, String body, List<String> actions, Map<String, Variant<?>> hints, int expireMs);

    void CloseNotification(UInt32 id);

    List<String> GetCapabilities();

    ServerInformation<String, String, String, String> GetServerInformation();

    /** What GetServerInformation answers; the library takes the types from the parameters. */
    final class ServerInformation<N, M, V, S> extends Tuple {
        @Position(0)
        public final N name;
        @Position(1)
        public final M vendor;
        @Position(2)
        public final V version;
        @Position(3)
        public final S specification;

        public ServerInformation(N name, M vendor, V version, S specification) {
            this.name = name;
            this.vendor = vendor;
            this.version = version;
            this.specification = specification;
        }
    }

    /** A notification is gone: 1 it expired, 2 the user dismissed it, 3 CloseNotification. */
    final class NotificationClosed extends DBusSignal {
        public final UInt32 id, reason;

        public NotificationClosed(String path, UInt32 id, UInt32 reason) throws DBusException {
            super(path, id, reason);
            this.id = id;
            this.reason = reason;
        }
    }
}
