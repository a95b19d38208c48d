package weft.packages.signature;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The statement of a key that another one takes its place, signed by the old one. It holds for all apps of that key. */
public record Rotation(AppKey from, AppKey to, String signature) {
    static final int MAX = 8;

    static byte[] statement(AppKey from, AppKey to) {
        return ("weft key rotation 1\nfrom " + from + "\nto " + to + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    boolean isGenuine() {
        return from.signed(statement(from, to), Base64.getUrlDecoder().decode(signature));
    }

    /** Whether a chain of genuine statements leads from the one key to the other. */
    static boolean lead(List<Rotation> rotations, AppKey from, AppKey to) {
        AppKey at = from;
        for (Rotation r : rotations) if (r.from.equals(at) && r.isGenuine()) at = r.to;
        return at.equals(to);
    }
}
