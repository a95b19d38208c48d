package weft.packages.signature;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.WeftException;

/**
 * A key that signs packages, in a file of its own (mode 0600) in {@code $XDG_CONFIG_HOME/weft/keys/NAME.key}, with the
 * statements by which it took the place of earlier keys.
 */
public final class SigningKey {
    private static final String HEAD = "weft signing key 1";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}"), FORM = Pattern.compile(HEAD + "\npublic (\\S{43})\nprivate (\\S{20,200})\n((?:rotation \\S{43} \\S{43} \\S{86}\n){0,8})");
    private static final int MAX_BYTES = 1 << 14;
    private final AppKey key;
    private final PrivateKey secret;
    private final List<Rotation> rotations;

    private SigningKey(AppKey key, PrivateKey secret, List<Rotation> rotations) {
        this.key = key;
        this.secret = secret;
        this.rotations = List.copyOf(rotations);
    }

    public AppKey key() {
        return key;
    }

    /** @throws WeftException INVALID for a name that is none */
    public static Path file(Path folder, String name) {
        if (!NAME.matcher(name).matches()) throw new WeftException(ErrorCode.INVALID, "\"" + weft.api.Printable.text(name) + "\" is not the name of a key: a-z, 0-9, _ and -");
        return folder.resolve(name + ".key");
    }

    /** A new key in a new file; its folder is made private. @throws java.nio.file.FileAlreadyExistsException if there is one */
    public static SigningKey create(Path file) throws IOException {
        var directory = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(file.getParent(), directory);
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            var made = new SigningKey(AppKey.of(pair.getPublic()), pair.getPrivate(), List.of());
            made.write(file, false);
            return made;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /**
     * @throws NoSuchFileException if there is none
     * @throws WeftException DENIED if others may read it; INVALID if it is no key
     */
    public static SigningKey read(Path file) throws IOException {
        var attributes = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile() || attributes.size() > MAX_BYTES) throw noKey(file);
        if (!PosixFilePermissions.toString(attributes.permissions()).endsWith("------"))
            throw new WeftException(ErrorCode.DENIED, file + " may be read by others, so it is used no more: chmod 600 it if nobody did, else make another key");
        Matcher m = FORM.matcher(Files.readString(file));
        if (!m.matches()) throw noKey(file);
        try {
            var secret = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(Base64.getUrlDecoder().decode(m.group(2))));
            var read = new SigningKey(new AppKey(m.group(1)), secret, rotations(m.group(3)));
            byte[] probe = HEAD.getBytes(StandardCharsets.US_ASCII);
            if (!read.key.signed(probe, read.sign(probe))) throw noKey(file);
            return read;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw noKey(file);
        }
    }

    private static List<Rotation> rotations(String lines) {
        var all = new ArrayList<Rotation>();
        for (String line : lines.lines().toList()) {
            String[] words = line.split(" ");
            all.add(new Rotation(new AppKey(words[1]), new AppKey(words[2]), words[3]));
        }
        return all;
    }

    private static WeftException noKey(Path file) {
        return new WeftException(ErrorCode.INVALID, file + " is no signing key");
    }

    /** Makes this key the successor of another one, and keeps the statement in its file. */
    public SigningKey replacing(SigningKey old, Path file) throws IOException {
        var all = new ArrayList<>(old.rotations);
        all.add(new Rotation(old.key, key, text(old.sign(Rotation.statement(old.key, key)))));
        if (all.size() > Rotation.MAX) throw new WeftException(ErrorCode.INVALID, "a key can have at most " + Rotation.MAX + " predecessors");
        var next = new SigningKey(key, secret, all);
        next.write(file, true);
        return next;
    }

    /** The signature file of a package. */
    public PackageSignature sign(AppId app, FileList files) {
        return new PackageSignature(app, key, rotations, files, text(sign(PackageSignature.signed(app, key, rotations, files))));
    }

    private byte[] sign(byte[] message) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(secret);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    // Readable by its owner alone from the first moment on.
    private void write(Path file, boolean replace) throws IOException {
        var text = new StringBuilder(HEAD + "\npublic " + key + "\nprivate " + text(secret.getEncoded()) + "\n");
        for (Rotation r : rotations) text.append("rotation ").append(r.from()).append(' ').append(r.to()).append(' ').append(r.signature()).append('\n');
        Path target = replace ? file.resolveSibling(file.getFileName() + ".new") : file;
        if (replace) Files.deleteIfExists(target);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = FileChannel.open(target, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode); var out = Channels.newOutputStream(channel)) {
            out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
            channel.force(true);
        }
        if (replace) Files.move(target, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
