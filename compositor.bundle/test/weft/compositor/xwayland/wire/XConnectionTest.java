package weft.compositor.xwayland.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.os.Errno;
import weft.os.EventLoop;
import weft.os.Fd;
import weft.os.OsException;
import weft.os.UnixSocket;

/** The X11 wire as a client speaks it, with the server's end in the hands of the test. */
class XConnectionTest implements XConnection.Listener {
    private static final int ROOT = 0x123, VISUAL = 0x21;
    private final List<Packet> events = new ArrayList<>();
    private EventLoop loop;
    private Fd server;
    private XConnection connection;
    private String lost;
    private boolean connected;

    @BeforeEach
    void connect() throws Exception {
        loop = new EventLoop();
        var pair = UnixSocket.pair();
        server = pair[1];
        connection = new XConnection(loop, pair[0], this);
        connection.flush();
        assertArrayEquals(new byte[] {'l', 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0}, read(12));
    }

    @AfterEach
    void close() {
        connection.close();
        server.close();
        loop.close();
    }

    @Test
    void a_setup_in_pieces_is_understood_once_it_is_whole() throws Exception {
        byte[] setup = setup();
        for (byte b : setup) {
            assertEquals(false, connected);
            send(b);
        }
        assertTrue(connected);
        assertEquals(new Setup(0x400000, 0x1fffff, ROOT, VISUAL), connection.setup());
        assertEquals(0x400000, connection.newId());
        assertEquals(0x400001, connection.newId());
        assertEquals(0x600000, connection.setup().client(0x6abcde));
    }

    @Test
    void a_server_that_refuses_is_left() throws Exception {
        send(new byte[] {0, 0, 11, 0, 0, 0, 0, 0});
        assertEquals("the X server refuses the window manager", lost);
    }

    @Test
    void requests_say_their_length_in_units_of_four() throws Exception {
        send(setup());
        connection.request(Opcode.INTERN_ATOM, 0).u16(5).u16(0).text("ABCDE").end();
        connection.flush();
        assertArrayEquals(new byte[] {16, 0, 4, 0, 5, 0, 0, 0, 'A', 'B', 'C', 'D', 'E', 0, 0, 0}, read(16));
        assertThrows(IllegalArgumentException.class, () -> connection.request(Opcode.CHANGE_PROPERTY, 0).data(new byte[1 << 18], 0, 1 << 18).end());
    }

    @Test
    void replies_and_errors_come_to_who_asked_and_other_errors_to_nobody() throws Exception {
        send(setup());
        var answers = new ArrayList<Packet>();
        connection.request(Opcode.MAP_WINDOW, 0).i32(1).end();
        connection.request(Opcode.GET_INPUT_FOCUS, 0).end();
        connection.onReply(answers::add);
        connection.request(Opcode.GET_INPUT_FOCUS, 0).end();
        connection.onReply(answers::add);
        send(packet(Packet.ERROR, 1), packet(Packet.ERROR, 2), packet(Packet.REPLY, 3));
        assertEquals(2, answers.size());
        assertNull(answers.get(0));
        assertEquals(Packet.REPLY, answers.get(1).type());
    }

    @Test
    void an_error_whose_number_comes_round_again_is_not_taken_for_a_later_reply() throws Exception {
        send(setup());
        var answers = new ArrayList<Packet>();
        int sent = 0, syncs = 0;
        for (; sent + syncs < 0x10000; sent++) {
            connection.request(Opcode.MAP_WINDOW, 0).i32(sent).end();
            if (sent % 1000 != 0) continue;
            connection.flush();
            syncs += count(readAll(), Opcode.GET_INPUT_FOCUS);
        }
        connection.flush();
        syncs += count(readAll(), Opcode.GET_INPUT_FOCUS);
        connection.request(Opcode.GET_INPUT_FOCUS, 0).end();
        connection.onReply(answers::add);
        connection.flush();
        readAll();
        // The first request has failed; its number is that of the last, for only 16 bits of it are told.
        send(packet(Packet.ERROR, sent + syncs + 1));
        assertTrue(answers.isEmpty(), "the error is taken for the answer");
    }

