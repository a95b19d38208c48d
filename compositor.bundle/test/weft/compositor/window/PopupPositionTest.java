package weft.compositor.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static weft.compositor.window.PopupPosition.FLIP_X;
import static weft.compositor.window.PopupPosition.FLIP_Y;
import static weft.compositor.window.PopupPosition.RESIZE_Y;
import static weft.compositor.window.PopupPosition.SLIDE_X;
import static weft.compositor.window.PopupPosition.SLIDE_Y;

import org.junit.jupiter.api.Test;
import weft.compositor.scene.Rect;

class PopupPositionTest {
    private static final int BOTTOM_LEFT = 6, TOP_RIGHT = 7, BOTTOM_RIGHT = 8;
    private static final Rect AREA = new Rect(0, 0, 1000, 800), BUTTON = new Rect(10, 20, 80, 30);

    private static PopupPosition menu(int adjustment) {
        return new PopupPosition(200, 300, BUTTON, BOTTOM_LEFT, BOTTOM_RIGHT, adjustment, 0, 2);
    }

    @Test
    void a_menu_hangs_below_its_button() {
        assertEquals(new Rect(10, 52, 200, 300), menu(0).place(new Rect(100, 100, 400, 300), AREA));
    }

    @Test
    void without_an_anchor_it_is_centred() {
        assertEquals(new Rect(0, 0, 100, 60), new PopupPosition(100, 60, new Rect(0, 0, 100, 60), 0, 0, 0, 0, 0).place(new Rect(0, 0, 400, 300), AREA));
    }

    @Test
    void a_menu_without_room_below_flips_above() {
        assertEquals(new Rect(10, 20 - 300 - 2, 200, 300), menu(FLIP_Y).place(new Rect(100, 600, 400, 200), AREA));
    }

    @Test
    void it_does_not_flip_to_where_there_is_no_room_either() {
        var parent = new Rect(100, 200, 400, 200);
        var low = new Rect(0, 0, 1000, 500);
        assertEquals(52, menu(FLIP_Y).place(parent, low).y());
    }

    @Test
    void a_menu_without_room_to_the_right_slides_left() {
        var r = menu(SLIDE_X).place(new Rect(900, 100, 100, 300), AREA);
        assertEquals(1000 - 200, 900 + r.x());
    }

    @Test
    void a_submenu_without_room_to_the_right_flips_to_the_left() {
        var submenu = new PopupPosition(200, 100, new Rect(0, 40, 150, 20), TOP_RIGHT, BOTTOM_RIGHT, FLIP_X, 0, 0);
        assertEquals(-200, submenu.place(new Rect(800, 100, 150, 300), AREA).x());
    }

    @Test
    void what_is_too_long_to_slide_is_cut() {
        var tall = new PopupPosition(200, 2000, BUTTON, BOTTOM_LEFT, BOTTOM_RIGHT, SLIDE_Y | RESIZE_Y, 0, 0);
        var r = tall.place(new Rect(100, 100, 400, 300), AREA);
        assertEquals(0, 100 + r.y());
        assertEquals(800, r.height());
    }
}
