package weft.codec;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.List;
import weft.api.message.Files;
import weft.api.message.Lifecycle;
import weft.api.message.Message;
import weft.api.message.Packages;
import weft.api.message.Pages;
import weft.api.message.Permissions;
import weft.api.message.Services;

/**
 * The contracts that an app may be bound to, and which of them a request belongs to. The contract {@code weft.portal} is the package
 * {@code weft.api.portal}: whoever answers its requests does so in the version of the package that its bundle is wired to.
 */
public final class Contracts {
    /** Requests that belong to nobody's contract but the messages' own. */
    public static final String MESSAGE = "weft.message";
    private static final String PREFIX = "weft.", PACKAGE = "weft.api.";
    private static final List<String> NAMES = List.of("weft.appd", "weft.gateway", MESSAGE, "weft.packages", "weft.portal", "weft.shell");
    private static final ClassValue<String> OF = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return of(type);
        }
    };

    private Contracts() {}

    public static SortedSet<String> names() {
        return new TreeSet<>(NAMES);
    }

    /** The contract of a request by its wire type. @throws weft.api.WeftException INVALID if there is no such message */
    public static String ofRequest(String type) {
        return OF.get(MessageTypes.record(type));
    }

    private static String of(Class<?> message) {
        if (!Message.class.isAssignableFrom(message)) throw new IllegalArgumentException(message.getName());
        if (Lifecycle.class.isAssignableFrom(message)) return "weft.appd";
        if (Files.class.isAssignableFrom(message) || Permissions.class.isAssignableFrom(message) || Services.class.isAssignableFrom(message)) return "weft.portal";
        if (Packages.class.isAssignableFrom(message)) return "weft.packages";
        return Pages.class.isAssignableFrom(message) ? "weft.shell" : MESSAGE;
    }

    /** The package whose version is the contract's. */
    public static String packageOf(String contract) {
        return PACKAGE + contract.substring(PREFIX.length());
    }
}
