package weft.shell.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import weft.os.EventLoop;
import weft.shell.engine.cef.Chromium;
import weft.shell.engine.link.GatewayLink;
import weft.shell.engine.page.Browsers;

/**
 * The web engine's process: opens pages for the gateway and shows them as windows of the compositor. Started as
 * {@link EngineCommand} says, with the folder of the native files and that of the profiles as arguments.
 */
public final class Main {
    private static final int PAPER = 0xFFFFFDF9;

    private Main() {}

    public static void main(String... args) throws IOException {
        if (args.length != 2) throw new IllegalArgumentException("usage: Main NATIVES PROFILES");
        Path natives = Path.of(args[0]), profiles = Path.of(args[1]);
        var loop = new EventLoop();
        var traffic = new GatewayTraffic(loop);
        var gateway = new GatewayLink(Path.of(required("WEFT_GATEWAY")), required("WEFT_TOKEN"), traffic);
        // Said early, so that the gateway knows; what it asks waits in the loop.
        gateway.start();
        var chromium = Chromium.start(natives, profiles, required("TMPDIR"), System.getenv(EngineCommand.SETUID_PROGRAM) != null);
        chromium.background(PAPER);
        var engine = new Engine(loop, new Browsers(chromium, profiles), wayland(System.getenv()), traffic, gateway, chromium::stop);
        serve(loop);
    }

    private static String required(String name) {
        String value = System.getenv(name);
        if (value == null || value.isEmpty()) throw new IllegalArgumentException(name + " is not set");
        return value;
    }

    private static Path wayland(Map<String, String> environment) {
        String socket = environment.get("WEFT_WAYLAND");
        return socket != null ? Path.of(socket) : Path.of(required("WEFT_RUNTIME_DIR"), "wayland-privileged");
    }

    /** A page that trips over something must not take the others with it. */
    private static void serve(EventLoop loop) throws IOException {
        while (true) {
            try {
                loop.run();
                return;
            } catch (RuntimeException e) {
                System.err.println("engine: " + e);
                e.printStackTrace();
            }
        }
    }
}
