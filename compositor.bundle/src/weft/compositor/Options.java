package weft.compositor;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the compositor is started.
 *
 * @param nested whether to be a window of the Wayland session that WAYLAND_DISPLAY names
 * @param socket the name of the public Wayland socket in XDG_RUNTIME_DIR, where none was passed down
 * @param control the path of the control socket, where none was passed down
 * @param strict whether clients must acknowledge a configure before they attach a buffer
 */
record Options(boolean nested, int width, int height, String socket, Optional<Path> control, String layout, boolean dark, boolean strict) {
    static final String USAGE = """
            usage: compositor [--headless|--nested] [--size WIDTHxHEIGHT] [--socket NAME] [--control PATH]
                              [--layout KEYBOARD-LAYOUT] [--theme light|dark] [--lenient]""";
    private static final int MOST = 16384;

    /** @throws IllegalArgumentException saying what is wrong */
    static Options parse(String... arguments) {
        int width = 1280, height = 800;
        String socket = "weft-0", layout = "";
        Optional<Path> control = Optional.empty();
        boolean nested = false, dark = false, strict = true;
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i].split("=", 2)[0];
            switch (name) {
                case "--headless" -> nested = false;
                case "--nested" -> nested = true;
                case "--lenient" -> strict = false;
                case "--size", "--socket", "--control", "--layout", "--theme" -> {
                    String value = arguments[i].contains("=") ? arguments[i].split("=", 2)[1] : ++i < arguments.length ? arguments[i] : null;
                    if (value == null) throw new IllegalArgumentException(name + " needs a value");
                    switch (name) {
                        case "--size" -> {
                            width = side(value, 0);
                            height = side(value, 1);
                        }
                        case "--socket" -> socket = value;
                        case "--control" -> control = Optional.of(Path.of(value));
                        case "--layout" -> layout = value;
                        default -> dark = theme(value);
                    }
                }
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        return new Options(nested, width, height, socket, control, layout, dark, strict);
    }

    private static int side(String size, int which) {
        String[] sides = size.split("x");
        if (sides.length != 2 || !sides[which].matches("[0-9]{1,5}")) throw new IllegalArgumentException("a size is like 1280x800, not " + size);
        int n = Integer.parseInt(sides[which]);
        if (n < 64 || n > MOST) throw new IllegalArgumentException("a side of " + n + " pixels is not between 64 and " + MOST);
        return n;
    }

    private static boolean theme(String name) {
        return switch (name) {
            case "light" -> false;
            case "dark" -> true;
            default -> throw new IllegalArgumentException("no theme " + name);
        };
    }
}
