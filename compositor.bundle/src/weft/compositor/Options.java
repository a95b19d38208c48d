package weft.compositor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import weft.compositor.backend.HeadlessBackend;
import weft.compositor.backend.kms.InputSettings;
import weft.compositor.backend.kms.KmsSettings;
import weft.compositor.output.OutputWords;

/** How the compositor is started. Read from its arguments, once. */
final class Options {
    static final String USAGE = """
            usage: compositor [--headless|--nested|--drm] [--size WIDTHxHEIGHT]
                              [--outputs WIDTHxHEIGHT[@SCALE][+X+Y][/TRANSFORM],…] [--socket NAME] [--control PATH]
                              [--layout KEYBOARD-LAYOUT] [--theme light|dark] [--lenient] [--x11]
                              [--renderer auto|software|gles] [--kms atomic|legacy] [--tap on|off] [--natural-scroll on|off] [--pointer-speed -1…1]""";
    private static final int MOST = 16384, DEFAULT_WIDTH = 1280, DEFAULT_HEIGHT = 800;
    private Screen screen = Screen.HEADLESS;
    private int width, height;
    private List<OutputWords.Short> outputs = List.of();
    private String socket = "weft-0", layout = "";
    private Path control;
    private boolean dark, lenient, legacy, x11;
    private RenderChoice renderer = RenderChoice.AUTO;
    private boolean tap = InputSettings.DEFAULT.tap(), naturalScroll = InputSettings.DEFAULT.naturalScroll();
    private double speed = InputSettings.DEFAULT.speed();

    /** Where frames go: nowhere, to a window of the session that WAYLAND_DISPLAY names, or to the seat's displays. */
    enum Screen { HEADLESS, NESTED, DRM }

    private Options() {}

    /** @throws IllegalArgumentException saying what is wrong */
    static Options parse(String... arguments) {
        var options = new Options();
        for (int i = 0; i < arguments.length; i++) {
            String[] parts = arguments[i].split("=", 2);
            if (parts.length == 1 && options.flag(parts[0])) continue;
            String value = parts.length == 2 ? parts[1] : i + 1 < arguments.length ? arguments[++i] : null;
            options.value(parts[0], value);
        }
        return options;
    }

    private boolean flag(String name) {
        switch (name) {
            case "--headless" -> screen = Screen.HEADLESS;
            case "--nested" -> screen = Screen.NESTED;
            case "--drm" -> screen = Screen.DRM;
            case "--lenient" -> lenient = true;
            case "--x11" -> x11 = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    private void value(String name, String value) {
        switch (name) {
            case "--size", "--outputs", "--socket", "--control", "--layout", "--theme", "--renderer", "--kms", "--tap", "--natural-scroll", "--pointer-speed" -> { }
            default -> throw new IllegalArgumentException("unknown option " + name);
        }
        if (value == null) throw new IllegalArgumentException(name + " needs a value");
        switch (name) {
            case "--size" -> {
                width = side(value, 0);
                height = side(value, 1);
            }
            case "--outputs" -> outputs = outputs(value);
            case "--socket" -> socket = value;
            case "--control" -> control = Path.of(value);
            case "--layout" -> layout = value;
            case "--theme" -> dark = second(name, value, "light", "dark");
            case "--renderer" -> renderer = RenderChoice.of(value);
            case "--kms" -> legacy = second(name, value, "atomic", "legacy");
            case "--tap" -> tap = second(name, value, "off", "on");
            case "--natural-scroll" -> naturalScroll = second(name, value, "off", "on");
            default -> speed = speed(value);
        }
    }

    private static int side(String size, int which) {
        String[] sides = size.split("x");
        if (sides.length != 2 || !sides[which].matches("[0-9]{1,5}")) throw new IllegalArgumentException("a size is like 1280x800, not " + size);
        int n = Integer.parseInt(sides[which]);
        if (n < 64 || n > MOST) throw new IllegalArgumentException("a side of " + n + " pixels is not between 64 and " + MOST);
        return n;
    }

    private static List<OutputWords.Short> outputs(String value) {
        var all = Stream.of(value.split(",")).map(OutputWords.Short::parse).toList();
        if (all.size() > HeadlessBackend.MOST_OUTPUTS) throw new IllegalArgumentException("more than " + HeadlessBackend.MOST_OUTPUTS + " outputs");
        for (var o : all) {
            side(o.mode().width() + "x" + o.mode().height(), 0);
            side(o.mode().width() + "x" + o.mode().height(), 1);
        }
        return all;
    }

    private static boolean second(String name, String value, String one, String other) {
        if (!value.equals(one) && !value.equals(other)) throw new IllegalArgumentException(name + " is " + one + " or " + other + ", not " + value);
        return value.equals(other);
    }

    private static double speed(String value) {
        if (value.matches("-?[0-9](\\.[0-9]{1,6})?") && Math.abs(Double.parseDouble(value)) <= 1) return Double.parseDouble(value);
        throw new IllegalArgumentException("a pointer's speed is between -1 and 1, not " + value);
    }

    Screen screen() {
        return screen;
    }

    int width() {
        return width > 0 ? width : DEFAULT_WIDTH;
    }

    int height() {
        return height > 0 ? height : DEFAULT_HEIGHT;
    }

    /** What a headless compositor has, or windows of a nested one; empty: one of {@link #width} and {@link #height}. */
    List<OutputWords.Short> outputs() {
        return outputs;
    }

    /** The name of the public Wayland socket in XDG_RUNTIME_DIR, where none was passed down. */
    String socket() {
        return socket;
    }

    /** The path of the control socket, where none was passed down. */
    Optional<Path> control() {
        return Optional.ofNullable(control);
    }

    String layout() {
        return layout;
    }

    RenderChoice renderer() {
        return renderer;
    }

    boolean dark() {
        return dark;
    }

    /** Whether clients must acknowledge a configure before they attach a buffer. */
    boolean strict() {
        return !lenient;
    }

    /** Whether X programs are shown too. */
    boolean x11() {
        return x11;
    }

    KmsSettings kms() {
        return new KmsSettings(width, height, legacy, new InputSettings(tap, naturalScroll, speed));
    }
}
