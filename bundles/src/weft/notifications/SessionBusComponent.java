package weft.notifications;

import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import weft.api.gateway.EventListener;
import weft.api.gateway.Events;
import weft.api.message.Message;
import weft.api.message.Pages.Notification;

/** Joins the desktop to the session bus, where there is one (DBUS_SESSION_BUS_ADDRESS). */
@Component(service = EventListener.class, immediate = true)
public final class SessionBusComponent implements EventListener {
    private final Optional<SessionBus> bus;

    @Activate
    public SessionBusComponent(@Reference Events events) {
        Map<String, String> environment = System.getenv();
        String address = environment.getOrDefault("DBUS_SESSION_BUS_ADDRESS", "");
        bus = address.isEmpty() ? Optional.empty() : Optional.of(new SessionBus(address, "nested".equals(environment.get("WEFT_SHOWN")), events));
    }

    @Deactivate
    void deactivate() {
        bus.ifPresent(SessionBus::close);
    }

    @Override
    public void published(Message event) {
        if (event instanceof Notification notice) bus.ifPresent(b -> b.pass(notice));
    }
}