    @Test
    void events_are_told_from_those_that_programs_make_up() throws Exception {
        send(setup());
        send(packet(Event.CLIENT_MESSAGE, 0), packet(Event.CLIENT_MESSAGE | 0x80, 0));
        assertEquals(List.of(Event.CLIENT_MESSAGE, Event.CLIENT_MESSAGE), events.stream().map(Packet::type).toList());
        assertEquals(List.of(false, true), events.stream().map(Packet::isSent).toList());
    }

    @Test
    void a_reply_that_nobody_asked_for_ends_the_connection() throws Exception {
        send(setup());
        send(packet(Packet.REPLY, 7));
        assertEquals("the X server sends a reply to nothing", lost);
    }

    @Test
    void a_message_of_gigabytes_ends_the_connection_and_is_not_waited_for() throws Exception {
        send(setup());
        byte[] reply = packet(Packet.REPLY, 1);
        ByteBuffer.wrap(reply).order(ByteOrder.LITTLE_ENDIAN).putInt(4, -1);
        send(reply);
        assertTrue(lost.startsWith("the X server sends a message of"), lost);
    }

    @Test
    void a_server_that_does_not_read_is_left() throws Exception {
        send(setup());
        byte[] much = new byte[1 << 17];
        for (int i = 0; i < 100 && lost == null; i++) {
            connection.request(Opcode.CHANGE_PROPERTY, 0).data(much, 0, much.length).end();
            connection.flush();
        }
        assertEquals("the X server does not read", lost);
    }

    @Test
    void a_server_that_ends_is_told_once() throws Exception {
        send(setup());
        server.close();
        loop.dispatch(10_000);
        assertEquals("the X server has ended", lost);
    }

    @Test
    void numbers_beyond_the_end_of_a_message_are_nothing() {
        var p = new Packet(new byte[Packet.BYTES]);
        assertEquals(0, p.i32(30));
        assertEquals(0, p.i32s(Packet.BYTES, 1 << 30, 100).length);
        assertEquals(0, p.i32s(40, -5, 100).length);
        assertEquals("", p.text(400, 7, StandardCharsets.UTF_8));
        assertEquals(2, p.data(30, 1000).length);
    }

    private static int count(byte[] sent, int opcode) {
        int n = 0;
        var requests = ByteBuffer.wrap(sent).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < sent.length; at += 4 * Short.toUnsignedInt(requests.getShort(at + 2))) if (sent[at] == opcode) n++;
        return n;
    }

    // All of what a flush sends is there at once: the socket holds more than the thousand requests between two.
    private byte[] readAll() throws Exception {
        var all = new ByteArrayOutputStream();
        byte[] some = new byte[1 << 16];
        server.nonBlocking();
        try {
            for (int n; (n = server.read(some, 0, some.length)) > 0; ) all.write(some, 0, n);
        } catch (OsException e) {
            assertEquals(Errno.EAGAIN, e.errno());
        }
        return all.toByteArray();
    }

    private byte[] read(int length) throws Exception {
        byte[] bytes = new byte[length];
        for (int n = 0; n < length; ) n += server.read(bytes, n, length - n);
        return bytes;
    }

    private void send(byte... bytes) throws Exception {
        server.write(bytes, 0, bytes.length);
        loop.dispatch(10_000);
    }

    private void send(byte[]... packets) throws Exception {
        for (byte[] p : packets) send(p);
    }

    private static byte[] packet(int type, int sequence) {
        var b = ByteBuffer.allocate(Packet.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return b.put(0, (byte) type).putShort(2, (short) sequence).array();
    }

    private static byte[] setup() {
        var b = ByteBuffer.allocate(40 + 8 + 40).order(ByteOrder.LITTLE_ENDIAN);
        b.put(0, (byte) 1).putShort(6, (short) ((b.capacity() - 8) / 4)).putInt(12, 0x400000).putInt(16, 0x1fffff).putShort(24, (short) 5).put(28, (byte) 1);
        return b.putInt(48, ROOT).putInt(48 + 32, VISUAL).array();
    }

    @Override
    public void connected(Setup setup) {
        connected = true;
    }

    @Override
    public void event(Packet event) {
        events.add(event);
    }

    @Override
    public void lost(String why) {
        lost = why;
    }
}
