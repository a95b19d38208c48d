package weft.platform.test;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A child process that does what a test says, in the place of a runtime or an engine. Orders come as lines on a socket:
 * {@code connect NAME PATH} opens a connection to PATH and hands its bytes to and from the test, {@code disconnect NAME},
 * {@code say TEXT} writes to standard output ({@code \n} is a newline), {@code flood N}, {@code close-output},
 * {@code complain TEXT} writes to standard error, {@code fork SECONDS} starts a process that keeps the output open, {@code later SECONDS} one that says READY then, {@code grumble N} writes so many bytes to standard error,
 * {@code exit CODE}. Each is answered by a line. It ends with the orders.
 */
public final class Puppet {
    private static final Map<String, SocketChannel> CONNECTIONS = new HashMap<>();

    private Puppet() {}

    public static void main(String... args) throws IOException {
        String name = System.getenv("WEFT_TOKEN");
        try (var orders = connect(args[0], "orders " + name)) {
            var text = new StringBuilder();
            var buffer = ByteBuffer.allocate(4096);
            while (orders.read(buffer.clear()) > 0) {
                text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
                for (int end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
                    String order = text.substring(0, end);
                    text.delete(0, end + 1);
                    obey(order, args[0], name);
                    write(orders, "done " + order + "\n");
                }
            }
        }
        System.exit(0);
    }

    private static void obey(String order, String test, String name) throws IOException {
        String[] words = order.split(" ", 3);
        switch (words[0]) {
            case "connect" -> {
                var theirs = connect(words[2], null);
                CONNECTIONS.put(words[1], theirs);
                var ours = connect(test, words[1] + " " + name);
                Thread.ofPlatform().daemon().start(() -> pump(theirs, ours));
                Thread.ofPlatform().daemon().start(() -> pump(ours, theirs));
            }
            case "disconnect" -> CONNECTIONS.remove(words[1]).close();
            case "say" -> say(order.substring(4).replace("\\n", "\n"));
            case "flood" -> flood(Integer.parseInt(words[1]));
            case "close-output" -> new java.io.FileOutputStream(java.io.FileDescriptor.out).close();
            case "complain" -> System.err.println(order.substring(9));
            case "grumble" -> System.err.println("x".repeat(Integer.parseInt(words[1])));
            case "fork" -> new ProcessBuilder("sleep", words[1]).redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
            case "later" -> new ProcessBuilder("sh", "-c", "sleep " + words[1] + "; echo READY").redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
            case "exit" -> Runtime.getRuntime().halt(Integer.parseInt(words[1]));
            default -> throw new IllegalArgumentException(order);
        }
    }

    private static void flood(int bytes) {
        String part = "x".repeat(1 << 16);
        for (int n = 0; n < bytes && !System.out.checkError(); n += part.length()) say(part);
    }

    // The reader may go before it has read all.
    private static void say(String text) {
        System.out.print(text);
        System.out.flush();
    }

    private static void pump(SocketChannel from, SocketChannel to) {
        var buffer = ByteBuffer.allocate(1 << 16);
        try (from; to) {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) to.write(buffer);
            }
        } catch (IOException e) {
            // One side is gone: close the other.
        }
    }

    private static SocketChannel connect(String path, String introduction) throws IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(path));
        if (introduction != null) write(channel, introduction + "\n");
        return channel;
    }

    private static void write(SocketChannel to, String text) throws IOException {
        var buffer = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (buffer.hasRemaining()) to.write(buffer);
    }
}
