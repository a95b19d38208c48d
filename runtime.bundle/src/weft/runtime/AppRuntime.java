package weft.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.message.Lifecycle;
import weft.os.Fd;
import weft.runtime.engine.WasmEngine;
import weft.runtime.guest.GuestLog;
import weft.runtime.guest.Mailbox;
import weft.runtime.link.GatewayLink;
import weft.runtime.link.PortalLink;

/** Waits for an app, runs it, and ends when it does or when the gateway says so. The process's exit is this object's. */
final class AppRuntime implements GatewayLink.Receiver {
    /** Exit code of a runtime that the gateway does not know. */
    private static final int UNKNOWN = 75;
    private static final int GUEST_STACK = 16 << 20;
    private final WasmEngine engine;
    private final ReadyPipe ready;
    private final GuestLog log;
    private final Mailbox mailbox = new Mailbox();
    private final GatewayLink gateway;
    private final PortalLink portal;
    private final IntConsumer exit;
    private Thread guest;
    private Guest app;

    /** @param exit ends the process, whatever its threads are doing: a guest that spins must not delay it */
    AppRuntime(WasmEngine engine, ReadyPipe ready, GuestLog log, Map<String, String> environment, IntConsumer exit) {
        this.exit = exit;
        this.engine = engine;
        this.ready = ready;
        this.log = log;
        String token = environment.getOrDefault("WEFT_TOKEN", "");
        gateway = new GatewayLink(Path.of(environment.getOrDefault("WEFT_GATEWAY", "")), token, log, this);
        portal = new PortalLink(Path.of(environment.getOrDefault("WEFT_PORTAL", "")), token);
    }

    /** Makes both connections, for good, and returns the descriptors of this process with {@code own}: where the sandbox lets nobody connect later. */
    Set<Integer> connect(int own) throws IOException {
        return Set.of(own, gateway.connectOnce(), portal.connectOnce());
    }

    /** Runs until the process ends. */
    void run() {
        try {
            portal.connection();
        } catch (IOException e) {
            // The guest's first file operation tries again, and fails if the portal is still away.
            log.own("the portal is away: " + e.getMessage());
        }
        String refusal = gateway.run();
        String sentence = "The platform does not know this runtime: " + refusal;
        ready.failed(sentence);
        log.own(sentence);
        exit.accept(UNKNOWN);
    }

    @Override
    public void assigned(Lifecycle.Assign assign, Fd module, Fd compiled) {
        if (guest != null) {
            if (module != null) module.close();
            if (compiled != null) compiled.close();
            throw new WeftException(ErrorCode.CONFLICT, "this runtime has its app already");
        }
        app = new Guest(engine, ready, log, mailbox, gateway, portal, assign);
        guest = new Thread(null, () -> app.run(module, compiled).ifPresent(exit), "guest", GUEST_STACK);
        guest.start();
    }

    @Override
    public boolean message(byte[] json) {
        return mailbox.put(json);
    }

    @Override
    public void shutdown(int graceMs) {
        // Nobody is there to listen: before there is an app, or when it only answers calls.
        if (guest == null || !guest.isAlive()) exit.accept(0);
        mailbox.event("{\"type\":\"shutdown\"}");
        Thread.ofPlatform().daemon().name("grace").start(() -> {
            try {
                TimeUnit.MILLISECONDS.sleep(Math.max(0, graceMs));
            } catch (InterruptedException e) {
                // Then at once.
            }
            log.own("the app did not end within its grace period");
            exit.accept(0);
        });
    }

    @Override
    public void closePassed() {
        if (app != null) app.closePassed();
    }

    @Override
    public void reconnected() {
        mailbox.event("{\"type\":\"reconnected\"}");
    }
}
