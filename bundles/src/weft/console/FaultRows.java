package weft.console;

import java.util.List;
import java.util.Optional;
import weft.api.gateway.Caller;
import weft.api.gateway.RequestHandler;
import weft.api.message.Connection.Role;
import weft.api.message.Proving.Fault;
import weft.api.message.Proving.Faults;
import weft.api.message.Proving.QueryFaults;
import weft.codec.Envelope;
import weft.codec.Json;

/** The faults in force as the page shows them: one JSON line of sentences. */
final class FaultRows {
    private FaultRows() {}

    /** @param handler who knows; null if nobody does */
    static String json(RequestHandler handler) {
        try {
            var here = new Caller(Role.cli, Optional.empty(), (int) ProcessHandle.current().pid());
            if (handler != null && handler.handle(here, Envelope.request(1, new QueryFaults())) instanceof Faults f) return Json.line(f.faults().stream().map(FaultRows::words).toList());
        } catch (Exception e) {
            // It is being replaced.
        }
        return Json.line(List.of());
    }

    private static String words(Fault f) {
        return "%d: requests to %s%s %s, for %d s more; %d met".formatted(f.number(), f.service(), f.appId().map(a -> " by " + a).orElse(""), switch (f.kind()) {
            case delay -> "are delayed by " + f.delayMs().orElseThrow() + " ms";
            case drop -> "are dropped";
            case fail -> "fail";
        }, (f.leftMs() + 999) / 1000, f.met());
    }
}
