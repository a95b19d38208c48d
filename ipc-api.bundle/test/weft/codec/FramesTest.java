package weft.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.message.Connection;
import weft.api.message.Files;
import weft.os.Fd;
import weft.os.Memfd;
import weft.os.UnixSocket;

class FramesTest {
    private Fd near, far;

    @BeforeEach
    void connect() throws Exception {
        Fd[] pair = UnixSocket.pair();
        near = pair[0];
        far = pair[1];
    }

    @AfterEach
    void close() {
        near.close();
        far.close();
    }

    @Test
    void frames_keep_their_order_and_their_descriptors() throws Exception {
        var out = new Frames(near);
        var in = new Frames(far);
        try (Fd memory = Memfd.create("frame", 16)) {
            out.write(Envelope.request(1, new Connection.Subscribe()));
            out.write(Envelope.request(2, new Connection.Ok()), memory);
            assertEquals(1, in.read().envelope().id());
            var second = in.read();
            assertEquals(2, second.envelope().id());
            assertEquals(1, second.fds().size());
            second.fds().forEach(Fd::close);
        }
    }

    @Test
    void a_frame_larger_than_the_buffer_arrives_whole() throws Exception {
        var message = Envelope.request(5, new Files.FsWrite(1, 0, new byte[1 << 20]));
        var writer = Thread.ofPlatform().start(() -> {
            try {
                new Frames(near).write(message);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertEquals(1 << 20, ((Files.FsWrite) new Frames(far).read().envelope().message()).bytes().length);
        writer.join();
    }

    @Test
    void a_huge_or_negative_length_is_refused_before_memory_is_taken() throws Exception {
        for (byte top : new byte[] {0x7f, (byte) 0xff}) {
            near.write(new byte[] {-1, -1, -1, top}, 0, 4);
            var e = assertThrows(WeftException.class, new Frames(far)::read);
            assertEquals(ErrorCode.TOO_LARGE, e.code());
        }
    }

    @Test
    void a_connection_closed_mid_frame_ends_the_stream() throws Exception {
        near.write(new byte[] {100, 0, 0, 0, 1, 2}, 0, 6);
        near.close();
        assertThrows(EOFException.class, new Frames(far)::read);
    }
}
