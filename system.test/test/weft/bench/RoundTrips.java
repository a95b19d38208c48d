package weft.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import weft.os.Fd;
import weft.os.OsException;
import weft.os.UnixSocket;

/**
 * A JSON request to the gateway and its answer, beside two baselines in another JVM: 100 bytes that are echoed, and as many bytes as the request
 * and its answer have. Each is one thread that writes and then reads.
 */
final class RoundTrips {
    private static final int BATCHES = 12, ROUNDS = 1000;
    private static final String REQUEST = "{\"v\":1,\"id\":1,\"type\":\"QUERY_RUNNING\",\"body\":{}}\n";
    private final Path folder, gateway;

    RoundTrips(Path folder, Path gateway) {
        this.folder = folder;
        this.gateway = gateway;
    }

    void run() throws Exception {
        Sample ours = new Sample(), raw = new Sample(), alike = new Sample();
        byte[] request = REQUEST.getBytes(StandardCharsets.US_ASCII), hundred = new byte[100];
        try (Fd client = UnixSocket.connect(gateway)) {
            int answer = Line.roundTrip(client, request);
            hundred[99] = '\n';
            try (var echo = new Echo(folder.resolve("echo"), 100); var same = new Echo(folder.resolve("same"), answer)) {
                for (int batch = 0; batch < BATCHES; batch++) {
                    boolean counts = batch > 2;
                    measure(client, request, counts ? ours : new Sample());
                    measure(echo.socket, hundred, counts ? raw : new Sample());
                    measure(same.socket, request, counts ? alike : new Sample());
                }
            }
            System.out.printf("request %d bytes, answer %d%n", request.length, answer);
        }
        Sample.compare("QUERY_RUNNING over JSON", "us", "weft", ours, "echo of 100 bytes", raw);
        Sample.compare("QUERY_RUNNING over JSON", "us", "weft", ours, "echo of as many", alike);
    }

    private static void measure(Fd socket, byte[] line, Sample into) throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            Line.roundTrip(socket, line);
            into.add((System.nanoTime() - start) / 1e3);
        }
    }

    /** A process that answers lines with lines of a length. */
    private static final class Echo implements AutoCloseable {
        private final Process process;
        private final Fd socket;

        Echo(Path path, int bytes) throws Exception {
            process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                    PingPong.class.getName(), path.toString(), Integer.toString(bytes)).inheritIO().start();
            socket = connect(path);
        }

        private static Fd connect(Path path) throws Exception {
            while (true) {
                try {
                    return UnixSocket.connect(path);
                } catch (OsException notYet) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            }
        }

        @Override
        public void close() {
            socket.close();
            process.destroy();
        }
    }

    /** Only the round trips, on a session that runs: its {@code weft.sock}, and a folder for sockets. */
    public static void main(String... args) throws Exception {
        new RoundTrips(Path.of(args[1]), Path.of(args[0])).run();
        System.exit(0);
    }
}
