package weft.portal.net;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import weft.api.packages.Capability;

/**
 * The hosts that a capability {@code net:fetch:PATTERN} means: a name, {@code *.} and a name for all below it, an address,
 * or {@code *}; with {@code :PORT}, that port, else the scheme's own.
 *
 * @param host in lower case, without the wildcard
 * @param below whether hosts below the name are meant instead of itself; with an empty name, every host
 */
record HostPattern(String host, boolean below, Optional<Integer> port) {
    private static final String PREFIX = "net:fetch:";

    /** Empty for another capability. */
    static Optional<HostPattern> of(Capability capability) {
        if (!capability.name().startsWith(PREFIX)) return Optional.empty();
        String text = capability.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
        int colon = text.lastIndexOf(':');
        Optional<Integer> port = Optional.empty();
        if (colon >= 0 && text.indexOf(':') == colon) {
            String digits = text.substring(colon + 1);
            if (!digits.matches("[0-9]{1,5}")) return Optional.empty();
            port = Optional.of(Integer.parseInt(digits));
            text = text.substring(0, colon);
        }
        if (text.equals("*")) return Optional.of(new HostPattern("", true, port));
        if (text.startsWith("*.")) return Optional.of(new HostPattern(text.substring(2), true, port));
        // A star anywhere else means nothing.
        return text.isEmpty() || text.indexOf('*') >= 0 ? Optional.empty() : Optional.of(new HostPattern(text, false, port));
    }

    boolean fits(URI url) {
        String asked = url.getHost().toLowerCase(Locale.ROOT);
        boolean hostFits = below ? host.isEmpty() || asked.endsWith("." + host) : asked.equals(host);
        return hostFits && Target.port(url) == port.orElse(Target.schemePort(url));
    }

    /** Whether it names one machine that may be a private one: an address, or this machine. */
    boolean namesPrivate() {
        return !below && (host.equals("localhost") || host.matches("[0-9.]+"));
    }
}
