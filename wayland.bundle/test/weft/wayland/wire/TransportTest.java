package weft.wayland.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.os.Fd;
import weft.os.Memfd;
import weft.os.UnixSocket;

class TransportTest {
    private static final WireInterface TYPE = new WireInterface("test", 1, new MessageSpec[0], new MessageSpec[0]);
    private static final Limits LIMITS = new Limits(64, 1 << 16, 100);
    private final ObjectMap senderObjects = new ObjectMap(false, LIMITS);
    private final ObjectMap receiverObjects = new ObjectMap(true, LIMITS);
    private int announced;
    private int openBefore;
    private Transport sender;
    private Transport receiver;

    /** An object that is nothing but its id. */
    private static final class Thing extends WireObject {
        private final int id;
        private boolean destroyed;

        Thing(int id) {
            super(TYPE, 1);
            this.id = id;
        }

        @Override
        public int id() {
            return id;
        }

        @Override
        public boolean isDestroyed() {
            return destroyed;
        }
    }

    @BeforeEach
    void connect() throws Exception {
        openBefore = openDescriptors();
        Fd[] pair = UnixSocket.pair();
        sender = new Transport(pair[0], senderObjects, LIMITS, () -> announced++);
        receiver = new Transport(pair[1], receiverObjects, LIMITS, () -> {});
    }

    @AfterEach
    void no_descriptor_is_left() {
        sender.close();
        receiver.close();
        assertEquals(openBefore, openDescriptors());
    }

    private static int openDescriptors() {
        return new File("/proc/self/fd").list().length;
    }

    private ArgumentReader receive() {
        sender.flush();
        while (!receiver.next()) assertTrue(receiver.receive());
        return receiver.reader();
    }

