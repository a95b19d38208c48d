package weft.supervisor;

import weft.os.Wait;

/** What the supervisor's one thread reacts to. */
sealed interface Event {
    /** A child, or an adopted descendant, has ended and is reaped. */
    record Ended(Wait.Exit exit) implements Event {}

    /** A service serves its sockets. */
    record Ready(String service) implements Event {}

    /** A service has a line for the user: a word and a text. */
    record Told(String service, String label, String text) implements Event {}

    /** Somebody wants the session to end. */
    record EndWanted(String why) implements Event {}
}
