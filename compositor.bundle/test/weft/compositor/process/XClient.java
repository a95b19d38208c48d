package weft.compositor.process;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An X program that does what no library would: requests are written as they are. Answers are not read, except for those of {@link #sync}. */
final class XClient implements AutoCloseable {
    static final int WM_NAME = 39, STRING = 31;
    private final SocketChannel socket;
    private final ByteBuffer out = ByteBuffer.allocate(1 << 19).order(ByteOrder.LITTLE_ENDIAN);
    private final int idBase, root;
    private int lastId, sequence;

    /** @param environment with DISPLAY and XAUTHORITY */
    XClient(Map<String, String> environment) throws IOException {
        int number = Integer.parseInt(environment.get("DISPLAY").substring(1));
        socket = SocketChannel.open(UnixDomainSocketAddress.of("/tmp/.X11-unix/X" + number));
        byte[] authority = Files.readAllBytes(Path.of(environment.get("XAUTHORITY")));
        byte[] method = "MIT-MAGIC-COOKIE-1".getBytes(StandardCharsets.US_ASCII), cookie = java.util.Arrays.copyOfRange(authority, authority.length - 16, authority.length);
        out.put((byte) 'l').put((byte) 0).putShort((short) 11).putShort((short) 0).putShort((short) method.length).putShort((short) cookie.length).putShort((short) 0);
        out.put(method).put(new byte[2]).put(cookie);
        flush();
        var head = read(8);
        if (head.get(0) != 1) throw new IOException("the X server refuses the program");
        var setup = read(4 * Short.toUnsignedInt(head.getShort(6)));
        idBase = setup.getInt(4);
        root = setup.getInt(32 + (Short.toUnsignedInt(setup.getShort(16)) + 3 & ~3) + 8 * setup.get(21));
    }

    int root() {
        return root;
    }

    /** A window that is not shown yet. */
    int create(int x, int y, int width, int height, boolean overrideRedirect) throws IOException {
        int id = idBase | ++lastId;
        request(1, 0, 10).putInt(id).putInt(root).putShort((short) x).putShort((short) y).putShort((short) width).putShort((short) height).putShort((short) 0)
                .putShort((short) 1).putInt(0).putInt(0x2 | 0x200).putInt(0x336699).putInt(overrideRedirect ? 1 : 0);
        return id;
    }

    void map(int window) throws IOException {
        request(8, 0, 2).putInt(window);
    }

    void configure(int window, int x, int y, int width, int height) throws IOException {
        request(12, 0, 7).putInt(window).putShort((short) 15).putShort((short) 0).putInt(x).putInt(y).putInt(width).putInt(height);
    }

    /** Sets a property of a window, or adds to it. */
    void property(int window, boolean append, int property, int type, byte[] bytes) throws IOException {
        request(18, append ? 2 : 0, 6 + (bytes.length + 3) / 4).putInt(window).putInt(property).putInt(type).put((byte) 8).put(new byte[3]).putInt(bytes.length)
                .put(bytes).put(new byte[-bytes.length & 3]);
    }

    void focus(int window) throws IOException {
        request(42, 1, 3).putInt(window).putInt(0);
    }

    /** Which window has the keyboard on the server. */
    int focused() throws IOException {
        request(43, 0, 1);
        return reply().getInt(8);
    }

    /** Sends a client message to the root window as a window manager gets it. */
    void message(int window, int type, int... data) throws IOException {
        request(25, 0, 11).putInt(root).putInt(1 << 19 | 1 << 20).put((byte) 33).put((byte) 32).putShort((short) 0).putInt(window).putInt(type);
        for (int i = 0; i < 5; i++) out.putInt(i < data.length ? data[i] : 0);
    }

    int atom(String name) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        request(16, 0, 2 + (bytes.length + 3) / 4).putShort((short) bytes.length).putShort((short) 0).put(bytes).put(new byte[-bytes.length & 3]);
        return reply().getInt(8);
    }

    /** Waits until the server has done all that was asked. */
    void sync() throws IOException {
        request(43, 0, 1);
        reply();
    }

    private ByteBuffer request(int opcode, int data, int units) throws IOException {
        if (out.remaining() < 4 * units) flush();
        sequence++;
        return out.put((byte) opcode).put((byte) data).putShort((short) units);
    }

    private ByteBuffer reply() throws IOException {
        flush();
        while (true) {
            var packet = read(32);
            if (packet.get(0) == 1 && packet.getInt(4) > 0) read(4 * packet.getInt(4));
            if (packet.get(0) == 1 && packet.getShort(2) == (short) sequence) return packet;
        }
    }

    private void flush() throws IOException {
        out.flip();
        while (out.hasRemaining()) socket.write(out);
        out.clear();
    }

    private ByteBuffer read(int length) throws IOException {
        var in = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) if (socket.read(in) < 0) throw new IOException("the X server has ended the connection");
        return in.flip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