    @Test
    void random_messages_arrive_as_they_were_sent() {
        var random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            int id = random.nextInt();
            int opcode = random.nextInt(1 << 16);
            var out = sender.writer().begin(id, opcode);
            var checks = new ArrayList<Consumer<ArgumentReader>>();
            for (int i = random.nextInt(8); i > 0; i--) checks.add(argument(random, out));
            out.end();
            var in = receive();
            assertEquals(id, in.objectId());
            assertEquals(opcode, in.opcode());
            checks.forEach(c -> c.accept(in));
            in.end();
        }
    }

    private static Consumer<ArgumentReader> argument(Random random, ArgumentWriter out) {
        switch (random.nextInt(5)) {
            case 0 -> {
                int n = random.nextInt();
                out.int32(n);
                return in -> assertEquals(n, in.int32());
            }
            case 1 -> {
                double n = random.nextInt() / 256.0;
                out.fixed(n);
                return in -> assertEquals(n, in.fixed());
            }
            case 2 -> {
                String s = random.ints(random.nextInt(40), 1, 0xd7ff).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
                out.string(s);
                return in -> assertEquals(s, in.string());
            }
            case 3 -> {
                out.optionalString(null);
                return in -> assertNull(in.optionalString());
            }
            default -> {
                var bytes = new byte[random.nextInt(300)];
                random.nextBytes(bytes);
                out.array(bytes);
                return in -> assertArrayEquals(bytes, in.array());
            }
        }
    }

    @Test
    void an_object_arrives_as_the_receivers_object_of_that_id() {
        var mine = new Thing(1);
        var theirs = new Thing(1);
        assertEquals(1, senderObjects.allocate(mine));
        receiverObjects.put(1, theirs);
        var out = sender.writer().begin(1, 0);
        out.object(mine);
        out.optionalObject(null);
        out.end();
        var in = receive();
        assertSame(theirs, in.object(Thing.class));
        assertNull(in.optionalObject(Thing.class));
        in.end();
    }

    @Test
    void the_longest_message_passes_and_one_byte_more_is_refused_without_harm() {
        // Header, length and terminator leave 4083 characters.
        var out = sender.writer().begin(1, 0);
        out.string("x".repeat(4083));
        out.end();
        assertEquals(4083, receive().string().length());
        assertThrows(IllegalArgumentException.class, () -> sender.writer().begin(1, 0).string("x".repeat(4084)));
        var tooLong = sender.writer().begin(1, 0);
        tooLong.string("x".repeat(4083));
        tooLong.int32(0);
        assertThrows(IllegalArgumentException.class, tooLong::end);
        sender.writer().begin(2, 3).end();
        assertEquals(2, receive().objectId());
    }

    @Test
    void more_descriptors_than_one_message_carries_arrive_in_order() throws Exception {
        var expected = new ArrayList<Integer>();
        for (int i = 1; i <= 90; i++) {
            try (Fd memory = Memfd.create("test", i)) {
                var out = sender.writer().begin(1, 0);
                out.fd(memory);
                out.end();
            }
            expected.add(i);
        }
        var sizes = new ArrayList<Integer>();
        while (sizes.size() < 90) {
            var in = receive();
            try (Fd fd = in.fd()) {
                in.end();
                sizes.add(fd.read(new byte[100], 0, 100));
            }
        }
        assertEquals(expected, sizes);
    }

    @Test
    void descriptors_of_a_message_that_is_not_sent_are_closed() throws Exception {
        try (Fd memory = Memfd.create("test", 1)) {
            int before = openDescriptors();
            var out = sender.writer().begin(1, 0);
            out.fd(memory);
            assertThrows(IllegalArgumentException.class, () -> out.string(null));
            assertEquals(before, openDescriptors());
        }
    }

    @Test
    void descriptors_still_under_way_at_the_end_are_closed() throws Exception {
        try (Fd memory = Memfd.create("test", 1)) {
            for (int i = 0; i < 40; i++) {
                var out = sender.writer().begin(1, 0);
                out.fd(memory);
                out.end();
            }
            var in = receive();
            in.fd();
            in.closeTaken();
            sender.writer().begin(1, 0).fd(memory);
        }
    }

    @Test
    void more_descriptors_than_the_limit_end_the_connection() throws Exception {
        try (Fd memory = Memfd.create("test", 1)) {
            for (int i = 0; i <= 100 && sender.failure() == null; i++) {
                var out = sender.writer().begin(1, 0);
                out.fd(memory);
                out.end();
            }
        }
        assertEquals("too many descriptors wait for the peer", sender.failure());
    }

    @Test
    void output_is_announced_once_and_again_after_it_was_sent() {
        sender.writer().begin(1, 0).end();
        sender.writer().begin(1, 0).end();
        assertEquals(1, announced);
        sender.flush();
        sender.writer().begin(1, 0).end();
        assertEquals(2, announced);
    }

    @Test
    void a_peer_that_reads_late_gets_everything() {
        int sent = 0;
        while (!sender.isBlocked()) {
            var out = sender.writer().begin(++sent, 0);
            out.string("y".repeat(1000));
            out.end();
            sender.flush();
        }
        for (int i = 0; i < 20; i++) {
            var out = sender.writer().begin(++sent, 0);
            out.string("y".repeat(1000));
            out.end();
        }
        assertNull(sender.failure());
        for (int expected = 1; expected <= sent; expected++) {
            var in = receive();
            assertEquals(expected, in.objectId());
            assertEquals(1000, in.string().length());
            in.end();
        }
        assertFalse(sender.isBlocked());
    }

    @Test
    void a_peer_that_never_reads_ends_the_connection_at_the_limit() {
        long bytes = 0;
        while (sender.failure() == null) {
            var out = sender.writer().begin(1, 0);
            out.string("y".repeat(1000));
            out.end();
            bytes += 1012;
            assertTrue(bytes < 4 << 20, "nothing stops the output");
        }
        assertEquals("the peer does not read", sender.failure());
    }

    @Test
    void a_peer_that_is_gone_is_noticed_when_writing() {
        receiver.close();
        sender.writer().begin(1, 0).end();
        sender.flush();
        assertEquals("write: EPIPE", sender.failure());
        sender.writer().begin(1, 0).end();
    }

    @Test
    void numbers_become_the_nearest_fixed_point_number() {
        assertEquals(List.of(0x180, -0x180, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0),
                List.of(Fixed.of(1.5), Fixed.of(-1.5), Fixed.of(0.0039), Fixed.of(1e12), Fixed.of(-1e12), Fixed.of(Double.NaN)));
        assertEquals(-0.00390625, Fixed.toDouble(-1));
    }

    @Test
    void arrays_of_numbers_keep_their_values() {
        assertArrayEquals(new int[] {1, -2, 3}, IntArrays.ints(IntArrays.bytes(1, -2, 3)));
        assertArrayEquals(new int[] {}, IntArrays.ints(new byte[3]));
    }
}
