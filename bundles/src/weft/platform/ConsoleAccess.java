package weft.platform;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
    private static final int FIRST_PORT = 8480, LAST_PORT = 8499, ROUNDS = 1000;

    static ConsoleAccess open(Places places, Map<String, String> environment) throws IOException {
        int port = port(environment.getOrDefault("WEFT_CONSOLE_PORT", ""));
        Path file = places.state().resolve(FILE);
        if (Files.exists(file)) return new ConsoleAccess(port, Files.readString(file).strip(), null);
        var random = new SecureRandom();
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random(random, 12));
        String hash = hash(password, HexFormat.of().formatHex(random(random, 8)));
        keep(file, hash);
        return new ConsoleAccess(port, hash, password);
    }

    // The wanted one; or else the first that no other session has. Jetty binds a moment later and would say so if it were gone.
    private static int port(String wanted) throws IOException {
        if (wanted.matches("[1-9][0-9]{0,4}")) return Integer.parseInt(wanted);
        int last = wanted.equals("0") ? 0 : LAST_PORT;
        for (int port = last == 0 ? 0 : FIRST_PORT; port <= last; port++) {
            try (var probe = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
                return probe.getLocalPort();
            } catch (BindException e) {
                // Taken.
            }
        }
        throw new IOException("no port for the console is free between " + FIRST_PORT + " and " + LAST_PORT + "; WEFT_CONSOLE_PORT names another one");
    }

    /**
     * Tells the user the address, and at the first boot the password: through the supervisor, so that it is not in the
     * log and nowhere to be read again; on standard output where there is none.
     */
    void announce(Lifeline lifeline) {
        String url = "http://" + HOST + ":" + port + "/system/console";
        String access = url + " user " + USER + (firstPassword == null ? " (password as told at the first start)" : " password " + firstPassword);
        lifeline.tell("console", access);
        System.out.println("console: " + (lifeline.isPresent() ? url : access));
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
