package weft.api.message;

import java.util.Optional;
import weft.api.ErrorCode;
import weft.api.SessionId;

/** Opening a connection, and the answers that any request may get. */
public sealed interface Connection extends Message {
    /** Who is at the other end of a connection. */
    enum Role { runtime, portal, engine, cli }

    @Doc(value = "First message of every connection to the gateway or the portal; the token is the one given to the process at its birth.", reply = Welcome.class)
    record Hello(Role role, @Sensitive Optional<String> token) implements Connection {}

    @Doc("The connection is open; a runtime learns the session it already has, if any.")
    record Welcome(Optional<SessionId> session) implements Connection {}

    @Doc("Done; there is nothing else to say.")
    record Ok() implements Connection {}

    @Doc(value = "Are you there? Asked of a process that something was sent to and that has not been asked for a while; without an answer it is ended.", reply = Ok.class)
    record Ping() implements Connection {}

    @Doc("The request failed: a code for programs, a sentence for people; a denial names the missing capability, a file operation its error number.")
    record Error(ErrorCode code, String message, Optional<String> capability, Optional<String> errno) implements Connection {}

    @Doc(value = "The full state first, then every event, for as long as the connection lives.", reply = Lifecycle.RunningApps.class)
    record Subscribe() implements Connection {}
}
