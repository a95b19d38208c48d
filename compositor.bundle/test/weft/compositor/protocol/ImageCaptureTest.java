package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.os.Fd;
import weft.os.Memfd;
import weft.wayland.protocol.client.ExtForeignToplevelHandleV1;
import weft.wayland.protocol.client.ExtForeignToplevelImageCaptureSourceManagerV1;
import weft.wayland.protocol.client.ExtForeignToplevelListV1;
import weft.wayland.protocol.client.ExtImageCaptureSourceV1;
import weft.wayland.protocol.client.ExtImageCopyCaptureCursorSessionV1;
import weft.wayland.protocol.client.ExtImageCopyCaptureFrameV1;
import weft.wayland.protocol.client.ExtImageCopyCaptureManagerV1;
import weft.wayland.protocol.client.ExtImageCopyCaptureSessionV1;
import weft.wayland.protocol.client.ExtOutputImageCaptureSourceManagerV1;
import weft.wayland.protocol.client.WlBuffer;
import weft.wayland.protocol.client.WlOutput;
import weft.wayland.protocol.client.WlPointer;
import weft.wayland.protocol.client.WlShm;

/** ext_image_copy_capture_manager_v1: pictures of the output, of windows and of the pointer in a client's memory. */
class ImageCaptureTest extends ProtocolTest {
    private final List<String> log = new ArrayList<>();
    private TestClient camera;
    private int width, height, format;
    private Fd memory;

    @BeforeEach
    void connectCamera() throws Exception {
        camera = server.connectPrivileged();
    }

    private ExtImageCaptureSourceV1 output() {
        return camera.bind(ExtOutputImageCaptureSourceManagerV1.TYPE).createSource(camera.bind(WlOutput.TYPE));
    }

    private ExtImageCaptureSourceV1 lastWindow() throws Exception {
        var handles = new ArrayList<ExtForeignToplevelHandleV1>();
        camera.bind(ExtForeignToplevelListV1.TYPE).setEvents(new ExtForeignToplevelListV1.Events() {
            @Override
            public void toplevel(ExtForeignToplevelListV1 self, ExtForeignToplevelHandleV1 handle) {
                handles.add(handle);
            }
        });
        server.settle();
        return camera.bind(ExtForeignToplevelImageCaptureSourceManagerV1.TYPE).createSource(handles.getLast());
    }

    private ExtImageCopyCaptureSessionV1 listen(ExtImageCopyCaptureSessionV1 session) throws IOException {
        session.setEvents(new ExtImageCopyCaptureSessionV1.Events() {
            @Override
            public void bufferSize(ExtImageCopyCaptureSessionV1 self, int w, int h) {
                width = w;
                height = h;
            }

            @Override
            public void shmFormat(ExtImageCopyCaptureSessionV1 self, int f) {
                format = f;
            }

            @Override
            public void done(ExtImageCopyCaptureSessionV1 self) {
                log.add("done");
            }

            @Override
            public void stopped(ExtImageCopyCaptureSessionV1 self) {
                log.add("stopped");
            }
        });
        server.settle();
        return session;
    }

    private ExtImageCopyCaptureSessionV1 session(ExtImageCaptureSourceV1 source, int options) throws IOException {
        return listen(camera.bind(ExtImageCopyCaptureManagerV1.TYPE).createSession(source, options));
    }

    private ExtImageCopyCaptureFrameV1 frame(ExtImageCopyCaptureSessionV1 session) {
        var frame = session.createFrame();
        frame.setEvents(new ExtImageCopyCaptureFrameV1.Events() {
            @Override
            public void ready(ExtImageCopyCaptureFrameV1 self) {
                log.add("ready");
            }

            @Override
            public void failed(ExtImageCopyCaptureFrameV1 self, int reason) {
                log.add("failed " + reason);
            }
        });
        return frame;
    }

    private WlBuffer buffer(int w, int h, int bufferFormat) throws IOException {
        memory = Memfd.create("capture", 4L * w * h);
        return camera.bind(WlShm.TYPE).createPool(memory, 4 * w * h).createBuffer(0, w, h, 4 * w, bufferFormat);
    }

    private void capture(ExtImageCopyCaptureFrameV1 frame) throws IOException {
        frame.attachBuffer(buffer(width, height, format));
        frame.damageBuffer(0, 0, width, height);
        frame.capture();
        server.settle();
    }

