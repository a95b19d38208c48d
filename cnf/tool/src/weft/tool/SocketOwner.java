package weft.tool;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Whose process is at the other end of a connection over the loopback interface, as proc(5) has it ({@code /proc/net/tcp}, {@code tcp6}). */
final class SocketOwner {
    private static final int LOCAL = 1, REMOTE = 2, UID = 7;

    private SocketOwner() {}

    /** Whether it is a process of this one's user; not if that cannot be found out. */
    static boolean isOurs(Socket socket) throws IOException {
        String theirs = port(socket.getPort()), ours = port(socket.getLocalPort());
        Object me = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        for (String table : new String[] {"tcp", "tcp6"}) {
            Path file = Path.of("/proc/net", table);
            if (!Files.exists(file)) continue;
            for (String line : Files.readAllLines(file)) {
                String[] words = line.strip().split("\\s+");
                if (words.length > UID && isLoopback(words[LOCAL]) && words[LOCAL].endsWith(theirs) && words[REMOTE].endsWith(ours)) return words[UID].equals(String.valueOf(me));
            }
        }
        return false;
    }

    private static String port(int number) {
        return ":" + "%04x".formatted(number).toUpperCase(Locale.ROOT);
    }

    // In the byte order of this machine: 127.0.0.1, also as an IPv6 address.
    private static boolean isLoopback(String address) {
        return address.startsWith("0100007F:") || address.startsWith("0000000000000000FFFF00000100007F:");
    }
}
