package weft.portal.net;

import java.net.URI;
import java.net.URISyntaxException;
import weft.api.ErrorCode;
import weft.api.Printable;
import weft.api.WeftException;

/** Addresses that may be fetched at all. */
final class Target {
    private static final int MAX = 8192;

    private Target() {}

    /** @throws WeftException INVALID unless it is an absolute http or https address of a host, without a user */
    static URI of(String text) {
        try {
            if (text.length() > MAX) throw new URISyntaxException("", "too long");
            var url = new URI(text);
            boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (!http || url.getHost() == null || url.getHost().startsWith("[") || url.getRawUserInfo() != null || url.getPort() > 65535 || url.getPort() == 0)
                throw new URISyntaxException("", "not http");
            return url;
        } catch (URISyntaxException e) {
            throw new WeftException(ErrorCode.INVALID, "\"" + Printable.text(text.substring(0, Math.min(200, text.length()))) + "\" is no address such as https://example.org/");
        }
    }

    static boolean isSecure(URI url) {
        return url.getScheme().equalsIgnoreCase("https");
    }

    static int schemePort(URI url) {
        return isSecure(url) ? 443 : 80;
    }

    static int port(URI url) {
        return url.getPort() == -1 ? schemePort(url) : url.getPort();
    }

    /** What goes into the request line. */
    static String path(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    static String authority(URI url) {
        return url.getPort() == -1 ? url.getHost() : url.getHost() + ":" + url.getPort();
    }
}