    private int captured(int x, int y) throws IOException {
        try (var arena = Arena.ofConfined()) {
            return Memfd.map(memory.number(), 4L * width * height, false, arena).getAtIndex(ValueLayout.JAVA_INT, (long) y * width + x);
        }
    }

    @Test
    void the_output_is_copied_with_or_without_the_pointer() throws Exception {
        client.window(200, 100, RED).map();
        server.move(lastX() + 50, lastY() + 50);
        int under = server.pixel(lastX() + 52, lastY() + 54);
        var without = session(output(), 0);
        assertEquals(List.of(TestCompositor.WIDTH, TestCompositor.HEIGHT, WlShm.FORMAT_XRGB8888), List.of(width, height, format));
        capture(frame(without));
        assertEquals(List.of("done", "ready"), log);
        assertEquals(RED, captured(lastX() + 10, lastY() + 10));
        assertEquals(RED, captured(lastX() + 52, lastY() + 54));
        memory.close();
        capture(frame(session(output(), ExtImageCopyCaptureManagerV1.OPTIONS_PAINT_CURSORS)));
        assertEquals(under, captured(lastX() + 52, lastY() + 54));
        memory.close();
    }

    @Test
    void pictures_with_alpha_are_opaque_where_a_client_without_alpha_left_none() throws Exception {
        client.window(200, 100, RED & 0xffffff).map();
        var whole = session(output(), 0);
        format = WlShm.FORMAT_ARGB8888;
        capture(frame(whole));
        assertEquals("ready", log.getLast());
        for (int y = 0; y < height; y += 7) for (int x = 0; x < width; x += 7) assertEquals(255, captured(x, y) >>> 24, x + "," + y);
        assertEquals(RED, captured(lastX() + 10, lastY() + 10));
        memory.close();
        capture(frame(session(lastWindow(), 0)));
        assertEquals("ready", log.getLast());
        assertEquals(RED, captured(10, 10));
        memory.close();
    }

    @Test
    void a_further_picture_waits_for_something_new() throws Exception {
        var session = session(output(), 0);
        var first = frame(session);
        capture(first);
        first.destroy();
        memory.close();
        capture(frame(session));
        assertEquals(List.of("done", "ready"), log);
        client.window(200, 100, RED).map();
        server.until(() -> log.size() == 3);
        assertEquals(List.of("done", "ready", "ready"), log);
        assertEquals(RED, captured(lastX() + 10, lastY() + 10));
        memory.close();
    }

    @Test
    void a_window_is_copied_whatever_lies_above_it_and_its_end_stops_the_session() throws Exception {
        var window = client.window(120, 90, RED).map();
        var session = session(lastWindow(), 0);
        assertEquals(List.of(120, 90, WlShm.FORMAT_ARGB8888), List.of(width, height, format));
        client.window(400, 300, BLUE).map();
        var first = frame(session);
        capture(first);
        assertEquals(RED, captured(60, 45));
        memory.close();
        first.destroy();
        var next = frame(session);
        window.toplevel.destroy();
        server.settle();
        next.attachBuffer(buffer(120, 90, format));
        next.capture();
        server.settle();
        assertEquals(List.of("done", "ready", "stopped", "failed " + ExtImageCopyCaptureFrameV1.FAILURE_REASON_STOPPED), log);
        memory.close();
    }

    @Test
    void a_window_of_another_size_wants_other_buffers() throws Exception {
        var window = client.window(120, 90, RED).map();
        var session = session(lastWindow(), 0);
        window.width = 150;
        window.draw();
        server.settle();
        assertEquals(List.of("done", "done"), log);
        assertEquals(150, width);
        var frame = frame(session);
        frame.attachBuffer(buffer(120, 90, format));
        frame.capture();
        server.settle();
        assertEquals("failed " + ExtImageCopyCaptureFrameV1.FAILURE_REASON_BUFFER_CONSTRAINTS, log.getLast());
        memory.close();
        frame.destroy();
        capture(frame(session));
        assertEquals("ready", log.getLast());
        memory.close();
    }

