package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.wayland.protocol.client.ExtSessionLockManagerV1;
import weft.wayland.protocol.client.ExtSessionLockSurfaceV1;
import weft.wayland.protocol.client.ExtSessionLockV1;
import weft.wayland.protocol.client.WlOutput;

/** ext_session_lock_manager_v1: nothing of the session is seen or reached while it is locked, whatever the locker does. */
class SessionLockTest extends ProtocolTest {
    private final List<String> log = new ArrayList<>();
    private TestClient locker;
    private TestWindow window;

    @BeforeEach
    void openWindow() throws Exception {
        window = client.window(200, 100, RED).map();
        client.listenToKeyboard();
        client.listenToPointer();
        client.takeLog();
        locker = server.connectPrivileged();
    }

    private ExtSessionLockV1 lock(TestClient c) throws Exception {
        var lock = c.bind(ExtSessionLockManagerV1.TYPE).lock();
        lock.setEvents(new ExtSessionLockV1.Events() {
            @Override
            public void locked(ExtSessionLockV1 self) {
                log.add("locked");
            }

            @Override
            public void finished(ExtSessionLockV1 self) {
                log.add("finished");
            }
        });
        server.until(() -> !log.isEmpty());
        return lock;
    }

    private ExtSessionLockSurfaceV1 show(TestClient c, ExtSessionLockV1 lock) throws Exception {
        var surface = c.surface();
        var content = lock.getLockSurface(surface, c.bind(WlOutput.TYPE));
        content.setEvents((self, serial, width, height) -> {
            self.ackConfigure(serial);
            try {
                surface.attach(c.buffer(width, height, BLUE), 0, 0);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            surface.commit();
        });
        server.settle();
        server.settle();
        return content;
    }

    @Test
    void a_locked_session_shows_the_lock_alone_and_its_keys_and_clicks_reach_nobody_else() throws Exception {
        int x = lastX() + 5, y = lastY() + 5;
        var lock = lock(locker);
        assertNotEquals(RED, server.pixel(x, y));
        server.click(x + 80, y + 50);
        server.tap(30);
        assertEquals(List.of("unfocus " + window.surface.id()), client.takeLog());
        show(locker, lock);
        assertEquals(BLUE, server.pixel(x, y));
        assertEquals(BLUE, server.pixel(0, 0));
        var late = server.connect();
        late.window(100, 100, GREEN).map();
        assertEquals(BLUE, server.pixel(x, y));
        lock.unlockAndDestroy();
        server.settle();
        assertNotEquals(BLUE, server.pixel(0, 0));
        assertEquals(RED, server.pixel(x, y));
    }

    @Test
    void a_locker_that_dies_leaves_the_session_locked_until_another_unlocks_it() throws Exception {
        int x = lastX() + 5, y = lastY() + 5;
        show(locker, lock(locker));
        locker.connection.close();
        server.settle();
        assertNotEquals(RED, server.pixel(x, y));
        assertNull(server.host().workspace().desktop().focused());
        log.clear();
        var next = server.connectPrivileged();
        var lock = lock(next);
        assertEquals(List.of("locked"), log);
        lock.unlockAndDestroy();
        server.settle();
        assertEquals(RED, server.pixel(x, y));
    }

    @Test
    void a_second_lock_is_refused_and_a_lock_is_not_simply_dropped() throws Exception {
        var lock = lock(locker);
        log.clear();
        lock(server.connectPrivileged());
        assertEquals(List.of("finished"), log);
        lock.destroy();
        locker.expectError(ExtSessionLockV1.ERROR_INVALID_DESTROY, "ext_session_lock_v1");
        assertTrue(server.host().workspace().desktop().isLocked());
    }
}
