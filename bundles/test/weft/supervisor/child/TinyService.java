package weft.supervisor.child;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import weft.os.Fd;
import weft.os.Lifeline;
import weft.os.ListenFds;
import weft.os.UnixSocket;

/**
 * Stands where a compositor or a platform would: serves a line of text a connection on one of the sockets that the
 * supervisor passes. {@code WEFT_TEST_CRASH} names a service that ends at once, {@code WEFT_TEST_HANG} one that does not
 * end on SIGTERM.
 */
public final class TinyService {
    private static final List<Process> CHILDREN = new ArrayList<>();

    private TinyService() {}

    public static void serve(String name, String socket) throws Exception {
        if (name.equals(System.getenv("WEFT_TEST_CRASH"))) {
            System.err.println("no such device");
            System.exit(7);
        }
        if (name.equals(System.getenv("WEFT_TEST_HANG"))) Runtime.getRuntime().addShutdownHook(new Thread(TinyService::sleepForEver));
        var sockets = ListenFds.take(System.getenv());
        var lifeline = Lifeline.of(sockets).watch(() -> CHILDREN.forEach(Process::destroyForcibly));
        System.out.println(name + " serves " + sockets.keySet().stream().sorted().toList());
        lifeline.tell(name, "at your service");
        lifeline.ready();
        while (true) {
            try (Fd connection = UnixSocket.accept(sockets.get(socket))) {
                byte[] line = (answer(read(connection)) + "\n").getBytes(StandardCharsets.UTF_8);
                connection.write(line, 0, line.length);
            }
        }
    }

    private static String read(Fd connection) throws Exception {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (connection.read(one, 0, 1) == 1 && one[0] != '\n') line.append((char) one[0]);
        return line.toString();
    }

    private static String answer(String question) throws Exception {
        String[] words = question.split(" ");
        switch (words[0]) {
            case "pid" -> { return Long.toString(ProcessHandle.current().pid()); }
            case "variable" -> { return String.valueOf(System.getenv(words[1])); }
            case "arguments" -> { return String.join(" ", ProcessHandle.current().info().arguments().orElseThrow()); }
            case "child" -> {
                CHILDREN.add(new ProcessBuilder("sleep", "1000").start());
                return Long.toString(CHILDREN.getLast().pid());
            }
            case "exit" -> System.exit(Integer.parseInt(words[1]));
            default -> throw new IllegalArgumentException(question);
        }
        return "";
    }

    private static void sleepForEver() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
