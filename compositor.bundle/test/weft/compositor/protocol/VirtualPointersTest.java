package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import weft.wayland.protocol.client.WlPointer;
import weft.wayland.protocol.client.ZwlrVirtualPointerManagerV1;
import weft.wayland.protocol.client.ZwlrVirtualPointerV1;

/** zwlr_virtual_pointer_manager_v1: a program moves the pointer. */
class VirtualPointersTest extends ProtocolTest {
    @Test
    void nothing_happens_before_the_frame_and_what_is_held_is_let_go_at_the_end() throws Exception {
        client.window(200, 100, RED).map();
        client.listenToPointer();
        client.takeLog();
        var remote = server.connectPrivileged();
        var virtual = remote.bind(ZwlrVirtualPointerManagerV1.TYPE).createVirtualPointer(null);
        int centreX = lastX() + 100, centreY = lastY() + 50;
        virtual.motionAbsolute(0, centreX, centreY, TestCompositor.WIDTH, TestCompositor.HEIGHT);
        virtual.button(0, TestCompositor.LEFT, WlPointer.BUTTON_STATE_PRESSED);
        server.settle();
        assertEquals(List.of(), client.takeLog());
        virtual.frame();
        server.settle();
        var log = client.takeLog();
        assertEquals("button 272 1", log.getLast());
        virtual.destroy();
        server.settle();
        assertEquals(List.of("button 272 0"), client.takeLog());
    }

    @Test
    void an_axis_that_there_is_none_of_is_an_error() throws Exception {
        var remote = server.connectPrivileged();
        remote.bind(ZwlrVirtualPointerManagerV1.TYPE).createVirtualPointer(null).axis(0, 2, 5);
        remote.expectError(ZwlrVirtualPointerV1.ERROR_INVALID_AXIS, "zwlr_virtual_pointer_v1");
    }
}
