package weft.api;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where an instance keeps its things (XDG base directory specification; relative values are ignored).
 *
 * @param instance what tells sessions on one machine apart
 * @param runtime  sockets, for as long as the session lives
 * @param state    journal, desired bundles, logs
 * @param data     apps and their data, shared by all instances of the user
 * @param cache    what may be deleted at any time
 * @param config   what the user wrote, shared by all instances
 * @param dist     the program itself
 */
public record Places(String instance, Path runtime, Path state, Path data, Path cache, Path config, Path dist) {

    /** The places that a process's environment names. */
    public static Places of(Map<String, String> environment) {
        String instance = environment.getOrDefault("WEFT_INSTANCE", "0");
        if (!instance.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,31}"))
            throw new WeftException(ErrorCode.INVALID, "\"" + Printable.text(instance) + "\" is not the name of an instance");
        Path home = absolute(environment, "HOME", Path.of("/"));
        Path runtime = absolute(environment, "XDG_RUNTIME_DIR", Path.of("/tmp")).resolve("weft").resolve(instance);
        return new Places(instance,
                absolute(environment, "WEFT_RUNTIME_DIR", runtime),
                absolute(environment, "XDG_STATE_HOME", home.resolve(".local/state")).resolve("weft").resolve(instance),
                absolute(environment, "XDG_DATA_HOME", home.resolve(".local/share")).resolve("weft"),
                absolute(environment, "XDG_CACHE_HOME", home.resolve(".cache")).resolve("weft").resolve(instance),
                absolute(environment, "XDG_CONFIG_HOME", home.resolve(".config")).resolve("weft"),
                absolute(environment, "WEFT_DIST", Path.of("dist").toAbsolutePath()));
    }

    /** The folder of the log files, one a process. */
    public Path log() {
        return state.resolve("log");
    }

    private static Path absolute(Map<String, String> environment, String name, Path otherwise) {
        String value = environment.getOrDefault(name, "");
        return value.startsWith("/") ? Path.of(value) : otherwise;
    }
}
