package weft.api.message;

import java.util.List;
import java.util.Optional;
import weft.api.AppId;

/** Trying out what the system does when something goes wrong, and what a new bundle would do. For the session's owner. */
public sealed interface Proving extends Message {
    /** What a fault does to a call: answers it later, leaves it unanswered until the fault ends, or fails it. */
    enum FaultKind { delay, drop, fail }

    @Doc(value = "Makes requests to a service go wrong for some seconds (1 to 600): those of one app's sessions, or everybody's. The service is a bundle such as portal, "
            + "or one request type; a delay takes milliseconds (1 to 60,000). What is dropped is told TIMEOUT when the fault ends, what fails UNAVAILABLE.", reply = Faults.class)
    record AddFault(String service, Optional<AppId> appId, FaultKind kind, Optional<Integer> delayMs, int seconds) implements Proving {}

    @Doc(value = "Ends a fault, or all of them.", reply = Faults.class)
    record ClearFaults(Optional<Long> fault) implements Proving {}

    @Doc(value = "The faults that are in force.", reply = Faults.class)
    record QueryFaults() implements Proving {}

    @Doc("The faults in force, oldest first; sent also when one comes or ends.")
    record Faults(List<Fault> faults) implements Proving {}

    /** One fault: which request types it touches, for how many milliseconds more, and how many requests it has met. */
    record Fault(long number, String service, List<String> types, Optional<AppId> appId, FaultKind kind, Optional<Integer> delayMs, long leftMs, long met) {}
}
