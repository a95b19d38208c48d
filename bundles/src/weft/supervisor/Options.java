package weft.supervisor;

import java.util.ArrayList;
import java.util.List;

/**
 * The supervisor's arguments.
 *
 * @param screen what kind of screen is asked for
 * @param distribution whether the platform is to run what the distribution has, whatever was decided before
 * @param compositor what is passed on to the compositor
 */
record Options(Screen.Kind screen, boolean distribution, List<String> compositor) {
    /** @throws IllegalArgumentException with a sentence, for anything unknown */
    static Options parse(String... args) {
        var screen = Screen.Kind.CHOOSE;
        boolean distribution = false;
        var compositor = new ArrayList<String>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--headless" -> screen = Screen.Kind.HEADLESS;
                case "--nested" -> screen = Screen.Kind.NESTED;
                case "--drm" -> screen = Screen.Kind.DRM;
                case "--distribution" -> distribution = true;
                case "--size", "--outputs", "--layout", "--theme", "--renderer", "--kms", "--tap", "--natural-scroll", "--pointer-speed" -> {
                    if (i + 1 == args.length) throw new IllegalArgumentException(args[i] + " needs a value.");
                    compositor.add(args[i]);
                    compositor.add(args[++i]);
                }
                default -> throw new IllegalArgumentException("Unknown option \"" + args[i]
                        + "\": there are --headless, --nested, --drm, --size WIDTHxHEIGHT, --outputs WIDTHxHEIGHT[@SCALE],…, --layout KEYBOARD, --theme light|dark, --renderer auto|software|gles, --kms atomic|legacy, "
                        + "--tap on|off, --natural-scroll on|off, --pointer-speed NUMBER, --distribution and --instance NAME.");
            }
        }
        return new Options(screen, distribution, List.copyOf(compositor));
    }
}
