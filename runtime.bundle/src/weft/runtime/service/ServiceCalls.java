package weft.runtime.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import weft.api.WeftException;
import weft.api.message.Message;
import weft.runtime.engine.GuestMemory;
import weft.runtime.wasi.FilePortal;

/** Requests for services, whose failures are numbers for the guest; the sentence of the last one is kept for it. */
final class ServiceCalls {
    static final int ACCES = 2, AGAIN = 6, BUSY = 10, INVAL = 28, IO = 29, MSGSIZE = 35, NOENT = 44, TIMEDOUT = 73;
    private final FilePortal portal;
    private byte[] reason = new byte[0];

    ServiceCalls(FilePortal portal) {
        this.portal = portal;
    }

    /** What a function does with its answer. */
    interface Work {
        long run() throws IOException;
    }

    /** Runs a function of the guest's, once: what was lost on the way is not repeated. */
    long run(Work work) {
        try {
            return work.run();
        } catch (IOException e) {
            return failed(IO, "The connection to the portal was lost; what was asked may have been done.");
        } catch (WeftException e) {
            return failed(number(e), e.getMessage());
        }
    }

    <T extends Message> T ask(Class<T> reply, Message request) throws IOException {
        portal.connection();
        Message answer = portal.ask(request);
        if (!reply.isInstance(answer)) throw new IOException("the portal answers something else");
        return reply.cast(answer);
    }

    private long failed(int number, String sentence) {
        reason = sentence.getBytes(StandardCharsets.UTF_8);
        return -number;
    }

    private static int number(WeftException e) {
        return switch (e.code()) {
            case DENIED -> ACCES;
            case INVALID -> INVAL;
            case TOO_LARGE -> MSGSIZE;
            case NOT_FOUND -> NOENT;
            case TIMEOUT -> TIMEDOUT;
            case UNAVAILABLE -> AGAIN;
            case CONFLICT -> BUSY;
            default -> IO;
        };
    }

    /** Copies what fits whole, and returns the length in any case. */
    static long copy(GuestMemory memory, byte[] bytes, long address, long capacity) {
        if (bytes.length <= capacity) memory.write(address, bytes, 0, bytes.length);
        return bytes.length;
    }

    long reason(GuestMemory memory, long address, long capacity) {
        return copy(memory, reason, address, capacity);
    }
}
