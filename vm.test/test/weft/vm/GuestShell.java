package weft.vm;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A root's shell inside a guest, over a serial port. One command at a time; the words around an answer keep it apart from noise. */
final class GuestShell implements AutoCloseable {
    private final SocketChannel channel;
    private final BufferedReader lines;
    private int count;

    private GuestShell(SocketChannel channel) {
        this.channel = channel;
        this.lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    }

    static GuestShell connect(Path socket) throws IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return new GuestShell(channel);
    }

    /** What a command writes to standard output and error, without the last end of line; the guest's shell must be listening. */
    String run(String command) throws IOException {
        String begin = "BEGIN-" + ++count, end = "END-" + count;
        // The words are put together by the shell, so that an echo of the command is not taken for them.
        send("echo BEGIN''-" + count + "; { " + command + "; } 2>&1; echo; echo END''-" + count + "\n");
        var answer = new StringBuilder();
        boolean inside = false;
        for (String line; (line = lines.readLine()) != null; ) {
            if (line.strip().equals(end)) return answer.toString().strip();
            if (inside) answer.append(line).append('\n');
            inside |= line.strip().endsWith(begin); // a prompt may stand before it
        }
        throw new IOException("the guest is gone");
    }

    private void send(String text) throws IOException {
        var bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) channel.write(bytes);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
