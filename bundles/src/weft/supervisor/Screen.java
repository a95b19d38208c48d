package weft.supervisor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import weft.os.OsException;
import weft.os.UnixSocket;

/**
 * Where the compositor shows its output.
 *
 * @param options what the compositor is told
 * @param environment variables for the compositor alone: its clients and the platform have another display
 * @param why what the desktop is shown on and why, as a predicate: "has no screen …"
 */
record Screen(List<String> options, Map<String, String> environment, String why) {
    /** What may be asked for; without a word, the first of a window and none that works. */
    enum Kind { CHOOSE, HEADLESS, NESTED, DRM }

    /** @throws IllegalArgumentException with a sentence, if there is no screen of the kind asked for */
    static Screen choose(Kind asked, Map<String, String> environment) {
        String display = environment.getOrDefault("WAYLAND_DISPLAY", "");
        if (asked == Kind.DRM) return new Screen(List.of("--drm"), Map.of(), "has the displays of the seat, as asked for by --drm");
        if (asked == Kind.HEADLESS) return headless("as asked for by --headless");
        String obstacle = display.isEmpty() ? "WAYLAND_DISPLAY is not set" : obstacle(socket(display, environment), display);
        if (obstacle == null) return nested(socket(display, environment), display);
        if (asked == Kind.NESTED) throw new IllegalArgumentException("There is no Wayland session to show a window in: " + obstacle + ".");
        return headless(obstacle);
    }

    /** Where its output is seen: {@code drm}, {@code nested} or {@code headless}. */
    String kind() {
        return options.isEmpty() ? "headless" : options.getFirst().substring("--".length());
    }

    private static Screen headless(String why) {
        return new Screen(List.of(), Map.of(), "has no screen (" + why + "); ./weft screenshot shows the picture");
    }

    private static Screen nested(Path socket, String display) {
        return new Screen(List.of("--nested"), Map.of("WAYLAND_DISPLAY", socket.toString()), "is a window in the Wayland session " + display + ", which WAYLAND_DISPLAY names");
    }

    private static Path socket(String display, Map<String, String> environment) {
        return Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", "/")).resolve(display);
    }

    // Null if somebody listens there.
    private static String obstacle(Path socket, String display) {
        try {
            UnixSocket.connect(socket).close();
            return null;
        } catch (OsException | IllegalArgumentException e) {
            return "nobody answers at WAYLAND_DISPLAY=" + display + ", " + e.getMessage();
        }
    }
}
