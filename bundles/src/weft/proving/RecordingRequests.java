package weft.proving;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import weft.api.ErrorCode;
import weft.api.Printable;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.Caller;
import weft.api.gateway.CallInterceptor;
import weft.api.gateway.RequestHandler;
import weft.api.gateway.Sessions;
import weft.api.message.Connection.Ok;
import weft.api.message.Message;
import weft.api.message.Proving.Recorded;
import weft.api.message.Proving.StartRecording;
import weft.api.message.Proving.StopRecording;
import weft.codec.Envelope;

/** Starts and ends recordings, one a session; they end with this bundle. */
@Component(service = RequestHandler.class, property = {RequestHandler.TYPES + "=START_RECORDING", RequestHandler.TYPES + "=STOP_RECORDING"})
public final class RecordingRequests implements RequestHandler {
    private static final System.Logger LOG = System.getLogger("weft.proving");
    private static final int OUTERMOST = 100, MOST = 8;
    private final BundleContext context;
    private final Sessions sessions;
    private final Map<SessionId, Running> running = new HashMap<>();

    private record Running(Recording recording, ServiceRegistration<CallInterceptor> registration) {}

    @Activate
    public RecordingRequests(BundleContext context, @Reference Sessions sessions) {
        this.context = context;
        this.sessions = sessions;
    }

    @Deactivate
    synchronized void deactivate() {
        for (SessionId s : List.copyOf(running.keySet())) stop(s);
    }

    @Override
    public Message handle(Caller caller, Envelope request) {
        if (!caller.isTrusted()) throw WeftException.denied("sys:proving", "only the user may record a session");
        return switch (request.message()) {
            case StartRecording s -> start(s.session(), Path.of(s.file()));
            case StopRecording s -> stop(s.session());
            default -> throw new WeftException(ErrorCode.INVALID, request.type() + " is not answered here");
        };
    }

    private synchronized Message start(SessionId session, Path file) {
        if (sessions.get(session).isEmpty()) throw new WeftException(ErrorCode.NOT_FOUND, "There is no session " + session + ".");
        if (!file.isAbsolute()) throw new WeftException(ErrorCode.INVALID, "the path of the recording must be absolute");
        if (running.containsKey(session)) throw new WeftException(ErrorCode.CONFLICT, session + " is being recorded already.");
        if (running.size() >= MOST) throw new WeftException(ErrorCode.CONFLICT, MOST + " sessions are being recorded already.");
        try {
            var recording = new Recording(session, file, sessions.all());
            running.put(session, new Running(recording, context.registerService(CallInterceptor.class, recording, new Hashtable<>(Map.of(Constants.SERVICE_RANKING, OUTERMOST)))));
            return new Ok();
        } catch (FileAlreadyExistsException e) {
            throw new WeftException(ErrorCode.CONFLICT, "There is a file " + Printable.text(file.toString()) + " already.", e);
        } catch (IOException e) {
            throw new WeftException(ErrorCode.INVALID, "The recording cannot be written: " + e.getMessage(), e);
        }
    }

    private synchronized Recorded stop(SessionId session) {
        Running ending = running.remove(session);
        if (ending == null) throw new WeftException(ErrorCode.NOT_FOUND, session + " is not being recorded.");
        ending.registration.unregister();
        try {
            ending.recording.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a recording ended badly: {0}", e.getMessage());
        }
        return ending.recording.status();
    }
}
