package weft.api.gateway;

import java.util.Optional;
import weft.api.SessionId;
import weft.api.message.Connection.Role;

/**
 * Who asks, as the gateway knows it from the connection; nothing here was claimed by the caller.
 *
 * @param session the session whose page, runtime or files ask; {@code system} for the system UI; empty for the command
 *                line and for the web engine itself
 * @param pid     the process at the other end
 */
public record Caller(Role role, Optional<SessionId> session, int pid) {

    /** The system UI or the command line: they may use every verb. */
    public boolean isTrusted() {
        return role == Role.cli || role == Role.engine && session.equals(Optional.of(SessionId.SYSTEM));
    }
}
