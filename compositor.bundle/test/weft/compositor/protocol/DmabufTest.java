package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import weft.compositor.backend.BufferDevice;
import weft.compositor.scene.PixelFormat;
import weft.os.Fd;
import weft.os.Memfd;
import weft.os.SharedBuffer;
import weft.wayland.protocol.client.WlBuffer;
import weft.wayland.protocol.client.ZwpLinuxBufferParamsV1;
import weft.wayland.protocol.client.ZwpLinuxDmabufFeedbackV1;
import weft.wayland.protocol.client.ZwpLinuxDmabufV1;

/** {@code zwp_linux_dmabuf_v1} as far as it goes without a device that gives such memory: that is shown in the virtual machine. */
class DmabufTest extends ProtocolTest {
    private static final int WIDTH = 16, HEIGHT = 8, STRIDE = 4 * WIDTH, BYTES = STRIDE * HEIGHT, XRGB = 0x34325258;
    private static final long DEVICE = 0xe280, TILED = 0x0100_0000_0000_0001L;

    private void offer() {
        assertTrue(server.host().globals().offerDmabuf(new BufferDevice(Path.of("/dev/dri/renderD128"), DEVICE, List.of(PixelFormat.XRGB8888))));
    }

    private ZwpLinuxBufferParamsV1 params() {
        return client.bind(ZwpLinuxDmabufV1.TYPE).createParams();
    }

    private void add(ZwpLinuxBufferParamsV1 params, int plane, int offset, int stride, long modifier) throws Exception {
        try (Fd memory = TestClient.memory(BYTES, RED)) {
            params.add(memory, plane, offset, stride, (int) (modifier >>> 32), (int) modifier);
        }
    }

    private interface Mistake {
        void make(ZwpLinuxBufferParamsV1 params) throws Exception;
    }

    private void expect(int code, Mistake mistake) throws Exception {
        client = server.connect();
        client.roundtrip();
        mistake.make(params());
        client.expectError(code, "zwp_linux_buffer_params_v1");
    }

    @Test
    void it_is_not_offered_where_no_device_gives_such_memory() throws Exception {
        assumeTrue(BufferDevice.find().isEmpty(), "this machine has such a device");
        client.roundtrip();
        assertTrue(client.connection.registry().find("zwp_linux_dmabuf_v1").isEmpty());
    }

