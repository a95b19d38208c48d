package weft.shell.engine.window;

import weft.os.EventLoop;
import weft.os.OsException;
import weft.wayland.protocol.client.WlKeyboard;
import weft.wayland.protocol.client.WlPointer;
import weft.wayland.protocol.client.WlSeat;
import weft.wayland.protocol.client.WpCursorShapeManagerV1;

/** The user's pointer and keyboard, as far as they are over our windows. */
final class Seat {
    private final Keyboard keyboard;
    private final Pointer pointer;
    private final Clipboard clipboard;
    private final PrimarySelection primary;

    Seat(EventLoop loop) throws OsException {
        keyboard = new Keyboard(loop);
        pointer = new Pointer(keyboard);
        clipboard = new Clipboard(loop);
        primary = new PrimarySelection(loop);
    }

    /** @param shapes whoever draws pointers by name, or null */
    void connected(WlSeat seat, WpCursorShapeManagerV1 shapes) {
        pointer.shapes(shapes);
        seat.setEvents(new WlSeat.Events() {
            private WlPointer boundPointer;
            private WlKeyboard boundKeyboard;

            @Override
            public void capabilities(WlSeat self, int capabilities) {
                boolean hasPointer = (capabilities & WlSeat.CAPABILITY_POINTER) != 0, hasKeyboard = (capabilities & WlSeat.CAPABILITY_KEYBOARD) != 0;
                if (hasPointer && boundPointer == null) pointer.bind(boundPointer = self.getPointer());
                if (hasKeyboard && boundKeyboard == null) keyboard.bind(boundKeyboard = self.getKeyboard());
                if (!hasPointer && boundPointer != null) {
                    pointer.lost();
                    boundPointer.release();
                    boundPointer = null;
                }
                if (!hasKeyboard && boundKeyboard != null) {
                    keyboard.lost();
                    boundKeyboard.release();
                    boundKeyboard = null;
                }
            }
        });
    }

    Clipboard clipboard() {
        return clipboard;
    }

    PrimarySelection primary() {
        return primary;
    }

    void lost() {
        primary.lost();
        clipboard.lost();
        pointer.shapes(null);
        pointer.lost();
        keyboard.lost();
    }

    void forget(ShellWindow window) {
        pointer.forget(window);
        keyboard.forget(window);
    }

    void cursor(WindowContent content, int type) {
        pointer.cursor(content, type);
    }
}