    @Test
    void a_buffer_of_another_format_fails_and_a_buffer_that_is_gone_too() throws Exception {
        var session = session(output(), 0);
        var frame = frame(session);
        frame.attachBuffer(buffer(width, height, WlShm.FORMAT_ABGR8888));
        frame.capture();
        server.settle();
        assertEquals("failed " + ExtImageCopyCaptureFrameV1.FAILURE_REASON_BUFFER_CONSTRAINTS, log.getLast());
        memory.close();
        frame.destroy();
        var next = frame(session);
        var buffer = buffer(width, height, format);
        next.attachBuffer(buffer);
        buffer.destroy();
        next.capture();
        server.settle();
        assertEquals(3, log.size());
        memory.close();
    }

    @Test
    void the_pointer_is_followed_and_copied() throws Exception {
        server.move(10, 20);
        var cursor = camera.bind(ExtImageCopyCaptureManagerV1.TYPE).createPointerCursorSession(output(), camera.listenToPointer());
        cursor.setEvents(new ExtImageCopyCaptureCursorSessionV1.Events() {
            @Override
            public void enter(ExtImageCopyCaptureCursorSessionV1 self) {
                log.add("enter");
            }

            @Override
            public void leave(ExtImageCopyCaptureCursorSessionV1 self) {
                log.add("leave");
            }

            @Override
            public void position(ExtImageCopyCaptureCursorSessionV1 self, int x, int y) {
                log.add("at " + x + "," + y);
            }

            @Override
            public void hotspot(ExtImageCopyCaptureCursorSessionV1 self, int x, int y) {
                log.add("points " + x + "," + y);
            }
        });
        server.settle();
        server.move(15, 20);
        assertEquals(List.of("enter", "at 10,20", "points 0,0", "at 15,20"), log);
        capture(frame(listen(cursor.getCaptureSession())));
        assertEquals("ready", log.getLast());
        int ink = 0;
        for (int i = 0; i < width * height; i++) if (captured(i % width, i / width) != 0) ink++;
        assertTrue(ink > 50 && ink < width * height, ink + " pixels");
        memory.close();
        server.host().globals().seat().pointerLeft();
        server.settle();
        assertEquals("leave", log.getLast());
    }

    @Test
    void options_that_there_are_none_of_are_an_error() {
        camera.bind(ExtImageCopyCaptureManagerV1.TYPE).createSession(output(), 2);
        camera.expectError(ExtImageCopyCaptureManagerV1.ERROR_INVALID_OPTION, "ext_image_copy_capture_manager_v1");
    }

    @Test
    void a_second_frame_at_a_time_is_an_error() throws Exception {
        var session = session(output(), 0);
        frame(session);
        frame(session);
        camera.expectError(ExtImageCopyCaptureSessionV1.ERROR_DUPLICATE_FRAME, "ext_image_copy_capture_session_v1");
    }

    @Test
    void a_capture_without_a_buffer_is_an_error() throws Exception {
        frame(session(output(), 0)).capture();
        camera.expectError(ExtImageCopyCaptureFrameV1.ERROR_NO_BUFFER, "ext_image_copy_capture_frame_v1");
    }

    @Test
    void damage_outside_of_any_buffer_is_an_error() throws Exception {
        frame(session(output(), 0)).damageBuffer(-1, 0, 5, 5);
        camera.expectError(ExtImageCopyCaptureFrameV1.ERROR_INVALID_BUFFER_DAMAGE, "ext_image_copy_capture_frame_v1");
    }

    @Test
    void a_frame_that_was_captured_is_not_captured_again() throws Exception {
        var frame = frame(session(output(), 0));
        capture(frame);
        memory.close();
        frame.capture();
        camera.expectError(ExtImageCopyCaptureFrameV1.ERROR_ALREADY_CAPTURED, "ext_image_copy_capture_frame_v1");
    }

    @Test
    void a_second_session_of_a_pointer_is_an_error() throws Exception {
        WlPointer pointer = camera.listenToPointer();
        var cursor = camera.bind(ExtImageCopyCaptureManagerV1.TYPE).createPointerCursorSession(output(), pointer);
        cursor.getCaptureSession();
        cursor.getCaptureSession();
        camera.expectError(ExtImageCopyCaptureCursorSessionV1.ERROR_DUPLICATE_SESSION, "ext_image_copy_capture_cursor_session_v1");
    }
}