    @Test
    void each_mistake_ends_its_client_with_the_error_that_it_is() throws Exception {
        offer();
        int format = ZwpLinuxBufferParamsV1.ERROR_INVALID_FORMAT, bounds = ZwpLinuxBufferParamsV1.ERROR_OUT_OF_BOUNDS, size = ZwpLinuxBufferParamsV1.ERROR_INVALID_DIMENSIONS;
        expect(ZwpLinuxBufferParamsV1.ERROR_INCOMPLETE, p -> p.create(WIDTH, HEIGHT, XRGB, 0));
        expect(ZwpLinuxBufferParamsV1.ERROR_INCOMPLETE, p -> {
            add(p, 1, 0, STRIDE, 0);
            p.create(WIDTH, HEIGHT, XRGB, 0);
        });
        expect(ZwpLinuxBufferParamsV1.ERROR_INCOMPLETE, p -> {
            add(p, 0, 0, STRIDE, 0);
            add(p, 1, 0, STRIDE, 0);
            p.create(WIDTH, HEIGHT, XRGB, 0);
        });
        expect(ZwpLinuxBufferParamsV1.ERROR_PLANE_IDX, p -> add(p, 4, 0, STRIDE, 0));
        expect(ZwpLinuxBufferParamsV1.ERROR_PLANE_IDX, p -> add(p, -1, 0, STRIDE, 0));
        expect(ZwpLinuxBufferParamsV1.ERROR_PLANE_SET, p -> {
            add(p, 0, 0, STRIDE, 0);
            add(p, 0, 0, STRIDE, 0);
        });
        expect(format, p -> one(p, 0, STRIDE, 0, WIDTH, HEIGHT, 0x12345678));
        // What wl_shm calls it.
        expect(format, p -> one(p, 0, STRIDE, 0, WIDTH, HEIGHT, PixelFormat.XRGB8888.code()));
        expect(format, p -> one(p, 0, STRIDE, TILED, WIDTH, HEIGHT, XRGB));
        expect(format, p -> {
            add(p, 1, 0, STRIDE, 0);
            one(p, 0, STRIDE, TILED, WIDTH, HEIGHT, XRGB);
        });
        expect(size, p -> one(p, 0, STRIDE, 0, 0, HEIGHT, XRGB));
        expect(size, p -> one(p, 0, STRIDE, 0, WIDTH, -1, XRGB));
        expect(bounds, p -> one(p, 0, STRIDE, 0, WIDTH, HEIGHT + 1, XRGB));
        expect(bounds, p -> one(p, 4, STRIDE, 0, WIDTH, HEIGHT, XRGB));
        expect(bounds, p -> one(p, -4, STRIDE, 0, WIDTH, HEIGHT, XRGB));
        expect(bounds, p -> one(p, 0, STRIDE - 1, 0, WIDTH, HEIGHT, XRGB));
        expect(bounds, p -> one(p, 0, 0, 0, WIDTH, HEIGHT, XRGB));
        expect(bounds, p -> one(p, 0, -STRIDE, 0, WIDTH, HEIGHT, XRGB));
        expect(bounds, p -> one(p, 0, STRIDE, 0, Integer.MAX_VALUE, Integer.MAX_VALUE, XRGB));
        expect(bounds, p -> one(p, Integer.MAX_VALUE, Integer.MAX_VALUE, 0, WIDTH, Integer.MAX_VALUE, XRGB));
        expect(ZwpLinuxBufferParamsV1.ERROR_ALREADY_USED, p -> {
            one(p, 0, STRIDE, 0, WIDTH, HEIGHT, XRGB);
            p.create(WIDTH, HEIGHT, XRGB, 0);
        });
        expect(ZwpLinuxBufferParamsV1.ERROR_ALREADY_USED, p -> {
            one(p, 0, STRIDE, 0, WIDTH, HEIGHT, XRGB);
            add(p, 0, 0, STRIDE, 0);
        });
    }

    private void one(ZwpLinuxBufferParamsV1 params, int offset, int stride, long modifier, int width, int height, int format) throws Exception {
        add(params, 0, offset, stride, modifier);
        params.create(width, height, format, 0);
    }

    @Test
    void sealed_memory_that_its_maker_may_call_a_device_s_is_refused_and_the_client_goes_on() throws Exception {
        offer();
        client.roundtrip();
        var heard = new ArrayList<String>();
        for (boolean immediately : new boolean[] {false, true}) {
            var params = params();
            params.setEvents(new Answers(heard));
            try (Fd memory = TestClient.memory(BYTES, RED)) {
                Memfd.seal(memory, Memfd.SEAL_SHRINK | Memfd.SEAL_GROW);
                assertFalse(SharedBuffer.is(memory.number()));
                params.add(memory, 0, 0, STRIDE, 0, 0);
            }
            if (!immediately) {
                params.create(WIDTH, HEIGHT, XRGB, 0);
            } else {
                var window = client.window(WIDTH, HEIGHT, BLUE).map();
                window.surface.attach(params.createImmed(WIDTH, HEIGHT, XRGB, 0), 0, 0);
                window.surface.commit();
            }
            server.settle();
            params.destroy();
        }
        assertEquals(List.of("failed", "failed"), heard);
        client.roundtrip();
        // What was no buffer shows nothing.
        assertFalse(server.lastWindow().isMapped());
    }

    private record Answers(List<String> heard) implements ZwpLinuxBufferParamsV1.Events {
        @Override
        public void created(ZwpLinuxBufferParamsV1 self, WlBuffer buffer) {
            heard.add("created");
        }

        @Override
        public void failed(ZwpLinuxBufferParamsV1 self) {
            heard.add("failed");
        }
    }

