package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.wayland.protocol.client.WlCompositor;
import weft.wayland.protocol.client.WlPointer;
import weft.wayland.protocol.client.ZwpConfinedPointerV1;
import weft.wayland.protocol.client.ZwpLockedPointerV1;
import weft.wayland.protocol.client.ZwpPointerConstraintsV1;
import weft.wayland.protocol.client.ZwpRelativePointerManagerV1;

/** Relative motion, locked and confined pointers: as games and drawing programs use them. */
class PointerHoldTest extends ProtocolTest {
    private final List<String> log = new ArrayList<>();
    private TestWindow window;
    private WlPointer pointer;
    private int x, y;

    @BeforeEach
    void pointAtWindow() throws Exception {
        window = client.window(200, 100, RED).map();
        x = lastX();
        y = lastY();
        pointer = client.listenToPointer();
        server.move(x + 50, y + 50);
        client.bind(ZwpRelativePointerManagerV1.TYPE).getRelativePointer(pointer).setEvents((self, hi, lo, dx, dy, rawX, rawY) -> log.add("by " + dx + "," + dy + " raw " + rawX + "," + rawY));
        server.settle();
        client.takeLog();
    }

    private void moveBy(double dx, double dy) throws Exception {
        server.host().globals().seat().pointerMovedBy(dx, dy, dx / 2, dy / 2);
        server.settle();
    }

    private ZwpLockedPointerV1 lock(int lifetime) throws Exception {
        var lock = client.bind(ZwpPointerConstraintsV1.TYPE).lockPointer(window.surface, pointer, null, lifetime);
        lock.setEvents(new ZwpLockedPointerV1.Events() {
            @Override
            public void locked(ZwpLockedPointerV1 self) {
                log.add("locked");
            }

            @Override
            public void unlocked(ZwpLockedPointerV1 self) {
                log.add("unlocked");
            }
        });
        server.settle();
        return lock;
    }

    @Test
    void motion_is_told_relatively_as_well_even_at_the_edge_of_the_output() throws Exception {
        moveBy(4, -2);
        assertEquals(List.of("by 4.0,-2.0 raw 2.0,-1.0"), log);
        assertEquals(List.of("motion 54,48"), client.takeLog());
        server.move(0, 0);
        log.clear();
        moveBy(-10, 0);
        assertEquals(List.of(), log, "a client hears of motion that is not on its surface");
    }

    @Test
    void a_locked_pointer_stays_and_its_motion_is_still_told() throws Exception {
        var lock = lock(ZwpPointerConstraintsV1.LIFETIME_ONESHOT);
        moveBy(400, 400);
        server.move(1, 1);
        assertEquals(List.of("locked", "by 400.0,400.0 raw 200.0,200.0"), log);
        assertEquals(List.of(), client.takeLog());
        lock.setCursorPositionHint(10, 20);
        window.surface.commit();
        lock.destroy();
        server.settle();
        assertEquals(List.of("motion 10,20"), client.takeLog());
    }

    @Test
    void another_window_that_is_turned_to_frees_the_pointer_and_a_lasting_lock_comes_back_after_it() throws Exception {
        lock(ZwpPointerConstraintsV1.LIFETIME_PERSISTENT);
        var other = server.connect();
        var w = other.window(50, 50, BLUE).map();
        server.settle();
        assertEquals(List.of("locked", "unlocked"), log);
        w.toplevel.destroy();
        w.xdg.destroy();
        w.surface.destroy();
        other.roundtrip();
        server.settle();
        assertEquals(List.of("locked", "unlocked", "locked"), log);
    }

    @Test
    void a_confined_pointer_stays_within_its_region() throws Exception {
        var region = client.bind(WlCompositor.TYPE).createRegion();
        region.add(40, 40, 20, 30);
        var confined = client.bind(ZwpPointerConstraintsV1.TYPE).confinePointer(window.surface, pointer, region, ZwpPointerConstraintsV1.LIFETIME_ONESHOT);
        confined.setEvents(new ZwpConfinedPointerV1.Events() {
            @Override
            public void confined(ZwpConfinedPointerV1 self) {
                log.add("confined");
            }

            @Override
            public void unconfined(ZwpConfinedPointerV1 self) {
                log.add("unconfined");
            }
        });
        server.settle();
        assertEquals(List.of("confined"), log);
        server.move(x + 500, y + 45);
        assertEquals(List.of("motion 59,45"), client.takeLog());
        server.move(x - 500, y + 500);
        assertEquals(List.of("motion 40,69"), client.takeLog());
        confined.destroy();
        server.settle();
        server.move(x + 1, y + 1);
        assertEquals(List.of("motion 1,1"), client.takeLog());
    }

    @Test
    void a_second_constraint_on_a_surface_is_an_error() throws Exception {
        lock(ZwpPointerConstraintsV1.LIFETIME_PERSISTENT);
        client.bind(ZwpPointerConstraintsV1.TYPE).confinePointer(window.surface, pointer, null, ZwpPointerConstraintsV1.LIFETIME_ONESHOT);
        client.expectError(ZwpPointerConstraintsV1.ERROR_ALREADY_CONSTRAINED, "zwp_pointer_constraints_v1");
    }
}
