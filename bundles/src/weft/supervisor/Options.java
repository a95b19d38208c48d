package weft.supervisor;

import java.util.ArrayList;
import java.util.List;

/**
 * The supervisor's arguments.
 *
 * @param compositor what is passed on to the compositor
 */
record Options(List<String> compositor) {
    /** @throws IllegalArgumentException with a sentence, for anything unknown */
    static Options parse(String... args) {
        var compositor = new ArrayList<String>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--headless" -> { } // What the compositor is without any other word.
                case "--nested", "--drm" -> throw new IllegalArgumentException("The compositor cannot draw "
                        + (args[i].equals("--drm") ? "on a real screen" : "in a window of another session") + " yet; --headless runs it without.");
                case "--size", "--layout", "--theme" -> {
                    if (i + 1 == args.length) throw new IllegalArgumentException(args[i] + " needs a value.");
                    compositor.add(args[i]);
                    compositor.add(args[++i]);
                }
                default -> throw new IllegalArgumentException("Unknown option \"" + args[i]
                        + "\": there are --headless, --size WIDTHxHEIGHT, --layout KEYBOARD, --theme light|dark and --instance NAME.");
            }
        }
        return new Options(compositor);
    }
}