    @Test
    void feedback_tells_the_device_and_in_a_table_that_nobody_can_change_the_formats_and_for_a_surface_first_those_that_are_scanned_out() throws Exception {
        offer();
        client.roundtrip();
        var dmabuf = client.bind(ZwpLinuxDmabufV1.TYPE);
        var whole = new Feedback();
        dmabuf.getDefaultFeedback().setEvents(whole);
        var ofSurface = new Feedback();
        dmabuf.getSurfaceFeedback(client.surface()).setEvents(ofSurface);
        server.settle();
        var all = List.of(PixelFormat.values()).stream().map(PixelFormat::drmCode).toList();
        assertEquals(List.of("main " + DEVICE, "to " + DEVICE, "flags 0", "formats " + all, "tranche", "done"), whole.heard);
        assertEquals(List.of("main " + DEVICE, "to " + DEVICE, "flags 1", "formats " + List.of(XRGB), "tranche", "to " + DEVICE, "flags 0", "formats " + all, "tranche", "done"), ofSurface.heard);
    }

    private static final class Feedback implements ZwpLinuxDmabufFeedbackV1.Events {
        final List<String> heard = new ArrayList<>();
        private final List<Integer> formats = new ArrayList<>();

        private static long number(byte[] device) {
            return ByteBuffer.wrap(device).order(ByteOrder.nativeOrder()).getLong();
        }

        @Override
        public void formatTable(ZwpLinuxDmabufFeedbackV1 self, Fd fd, int bytes) {
            try (fd) {
                int all = Memfd.SEAL_SHRINK | Memfd.SEAL_GROW | Memfd.SEAL_WRITE | Memfd.SEAL_SEAL;
                assertEquals(all, Memfd.seals(fd.number()) & all);
                var table = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
                assertEquals(bytes, fd.readAt(0, table.array(), 0, bytes));
                for (int i = 0; i < bytes; i += 16) {
                    formats.add(table.getInt(i));
                    assertEquals(0, table.getLong(i + 8), "the layout is not linear");
                }
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public void mainDevice(ZwpLinuxDmabufFeedbackV1 self, byte[] device) {
            heard.add("main " + number(device));
        }

        @Override
        public void trancheTargetDevice(ZwpLinuxDmabufFeedbackV1 self, byte[] device) {
            heard.add("to " + number(device));
        }

        @Override
        public void trancheFlags(ZwpLinuxDmabufFeedbackV1 self, int flags) {
            heard.add("flags " + flags);
        }

        @Override
        public void trancheFormats(ZwpLinuxDmabufFeedbackV1 self, byte[] indices) {
            var named = new ArrayList<Integer>();
            var numbers = ByteBuffer.wrap(indices).order(ByteOrder.nativeOrder());
            while (numbers.hasRemaining()) named.add(formats.get(numbers.getShort()));
            heard.add("formats " + named);
        }

        @Override
        public void trancheDone(ZwpLinuxDmabufFeedbackV1 self) {
            heard.add("tranche");
        }

        @Override
        public void done(ZwpLinuxDmabufFeedbackV1 self) {
            heard.add("done");
        }
    }

    @Test
    void a_client_of_the_third_version_hears_the_formats_with_their_layout_and_an_older_one_without() throws Exception {
        offer();
        assertEquals(PixelFormat.values().length, formats(3, "linear"));
        assertEquals(PixelFormat.values().length, formats(2, "format"));
    }

    private int formats(int version, String way) throws Exception {
        var other = server.connect();
        other.roundtrip();
        var heard = new ArrayList<String>();
        Consumer<String> hear = heard::add;
        other.connection.registry().bind(ZwpLinuxDmabufV1.TYPE, version).setEvents(new ZwpLinuxDmabufV1.Events() {
            @Override
            public void format(ZwpLinuxDmabufV1 self, int format) {
                hear.accept("format");
            }

            @Override
            public void modifier(ZwpLinuxDmabufV1 self, int format, int high, int low) {
                hear.accept((high | low) == 0 ? "linear" : "other");
            }
        });
        other.roundtrip();
        assertTrue(heard.stream().allMatch(way::equals), heard.toString());
        return heard.size();
    }
}
