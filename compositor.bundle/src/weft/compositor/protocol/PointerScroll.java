package weft.compositor.protocol;

import java.util.List;
import weft.wayland.protocol.server.WlPointer;
import weft.wayland.server.Client;

/** The scrolling part of {@code wl_pointer}: wheels in 120ths of a click from version 8 on, in whole clicks before. */
final class PointerScroll {
    private static final int FRAMES = 5, UNITS = 8;
    private final Seat seat;
    /** What wheels have turned beyond whole clicks. */
    private int restX, restY;

    PointerScroll(Seat seat) {
        this.seat = seat;
    }

    void send(Scrolling s, List<WlPointer> pointers, Client client) {
        // A wheel that is turned back begins a new click.
        restX = s.wheelX() + (Math.signum(restX) == Math.signum(s.wheelX()) ? restX : 0);
        restY = s.wheelY() + (Math.signum(restY) == Math.signum(s.wheelY()) ? restY : 0);
        int clicksX = restX / Scrolling.UNITS_PER_CLICK, clicksY = restY / Scrolling.UNITS_PER_CLICK;
        restX %= Scrolling.UNITS_PER_CLICK;
        restY %= Scrolling.UNITS_PER_CLICK;
        int time = seat.time();
        for (var p : pointers) {
            if (p.client() != client) continue;
            p.sendAxisSource(s.source());
            send(p, time, WlPointer.AXIS_VERTICAL_SCROLL, s.dy(), clicksY, s.wheelY(), s.natural());
            send(p, time, WlPointer.AXIS_HORIZONTAL_SCROLL, s.dx(), clicksX, s.wheelX(), s.natural());
            if (p.version() >= FRAMES) p.sendFrame();
        }
    }

    private static void send(WlPointer p, int time, int axis, double amount, int clicks, int units, boolean natural) {
        if (amount == 0) return;
        p.sendAxisRelativeDirection(axis, natural ? WlPointer.AXIS_RELATIVE_DIRECTION_INVERTED : WlPointer.AXIS_RELATIVE_DIRECTION_IDENTICAL);
        if (p.version() >= UNITS && units != 0) p.sendAxisValue120(axis, units);
        if (p.version() < UNITS && clicks != 0) p.sendAxisDiscrete(axis, clicks);
        p.sendAxis(time, axis, amount);
    }

    void sendStop(List<WlPointer> pointers, Client client) {
        int time = seat.time();
        for (var p : pointers) {
            if (p.client() != client) continue;
            p.sendAxisSource(WlPointer.AXIS_SOURCE_FINGER);
            p.sendAxisStop(time, WlPointer.AXIS_VERTICAL_SCROLL);
            p.sendAxisStop(time, WlPointer.AXIS_HORIZONTAL_SCROLL);
            if (p.version() >= FRAMES) p.sendFrame();
        }
    }
}
