package weft.portal.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which machine a name means. It is looked up once, and what was looked at is what is connected to: a name that means
 * another machine a moment later (DNS rebinding) gains nothing.
 */
final class Addresses {
    private Addresses() {}

    /** Finds the addresses of a name. */
    interface Lookup {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    /** An address of the host that is on the public network, or any if private ones are allowed. */
    static Optional<InetAddress> choose(Lookup lookup, String host, boolean privateToo) throws UnknownHostException {
        return Arrays.stream(lookup.of(host)).filter(a -> privateToo || isPublic(a)).findFirst();
    }

    /** Not this machine, not its network, none of the ranges that are set aside (RFC 6890). */
    static boolean isPublic(InetAddress a) {
        if (a.isAnyLocalAddress() || a.isLoopbackAddress() || a.isLinkLocalAddress() || a.isSiteLocalAddress() || a.isMulticastAddress()) return false;
        byte[] b = a.getAddress();
        return b.length == 4 ? isPublic4(b, 0) : isPublic6(b);
    }

    private static boolean isPublic4(byte[] b, int at) {
        int first = b[at] & 255, second = b[at + 1] & 255, third = b[at + 2] & 255;
        return switch (first) {
            case 0, 10, 127 -> false;
            case 100 -> second < 64 || second > 127;
            case 169 -> second != 254;
            case 172 -> second < 16 || second > 31;
            case 192 -> second != 168 && !(second == 0 && (third == 0 || third == 2)) && !(second == 88 && third == 99);
            case 198 -> second != 18 && second != 19 && !(second == 51 && third == 100);
            case 203 -> !(second == 0 && third == 113);
            default -> first < 224;
        };
    }

    private static boolean isPublic6(byte[] b) {
        // Unique local, and ranges in which an address of the older kind is hidden: mapped, NAT64, 6to4, Teredo.
        if ((b[0] & 0xfe) == 0xfc) return false;
        boolean zeros = true;
        for (int i = 0; i < 10; i++) zeros &= b[i] == 0;
        if (zeros) return false;
        if (b[0] == 0 && b[1] == 0x64 && (b[2] & 255) == 0xff && (b[3] & 255) == 0x9b) return isPublic4(b, 12);
        if (b[0] == 0x20 && b[1] == 0x02) return isPublic4(b, 2);
        if (b[0] == 0x20 && b[1] == 0x01 && b[2] == 0 && b[3] == 0) return false;
        return (b[0] & 0xe0) == 0x20;
    }
}
