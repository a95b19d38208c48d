package weft.compositor.xwayland;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import weft.os.KernelRandom;

/** The secret that X programs must show, in a file that only this user can read: {@code XAUTHORITY} (Xsecurity(7)). */
final class Authority {
    private static final int ANY_HOST = 0xffff, COOKIE_BYTES = 16;
    private static final String METHOD = "MIT-MAGIC-COOKIE-1";

    private Authority() {}

    /** Makes the file anew, mode 0600, with a secret of this display. */
    static void write(Path file, int display) throws IOException {
        Files.deleteIfExists(file);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = Files.newByteChannel(file, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(java.nio.ByteBuffer.wrap(entry(display, KernelRandom.bytes(COOKIE_BYTES))));
        }
    }

    /** An entry as libXau reads it: numbers and lengths of two bytes, the largest first. */
    static byte[] entry(int display, byte[] cookie) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeShort(ANY_HOST);
        out.writeShort(0);
        counted(out, Integer.toString(display).getBytes(StandardCharsets.US_ASCII));
        counted(out, METHOD.getBytes(StandardCharsets.US_ASCII));
        counted(out, cookie);
        return bytes.toByteArray();
    }

    private static void counted(DataOutputStream out, byte[] data) throws IOException {
        out.writeShort(data.length);
        out.write(data);
    }
}
