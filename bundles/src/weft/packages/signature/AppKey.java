package weft.packages.signature;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import weft.api.ErrorCode;
import weft.api.Printable;
import weft.api.WeftException;

/** An Ed25519 public key (RFC 8032), as 43 characters of base64url: the identity behind an app. */
public record AppKey(String text) {
    private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]");
    // SubjectPublicKeyInfo of an Ed25519 key (RFC 8410), up to the key's 32 bytes.
    private static final byte[] PREFIX = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    /** @throws WeftException INVALID if the text is no key */
    public AppKey {
        if (!GRAMMAR.matcher(text).matches()) throw new WeftException(ErrorCode.INVALID, "\"" + Printable.text(text) + "\" is no key");
    }

    static AppKey of(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return new AppKey(Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(encoded, PREFIX.length, encoded.length)));
    }

    /** Whether the signature is this key's over the message. */
    boolean signed(byte[] message, byte[] signature) {
        byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + 32);
        System.arraycopy(Base64.getUrlDecoder().decode(text), 0, encoded, PREFIX.length, 32);
        try {
            var check = Signature.getInstance("Ed25519");
            check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The beginning, for people. */
    public String brief() {
        return text.substring(0, 12);
    }

    @Override
    public String toString() {
        return text;
    }
}
