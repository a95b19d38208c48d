package weft.supervisor;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A process that the supervisor keeps alive.
 *
 * @param name        names the process to people and its log file
 * @param argv        the program's absolute path, then its arguments
 * @param environment all of its environment but what describes the sockets
 * @param first       what is added to that when the session begins, and not when the process is started again
 * @param sockets     what it listens on, in the order of its descriptors
 */
record Service(String name, List<String> argv, Map<String, String> environment, Map<String, String> first, List<Endpoint> sockets) {
    /** As it is started when the session begins. */
    Service atFirst() {
        var all = new HashMap<>(environment);
        all.putAll(first);
        return new Service(name, argv, all, first, sockets);
    }


    /** A listening socket: the name that it is passed under, and its file. */
    record Endpoint(String name, Path path) {}
}
