package weft.api.message;

import java.util.List;
import java.util.Optional;
import weft.api.AppId;
import weft.api.SessionId;

/** Trying out what the system does when something goes wrong, and what a new bundle would do. For the session's owner. */
public sealed interface Proving extends Message {
    /** What a fault does to a call: answers it later, leaves it unanswered until the fault ends, or fails it. */
    enum FaultKind { delay, drop, fail }

    @Doc(value = "Makes requests to a service go wrong for some seconds (1 to 600): those of one app's sessions, or everybody's. The service is a bundle such as portal, "
            + "or one request type; a delay takes milliseconds (1 to 60,000). What is dropped is told TIMEOUT when the fault ends, what fails UNAVAILABLE.", reply = Faults.class)
    record AddFault(String service, Optional<AppId> appId, FaultKind kind, Optional<Integer> delayMs, int seconds) implements Proving {}

    @Doc(value = "Ends a fault, or all of them.", reply = Faults.class)
    record ClearFaults(Optional<Long> fault) implements Proving {}

    @Doc(value = "The faults that are in force.", reply = Faults.class, safe = true)
    record QueryFaults() implements Proving {}

    @Doc("The faults in force, oldest first; sent also when one comes or ends.")
    record Faults(List<Fault> faults) implements Proving {}

    /** One fault: which request types it touches, for how many milliseconds more, and how many requests it has met. */
    record Fault(long number, String service, List<String> types, Optional<AppId> appId, FaultKind kind, Optional<Integer> delayMs, long leftMs, long met) {}

    @Doc(value = "Writes a session's messages, and what the system knows of all sessions, to a new file, one JSON object a line; sensitive fields by their size alone. "
            + "It ends with STOP_RECORDING, or at 64 MiB.", reply = Connection.Ok.class)
    record StartRecording(SessionId session, String file) implements Proving {}

    @Doc(value = "Ends a recording.", reply = Recorded.class)
    record StopRecording(SessionId session) implements Proving {}

    @Doc("The file, how many messages it holds, and how many came too fast, or too late, to be kept.")
    record Recorded(String file, long messages, long lost) implements Proving {}

    @Doc(value = "Starts a build of a system bundle (absolute path) in a process of its own that can change nothing, and shows it a copy of every safe request from now on.", reply = ShadowStatus.class)
    record StartShadow(String jar) implements Proving {}

    @Doc(value = "How the answers of the build in the shadow compare.", reply = ShadowStatus.class, safe = true)
    record QueryShadow() implements Proving {}

    @Doc(value = "Ends the shadow; its last status.", reply = ShadowStatus.class)
    record EndShadow() implements Proving {}

    @Doc("The build, as name and version, and the copy of its jar that is looked at; the safe requests that it answers; how many copies were the same, different, "
            + "not comparable because the sessions changed meanwhile, or not sent because it was too slow; the first differences; why it has ended, if it has.")
    record ShadowStatus(String bundle, String jar, List<String> types, long same, long different, long moved, long unsent, List<String> differences, Optional<String> ended) implements Proving {}
}
