package weft.runtime.guest;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import weft.api.WeftException;
import weft.codec.Json;
import weft.runtime.engine.GuestExit;
import weft.runtime.engine.GuestMemory;
import weft.runtime.engine.HostFunction;

/**
 * The interfaces ipc, log and lifecycle of {@code weft:app@0.1.0} (docs/wit/weft-app.wit). Results below zero are negative WASI
 * error numbers. All are called on the guest's thread.
 */
public final class AppImports {
    public static final String IPC = "weft:app/ipc@0.1.0", LOG = "weft:app/log@0.1.0", LIFECYCLE = "weft:app/lifecycle@0.1.0";
    private static final int EAGAIN = 6, EINVAL = 28, EMSGSIZE = 35, ETIMEDOUT = 73;
    private static final int MAX_MESSAGE = 1 << 20, MAX_LOG = 2000;
    private static final String[] LEVELS = {"ERROR", "WARN", "INFO", "DEBUG"};
    private final Mailbox mailbox;
    private final Outbox outbox;
    private final GuestLog log;
    private final int messageDescriptor;
    private final Runnable ready;

    /**
     * @param messageDescriptor the WASI descriptor that poll_oneoff finds readable while a message waits
     * @param ready             called at each {@code lifecycle.ready}
     */
    public AppImports(Mailbox mailbox, Outbox outbox, GuestLog log, int messageDescriptor, Runnable ready) {
        this.mailbox = mailbox;
        this.outbox = outbox;
        this.log = log;
        this.messageDescriptor = messageDescriptor;
        this.ready = ready;
    }

    /** The functions by module and name. */
    public Map<String, Map<String, HostFunction>> functions() {
        return Map.of(
                IPC, Map.of(
                        "send", (memory, a) -> send(memory, a[0], a[1]),
                        "recv", (memory, a) -> receive(memory, a[0], a[1], (int) a[2]),
                        "descriptor", (memory, a) -> messageDescriptor),
                LOG, Map.of("log", (memory, a) -> log(memory, (int) a[0], a[1], a[2])),
                LIFECYCLE, Map.of(
                        "ready", (memory, a) -> {
                            ready.run();
                            return 0;
                        },
                        "progress", (memory, a) -> {
                            outbox.progress((int) Math.min(100, a[0]));
                            return 0;
                        }));
    }

    private long send(GuestMemory memory, long address, long length) {
        if (length > MAX_MESSAGE) return -EMSGSIZE;
        try {
            return outbox.send(Json.read(memory.read(address, length))) ? 0 : -EAGAIN;
        } catch (WeftException e) {
            log.own("a message of the app was not sent: " + e.getMessage());
            return -EINVAL;
        }
    }

    // The message stays where it is until the guest offers room for all of it.
    private long receive(GuestMemory memory, long address, long capacity, int timeoutMs) {
        try {
            byte[] message = mailbox.await(Mailbox.nanos(timeoutMs));
            if (message == null) return -ETIMEDOUT;
            if (message.length <= capacity) {
                memory.write(address, message, 0, message.length);
                mailbox.remove();
            }
            return message.length;
        } catch (InterruptedException e) {
            throw new GuestExit(0);
        }
    }

    private long log(GuestMemory memory, int level, long address, long length) {
        String text = new String(memory.read(address, Math.min(length, MAX_LOG)), StandardCharsets.UTF_8);
        log.guest(LEVELS[Math.clamp(level, 0, LEVELS.length - 1)] + " " + text);
        return 0;
    }
}
