package weft.runtime.wasi;

import java.io.IOException;
import java.util.Optional;
import weft.api.WeftException;
import weft.api.message.Message;

/** Requests to the portal whose failures are error numbers, and which outlive the portal's restart where that is safe. */
final class PortalCalls {
    private static final int TRIES = 5;
    private final FilePortal portal;
    private final PassedFiles passed = new PassedFiles();

    PortalCalls(FilePortal portal) {
        this.portal = portal;
    }

    /** What a request is made from, given the number of the connection that it will go over. */
    interface Request {
        Message on(int connection);
    }

    /** What the portal passes with its answers. */
    PassedFiles passed() {
        return passed;
    }

    /** The descriptor that came with the last answer, of a file that was asked for after so many closings. */
    Optional<PassedFiles.PassedFile> passed(long since) {
        return portal.passed().flatMap(fd -> passed.add(fd, since));
    }

    /** For what may be carried out twice without harm. */
    <T extends Message> T repeat(Class<T> reply, Request request) {
        for (int i = 0; ; i++) {
            try {
                return once(reply, request);
            } catch (IOException e) {
                if (i == TRIES) throw new WasiFailure(WasiErrno.IO);
            }
        }
    }

    <T extends Message> T repeat(Class<T> reply, Message request) {
        return repeat(reply, connection -> request);
    }

    /** For what must not: if the answer is lost, the guest gets an error and can look. */
    <T extends Message> T ask(Class<T> reply, Request request) {
        try {
            return once(reply, request);
        } catch (IOException e) {
            throw new WasiFailure(WasiErrno.IO);
        }
    }

    <T extends Message> T ask(Class<T> reply, Message request) {
        return ask(reply, connection -> request);
    }

    private <T extends Message> T once(Class<T> reply, Request request) throws IOException {
        int connection;
        try {
            connection = portal.connection();
        } catch (IOException e) {
            throw new WasiFailure(WasiErrno.IO);
        }
        try {
            Message answer = portal.ask(request.on(connection));
            if (reply.isInstance(answer)) return reply.cast(answer);
            throw new WasiFailure(WasiErrno.IO);
        } catch (WeftException e) {
            throw new WasiFailure(e.errno().map(WasiErrno::of).orElse(switch (e.code()) {
                case NOT_FOUND -> WasiErrno.NOENT;
                case DENIED -> WasiErrno.ACCES;
                case INVALID -> WasiErrno.INVAL;
                case TOO_LARGE -> WasiErrno.FBIG;
                case CONFLICT -> WasiErrno.BUSY;
                default -> WasiErrno.IO;
            }));
        }
    }
}
