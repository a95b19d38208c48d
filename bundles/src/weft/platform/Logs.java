package weft.platform;

import java.util.logging.LogManager;
import java.util.logging.Logger;

/** One line a fact, on standard error: time, level, who, what. */
final class Logs {
    private static final String FORMAT = "%1$tFT%1$tT.%1$tL %4$s %3$s %5$s%6$s%n";

    private Logs() {}

    static void oneLineEach() {
        System.setProperty("java.util.logging.SimpleFormatter.format", FORMAT);
        LogManager.getLogManager().reset();
        var handler = new java.util.logging.ConsoleHandler();
        Logger.getLogger("").addHandler(handler);
    }
}
