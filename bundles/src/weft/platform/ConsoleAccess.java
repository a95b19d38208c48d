package weft.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import weft.api.Places;
import weft.os.Lifeline;

/**
 * Address and password of the web console: loopback only; the password is random, made at the first boot of an
 * instance and told once. Kept is a salted hash in the form that the console checks ({@code {sha-256}SALT-1000-HASH}).
 */
record ConsoleAccess(int port, String hash, String firstPassword) {
    static final String USER = "weft", FILE = "console.password", HOST = "127.0.0.1";
    private static final int DEFAULT_PORT = 8480, ROUNDS = 1000;

    static ConsoleAccess open(Places places, Map<String, String> environment) throws IOException {
        int port = Integer.parseInt(environment.getOrDefault("WEFT_CONSOLE_PORT", Integer.toString(DEFAULT_PORT)));
        Path file = places.state().resolve(FILE);
        if (Files.exists(file)) return new ConsoleAccess(port, Files.readString(file).strip(), null);
        var random = new SecureRandom();
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random(random, 12));
        String hash = hash(password, HexFormat.of().formatHex(random(random, 8)));
        keep(file, hash);
        return new ConsoleAccess(port, hash, password);
    }

    /** Tells the user the address, and at the first boot the password; it is not in the log and nowhere to be read again. */
    void announce(Lifeline lifeline) {
        String url = "http://" + HOST + ":" + port + "/system/console";
        System.out.println("console: " + url);
        lifeline.tell("console", url + " user " + USER + (firstPassword == null ? " (password as told at the first start)" : " password " + firstPassword));
    }

    static String hash(String password, String salt) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            byte[] bytes = (salt + password).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < ROUNDS; i++) bytes = sha.digest(bytes);
            return "{sha-256}" + salt + "-" + ROUNDS + "-" + Base64.getEncoder().encodeToString(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] random(SecureRandom random, int bytes) {
        byte[] out = new byte[bytes];
        random.nextBytes(out);
        return out;
    }

    private static void keep(Path file, String hash) throws IOException {
        Files.createDirectories(file.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path part = file.resolveSibling(FILE + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(part, hash + "\n", StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        Files.move(part, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
}
