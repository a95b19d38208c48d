package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import weft.compositor.render.PointerShape;
import weft.wayland.protocol.client.WpCursorShapeDeviceV1;
import weft.wayland.protocol.client.WpCursorShapeManagerV1;

/** wp_cursor_shape_manager_v1: the pointer's picture by name. */
class CursorShapesTest extends ProtocolTest {
    private WpCursorShapeDeviceV1 device() throws Exception {
        client.window(200, 100, RED).map();
        var device = client.bind(WpCursorShapeManagerV1.TYPE).getPointer(client.listenToPointer());
        server.move(lastX() + 100, lastY() + 50);
        return device;
    }

    /** The picture around the pointer, as a shape at that place would make it. */
    private int[] expected(PointerShape shape) {
        var picture = shape.picture(120);
        int[] pixels = new int[picture.width() * picture.height()];
        for (int i = 0; i < pixels.length; i++) {
            int p = picture.pixels()[i], rest = 255 - (p >>> 24);
            int red = (p >> 16 & 255) + Math.round(255 * rest / 255f);
            pixels[i] = red;
        }
        return pixels;
    }

    private int[] shown(PointerShape shape) {
        int width = shape.picture(120).width(), left = lastX() + 100 - shape.hotspotX(), top = lastY() + 50 - shape.hotspotY();
        int[] pixels = new int[width * shape.picture(120).height()];
        for (int i = 0; i < pixels.length; i++) pixels[i] = server.pixel(left + i % width, top + i / width) >> 16 & 255;
        return pixels;
    }

    @Test
    void every_name_has_a_picture_and_the_text_beam_is_one_of_its_own() throws Exception {
        var device = device();
        for (int shape = WpCursorShapeDeviceV1.SHAPE_DEFAULT; shape <= WpCursorShapeDeviceV1.SHAPE_ZOOM_OUT; shape++) device.setShape(client.lastSerial, shape);
        device.setShape(client.lastSerial, WpCursorShapeDeviceV1.SHAPE_TEXT);
        server.settle();
        assertArrayEquals(expected(PointerShape.TEXT), shown(PointerShape.TEXT));
        device.setShape(client.lastSerial, WpCursorShapeDeviceV1.SHAPE_EW_RESIZE);
        server.settle();
        assertArrayEquals(expected(PointerShape.HORIZONTAL), shown(PointerShape.HORIZONTAL));
        for (var s : PointerShape.values()) assertFalse(Arrays.stream(s.picture(120).pixels()).allMatch(p -> p == 0), s + " is empty");
    }

    @Test
    void a_serial_that_is_not_of_the_last_enter_changes_nothing() throws Exception {
        var device = device();
        device.setShape(client.lastSerial - 1, WpCursorShapeDeviceV1.SHAPE_TEXT);
        server.settle();
        assertArrayEquals(expected(PointerShape.ARROW), shown(PointerShape.ARROW));
    }

    @Test
    void the_picture_stays_on_that_clients_surfaces() throws Exception {
        var device = device();
        device.setShape(client.lastSerial, WpCursorShapeDeviceV1.SHAPE_TEXT);
        server.settle();
        server.move(0, 0);
        server.move(lastX() + 100, lastY() + 50);
        assertArrayEquals(expected(PointerShape.ARROW), shown(PointerShape.ARROW));
    }

    @Test
    void a_shape_that_there_is_none_of_is_an_error() throws Exception {
        device().setShape(client.lastSerial, WpCursorShapeDeviceV1.SHAPE_ZOOM_OUT + 1);
        client.expectError(WpCursorShapeDeviceV1.ERROR_INVALID_SHAPE, "wp_cursor_shape_device_v1");
    }
}
