package weft.api.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;
import weft.api.SessionId;
import weft.api.message.Connection.Role;

/** The processes of the session. A child that has no connection for ten seconds (at its birth: thirty), or that does not answer for as long, is ended. */
@ProviderType
public interface Children {
    /**
     * Starts a process: standard input is empty, standard output a pipe of which the first line is read, standard error
     * appended to a file; no other descriptor and no variable but those given. It lives on when the platform dies.
     *
     * @throws IOException naming the program, if it cannot be started
     */
    Child spawn(ChildSpec spec) throws IOException;

    /** All that live, and those that ended and were not forgotten; oldest first. */
    List<Child> all();

    default Optional<Child> of(SessionId session) {
        return all().stream().filter(c -> c.session().equals(Optional.of(session))).findFirst();
    }

    default Optional<Child> byId(String id) {
        return all().stream().filter(c -> c.id().equals(id)).findFirst();
    }

    /** A command for a birth token. The token must not be in {@code argv}, where every process can read it. */
    record Command(List<String> argv, Map<String, String> environment) {}

    /**
     * @param role    what it will say in HELLO
     * @param session the session it is for, if known
     * @param command makes the command, given the token
     * @param log     file for its standard error
     */
    record ChildSpec(Role role, Optional<SessionId> session, Function<String, Command> command, Path log) {}
}
