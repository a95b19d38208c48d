package weft.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import weft.api.Places;
import weft.os.JvmOptions;

/**
 * What a session consists of: its places, its two services and their environment.
 *
 * @param screen what the desktop is shown on and why, as a predicate
 * @param wayland the public Wayland socket; it lies beside other programs' sockets, where clients look for it
 */
record Session(Places places, String screen, Path wayland, Service compositor, Service platform) {
    // What a session may inherit from the shell or the login that starts it. The rest (preloaded libraries, JVM options
    // from the environment, somebody else's sockets) could change what its programs do.
    private static final Pattern INHERITED = Pattern.compile("HOME|USER|LOGNAME|SHELL|PATH|LANG|LANGUAGE|LC_.*|TZ|TERM|DBUS_SESSION_BUS_ADDRESS"
            + "|XDG_.*|XKB_.*|XCURSOR_.*|LIBSEAT_BACKEND|SSH_AUTH_SOCK|WEFT_.*");
    private static final Pattern NEVER = Pattern.compile("WEFT_TOKEN|WEFT_JAVA_HOME|WEFT_START");

    /**
     * @throws IOException if the distribution lacks a part, naming it
     * @throws IllegalArgumentException with a sentence, if there is no screen of the kind asked for
     */
    static Session of(Map<String, String> environment, Options options) throws IOException {
        var places = Places.of(environment);
        Path wayland = places.runtime().getParent().getParent().resolve("weft-" + places.instance());
        var common = inherited(environment);
        common.putAll(described(places));
        var platformEnvironment = new HashMap<>(common);
        platformEnvironment.put("WAYLAND_DISPLAY", wayland.getFileName().toString());
        var screen = Screen.choose(options.screen(), environment);
        platformEnvironment.put("WEFT_SHOWN", screen.kind());
        var compositorEnvironment = new HashMap<>(common);
        compositorEnvironment.putAll(screen.environment());
        var arguments = new ArrayList<>(screen.options());
        arguments.add("--x11");
        arguments.addAll(options.compositor());
        Path runtime = places.runtime();
        return new Session(places, screen.why(), wayland,
                new Service("compositor", command(places.dist(), "compositor", arguments), compositorEnvironment, Map.of(), List.of(
                        new Service.Endpoint("wayland", wayland),
                        new Service.Endpoint("wayland-privileged", runtime.resolve("wayland-privileged")),
                        new Service.Endpoint("control", runtime.resolve("compositor.sock")))),
                new Service("platform", command(places.dist(), "platform", List.of()), platformEnvironment, Map.of("WEFT_START", options.distribution() ? "distribution" : "session"), List.of(
                        new Service.Endpoint("gateway", runtime.resolve("gateway.sock")),
                        new Service.Endpoint("portal", runtime.resolve("portal.sock")),
                        new Service.Endpoint("weft", runtime.resolve("weft.sock")))));
    }

    List<Service> services() {
        return List.of(compositor, platform);
    }

    Path log(Service service) {
        return places.log().resolve(service.name() + ".log");
    }

    private static Map<String, String> inherited(Map<String, String> environment) {
        var out = new HashMap<String, String>();
        environment.forEach((name, value) -> {
            if (INHERITED.matcher(name).matches() && !NEVER.matcher(name).matches()) out.put(name, value);
        });
        return out;
    }

    private static Map<String, String> described(Places places) {
        return Map.of(
                "JAVA_HOME", System.getProperty("java.home"),
                "WEFT_INSTANCE", places.instance(),
                "WEFT_DIST", places.dist().toString(),
                "WEFT_RUNTIME_DIR", places.runtime().toString(),
                "WEFT_SOCKET", places.runtime().resolve("weft.sock").toString(),
                "XDG_RUNTIME_DIR", places.runtime().getParent().getParent().toString(),
                "XDG_STATE_HOME", places.state().getParent().getParent().toString(),
                "XDG_DATA_HOME", places.data().getParent().toString(),
                "XDG_CACHE_HOME", places.cache().getParent().getParent().toString(),
                "XDG_CONFIG_HOME", places.config().getParent().toString());
    }

    /** The command of a process of the distribution: {@code jvm.options}, its classes kept ready if they are, {@code classpath} (names in {@code lib}), and its main class. */
    private static List<String> command(Path dist, String name, List<String> arguments) throws IOException {
        Path folder = dist.resolve(name);
        if (!Files.exists(folder.resolve("classpath"))) throw new IOException(folder + " is missing: build it first (./weft build)");
        var path = new ArrayList<String>();
        for (String jar : Files.readAllLines(folder.resolve("classpath"))) if (!jar.isBlank()) path.add(folder.resolve("lib").resolve(jar).toString());
        Path java = Path.of(System.getProperty("java.home"));
        var command = new ArrayList<>(List.of(java.resolve("bin/java").toString()));
        command.addAll(JvmOptions.arguments(folder.resolve("jvm.options"), java));
        Path own = folder.resolve(name + ".jsa"), classes = Files.exists(own) ? own : dist.resolve("jdk.jsa");
        if (Files.exists(classes)) command.add("-XX:SharedArchiveFile=" + classes);
        command.addAll(List.of("-cp", String.join(":", path), "weft." + name + ".Main"));
        command.addAll(arguments);
        return command;
    }
}
