package weft.appd;

import java.util.Optional;
import weft.api.Containment;
import weft.api.gateway.Child.Exit;
import weft.api.gateway.Child.FirstLine;

/** What can happen to a session. */
sealed interface Event {
    /** A process was found for it. */
    record RuntimeTaken(String child) implements Event {}

    /** It has no module: its page is all there is. */
    record NoModule() implements Event {}

    /** It cannot be started; {@code why} ends the sentence "Notes failed to start: …". */
    record Unable(String why) implements Event {}

    /** The module is about to be given to the process, which has this number and is held by this. */
    record Assigned(int pid, Containment containment) implements Event {}

    record Said(FirstLine line) implements Event {}

    /** Its time to be ready is over, unless it said that it goes on since: {@code progressMs} is {@link SessionMachine#progressMs} when that time began. */
    record ReadyLimit(long progressMs) implements Event {}

    /** It is not ready, but says that it goes on. */
    record Progressed() implements Event {}

    /** Somebody wants it to end. */
    record Terminate() implements Event {}

    /** It was asked to end and has not. */
    record GraceOver() implements Event {}

    /** @param limit if it ended because it met a limit: how that goes on, after its name */
    record Exited(Exit exit, Optional<String> limit) implements Event {
        Exited(Exit exit) {
            this(exit, Optional.empty());
        }
    }

    /** Its process is not there and left no word: it ended while nobody was watching. */
    record Vanished() implements Event {}

    /** The platform was restarted before it was ready: its READY can no longer be heard. */
    record Interrupted() implements Event {}
}
