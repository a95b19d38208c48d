package weft.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.os.Fd;
import weft.os.UnixSocket;

/** Descriptors that travel with a message, whether it goes out at once or has to wait. */
@Timeout(60)
class SendQueueTest {
    private static final byte[] LARGE = new byte[3 << 20], SMALL = {1, 2, 3};
    private final List<Fd> arrived = new ArrayList<>();
    private Poller poller;
    private Fd[] sockets, pipe;
    private SendQueue queue;

    @BeforeEach
    void open() throws Exception {
        poller = new Poller();
        sockets = UnixSocket.pair();
        pipe = Fd.pipe();
        queue = new SendQueue(sockets[0], poller, () -> { });
    }

    @AfterEach
    void close() {
        poller.close();
        for (Fd fd : List.of(sockets[0], sockets[1], pipe[0], pipe[1])) fd.close();
        arrived.forEach(Fd::close);
    }

    private byte[] receive(int length) throws Exception {
        var all = new ByteArrayOutputStream();
        byte[] part = new byte[1 << 16];
        while (all.size() < length) {
            var got = UnixSocket.receive(sockets[1], part, 0, Math.min(part.length, length - all.size()));
            assertTrue(got.bytes() > 0);
            all.write(part, 0, got.bytes());
            arrived.addAll(List.of(got.fds()));
        }
        return all.toByteArray();
    }

    /** How many descriptors of this process lead to the pipe. */
    private long ofThePipe() throws Exception {
        Path own = Path.of("/proc/self/fd"), pipeItself = Files.readSymbolicLink(own.resolve(Integer.toString(pipe[1].number())));
        try (var all = Files.list(own)) {
            return all.filter(p -> {
                try {
                    return Files.readSymbolicLink(p).equals(pipeItself);
                } catch (java.io.IOException e) {
                    return false;
                }
            }).count();
        }
    }

    private void leadsToThePipe(Fd fd) throws Exception {
        pipe[1].write(new byte[] {42}, 0, 1);
        byte[] one = new byte[1];
        assertEquals(1, fd.read(one, 0, 1));
        assertEquals(42, one[0]);
    }

    @Test
    void what_goes_out_at_once_takes_the_callers_descriptor_along_and_leaves_it() throws Exception {
        assertTrue(queue.offer(SMALL, pipe[0]));
        assertEquals(2, ofThePipe(), "none was copied here; the one under way is in the socket");
        assertEquals(SMALL.length, receive(SMALL.length).length);
        assertEquals(1, arrived.size());
        leadsToThePipe(arrived.getFirst());
        leadsToThePipe(pipe[0]);
    }

    @Test
    void what_has_to_wait_keeps_a_descriptor_of_its_own_until_it_has_gone() throws Exception {
        assertTrue(queue.offer(LARGE));
        assertTrue(queue.offer(SMALL, pipe[0]));
        pipe[0].close();
        receive(LARGE.length);
        assertEquals(0, arrived.size(), "it comes with its own message");
        receive(SMALL.length);
        assertEquals(1, arrived.size());
        leadsToThePipe(arrived.getFirst());
        // The queue's copy is closed on the thread that sent it.
        var gone = new java.util.concurrent.CountDownLatch(1);
        poller.post(gone::countDown);
        gone.await();
        assertEquals(2, ofThePipe(), "the writing end, and what arrived");
    }

    @Test
    void what_is_half_gone_takes_its_descriptor_once() throws Exception {
        assertTrue(queue.offer(LARGE, pipe[0]));
        receive(LARGE.length);
        assertEquals(1, arrived.size());
        leadsToThePipe(arrived.getFirst());
    }

    @Test
    void what_is_never_sent_keeps_nothing_open() throws Exception {
        assertTrue(queue.offer(LARGE));
        assertTrue(queue.offer(SMALL, pipe[0]));
        assertEquals(3, ofThePipe());
        queue.close();
        assertEquals(2, ofThePipe());
        leadsToThePipe(pipe[0]);
    }
}
