package weft.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A secret of this process that the page puts into a header of every changing request. */
final class FormToken {
    static final String HEADER = "X-Weft-Token";
    static final String VALUE = make();

    private FormToken() {}

    static boolean matches(String candidate) {
        return candidate != null && MessageDigest.isEqual(VALUE.getBytes(StandardCharsets.US_ASCII), candidate.getBytes(StandardCharsets.UTF_8));
    }

    private static String make() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
