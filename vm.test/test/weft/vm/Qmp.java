package weft.vm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * QEMU's machine protocol over its Unix socket: one command, one answer, as JSON text (QEMU's document "QEMU Machine Protocol
 * Specification"). One thread at a time.
 */
final class Qmp implements AutoCloseable {
    private final SocketChannel channel;
    private final BufferedReader lines;

    private Qmp(SocketChannel channel) {
        this.channel = channel;
        this.lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    }

    /** Connects to a socket that is already listening, and leaves the mode in which QEMU takes no commands. */
    static Qmp connect(Path socket) throws IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        var qmp = new Qmp(channel);
        qmp.lines.readLine();
        qmp.command("qmp_capabilities", "{}");
        return qmp;
    }

    /**
     * Sends one command and waits for its answer; events in between are passed over.
     *
     * @param arguments a JSON object
     * @throws IOException if QEMU refuses the command, with its answer, or is gone
     */
    synchronized void command(String name, String arguments) throws IOException {
        var line = StandardCharsets.UTF_8.encode("{\"execute\":\"" + name + "\",\"arguments\":" + arguments + "}\n");
        while (line.hasRemaining()) channel.write(line);
        for (;;) {
            String answer = lines.readLine();
            if (answer == null) throw new IOException("the virtual machine is gone");
            String kind = firstKey(answer);
            if (kind.equals("return")) return;
            if (kind.equals("error")) throw new IOException(name + ": " + answer);
        }
    }

    // An answer is {"return": …} or {"error": …}; an event has its time first.
    private static String firstKey(String object) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(object)) {
            while (parser.nextToken() != JsonToken.FIELD_NAME) if (parser.currentToken() == null) throw new IOException("not an object: " + object);
            return parser.currentName();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
