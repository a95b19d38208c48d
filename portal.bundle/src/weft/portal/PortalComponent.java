package weft.portal;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import weft.api.Places;
import weft.api.SessionId;
import weft.api.gateway.Caller;
import weft.api.gateway.OpenFiles;
import weft.api.gateway.RequestHandler;
import weft.api.gateway.Sessions;
import weft.api.message.Message;
import weft.api.packages.Packages;
import weft.api.portal.Portal;
import weft.codec.Envelope;

/** The portal as a component. */
@Component(service = {Portal.class, RequestHandler.class},
        property = {RequestHandler.TYPES + "=FS_OPEN", RequestHandler.TYPES + "=FS_READ", RequestHandler.TYPES + "=FS_WRITE",
                RequestHandler.TYPES + "=FS_CLOSE", RequestHandler.TYPES + "=FS_STAT", RequestHandler.TYPES + "=FS_FSTAT",
                RequestHandler.TYPES + "=FS_LIST", RequestHandler.TYPES + "=FS_MKDIR", RequestHandler.TYPES + "=FS_RENAME",
                RequestHandler.TYPES + "=FS_REMOVE", RequestHandler.TYPES + "=FS_TRUNCATE", RequestHandler.TYPES + "=FS_SYNC"})
public final class PortalComponent implements Portal, RequestHandler {
    private final FilePortal portal;

    @Activate
    public PortalComponent(@Reference Sessions sessions, @Reference Packages packages, @Reference OpenFiles files) {
        portal = new FilePortal(sessions, packages, files, Places.of(System.getenv()).data().resolve("data"));
    }

    @Deactivate
    void deactivate() {
        portal.close();
    }

    @Override
    public Message handle(Caller caller, Envelope request) {
        return portal.handle(caller, request);
    }

    @Override
    public List<Grant> grants(SessionId session) {
        return portal.grants(session);
    }

    @Override
    public List<String> denials(SessionId session) {
        return portal.denials(session);
    }
}
