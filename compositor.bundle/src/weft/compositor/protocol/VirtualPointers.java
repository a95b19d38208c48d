package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import weft.wayland.protocol.server.WlOutput;
import weft.wayland.protocol.server.WlPointer;
import weft.wayland.protocol.server.WlSeat;
import weft.wayland.protocol.server.ZwlrVirtualPointerManagerV1;
import weft.wayland.protocol.server.ZwlrVirtualPointerV1;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** {@code zwlr_virtual_pointer_manager_v1}, for privileged clients: programs that move the pointer, such as remote control. */
final class VirtualPointers implements ZwlrVirtualPointerManagerV1.Requests {
    private final Globals globals;

    VirtualPointers(Display display, Globals globals) {
        this.globals = globals;
        display.addGlobal(ZwlrVirtualPointerManagerV1.TYPE, 2, Client::isPrivileged, m -> m.setRequests(this));
    }

    @Override
    public void createVirtualPointer(ZwlrVirtualPointerManagerV1 self, WlSeat seat, ZwlrVirtualPointerV1 id) {
        createVirtualPointerWithOutput(self, seat, null, id);
    }

    @Override
    public void createVirtualPointerWithOutput(ZwlrVirtualPointerManagerV1 self, WlSeat seat, WlOutput output, ZwlrVirtualPointerV1 id) {
        var pointer = new VirtualPointer(Output.of(output));
        id.setRequests(pointer);
        id.onDestroy(pointer::letGo);
    }

    /** Collects what belongs together until {@code frame}, as the protocol says. */
    private final class VirtualPointer implements ZwlrVirtualPointerV1.Requests {
        private static final int MOST_EVENTS = 256;
        private final List<Runnable> events = new ArrayList<>();
        private final Set<Integer> pressed = new HashSet<>();
        private final double[] axis = new double[2];
        private final int[] clicks = new int[2];
        private int source = WlPointer.AXIS_SOURCE_WHEEL;
        /** What absolute places are on; null: all of the desktop. */
        private final Output output;
        private boolean scrolls, stops;

        VirtualPointer(Output output) {
            this.output = output;
        }

        private void later(Runnable event) {
            if (events.size() < MOST_EVENTS) events.add(event);
        }

        @Override
        public void motion(ZwlrVirtualPointerV1 self, int time, double dx, double dy) {
            later(() -> globals.seat().pointerMovedBy(dx, dy, dx, dy));
        }

        @Override
        public void motionAbsolute(ZwlrVirtualPointerV1 self, int time, int x, int y, int xExtent, int yExtent) {
            long width = Integer.toUnsignedLong(xExtent), height = Integer.toUnsignedLong(yExtent);
            if (width == 0 || height == 0) return;
            double partX = (double) Integer.toUnsignedLong(x) / width, partY = (double) Integer.toUnsignedLong(y) / height;
            later(() -> {
                var area = output == null || output.isRemoved() ? globals.stage().bounds() : output.area();
                globals.seat().pointerMoved(area.x() + partX * area.width(), area.y() + partY * area.height());
            });
        }

        @Override
        public void button(ZwlrVirtualPointerV1 self, int time, int button, int state) {
            boolean down = state == WlPointer.BUTTON_STATE_PRESSED;
            later(() -> {
                if (down ? pressed.add(button) : pressed.remove(button)) globals.seat().pointerButton(button, down);
            });
        }

        @Override
        public void axis(ZwlrVirtualPointerV1 self, int time, int which, double value) {
            axis[checked(self, which)] += value;
            scrolls = true;
        }

        @Override
        public void axisDiscrete(ZwlrVirtualPointerV1 self, int time, int which, double value, int discrete) {
            axis(self, time, which, value);
            clicks[which] += discrete;
        }

        @Override
        public void axisSource(ZwlrVirtualPointerV1 self, int axisSource) {
            if (axisSource < 0 || axisSource > WlPointer.AXIS_SOURCE_WHEEL_TILT) throw self.error(ZwlrVirtualPointerV1.ERROR_INVALID_AXIS_SOURCE, "axis source " + axisSource);
            source = axisSource;
        }

        @Override
        public void axisStop(ZwlrVirtualPointerV1 self, int time, int which) {
            checked(self, which);
            stops = true;
        }

        @Override
        public void frame(ZwlrVirtualPointerV1 self) {
            for (var event : events) event.run();
            events.clear();
            int sideways = WlPointer.AXIS_HORIZONTAL_SCROLL, down = WlPointer.AXIS_VERTICAL_SCROLL;
            if (scrolls) globals.seat().pointerScrolled(new Scrolling(axis[sideways], axis[down], Scrolling.UNITS_PER_CLICK * clicks[sideways], Scrolling.UNITS_PER_CLICK * clicks[down], source, false));
            if (stops) globals.seat().pointerScrollStopped();
            axis[0] = axis[1] = 0;
            clicks[0] = clicks[1] = 0;
            scrolls = stops = false;
            source = WlPointer.AXIS_SOURCE_WHEEL;
        }

        void letGo() {
            for (int b : pressed) globals.seat().pointerButton(b, false);
            pressed.clear();
        }

        private static int checked(ZwlrVirtualPointerV1 self, int which) {
            if (which != WlPointer.AXIS_VERTICAL_SCROLL && which != WlPointer.AXIS_HORIZONTAL_SCROLL) throw self.error(ZwlrVirtualPointerV1.ERROR_INVALID_AXIS, "axis " + which);
            return which;
        }
    }
}
