package weft.shell.engine.window;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import weft.os.Fd;
import weft.os.Memfd;
import weft.os.OsException;
import weft.shell.engine.frame.Damage;
import weft.shell.engine.frame.Frame;
import weft.wayland.protocol.client.WlBuffer;
import weft.wayland.protocol.client.WlShm;

/**
 * Two buffers of one size in shared memory, one to show while the other is drawn. Sealed against shrinking, so that the
 * compositor may map it. Memory is taken once; it is given back when both are released after {@link #retire}.
 */
final class BufferPair {
    final int width, height;
    private final Arena arena = Arena.ofShared();
    private final Side[] sides = new Side[2];
    private boolean retired;

    /** One of the two: its pixels, and what of them is out of date. */
    static final class Side {
        final MemorySegment pixels;
        final WlBuffer buffer;
        final Damage stale = new Damage();
        private boolean held;

        private Side(MemorySegment pixels, WlBuffer buffer) {
            this.pixels = pixels;
            this.buffer = buffer;
        }
    }

    /** @param onRelease called when the compositor has given a side back */
    BufferPair(WlShm shm, int width, int height, boolean opaque, Runnable onRelease) throws OsException {
        this.width = width;
        this.height = height;
        long bytes = (long) Frame.PIXEL * width * height;
        if (2 * bytes > Integer.MAX_VALUE) throw new IllegalArgumentException("a window of " + width + "x" + height);
        try (Fd memory = Memfd.create("weft-page", 2 * bytes)) {
            Memfd.seal(memory, Memfd.SEAL_SHRINK | Memfd.SEAL_GROW | Memfd.SEAL_SEAL);
            var mapping = Memfd.map(memory.number(), 2 * bytes, true, arena);
            var pool = shm.createPool(memory, (int) (2 * bytes));
            for (int i = 0; i < 2; i++) {
                var buffer = pool.createBuffer((int) (i * bytes), width, height, Frame.PIXEL * width, opaque ? WlShm.FORMAT_XRGB8888 : WlShm.FORMAT_ARGB8888);
                Side side = sides[i] = new Side(mapping.asSlice(i * bytes, bytes), buffer);
                side.stale.set(0, 0, width, height);
                buffer.setEvents(self -> released(side, onRelease));
            }
            pool.destroy();
        }
    }

    private void released(Side side, Runnable onRelease) {
        side.held = false;
        if (retired) freeIfIdle();
        else onRelease.run();
    }

    /** Something changed: both sides lack it. */
    void damaged(Damage damage) {
        for (Side s : sides) s.stale.add(damage);
    }

    /** A side that the compositor does not hold, or null. */
    Side free() {
        for (Side s : sides) if (!s.held) return s;
        return null;
    }

    /** The side goes to the compositor, until it is released. */
    void hold(Side side) {
        side.held = true;
    }

    /** No more drawing: destroyed as soon as the compositor shows something else. */
    void retire() {
        retired = true;
        freeIfIdle();
    }

    private void freeIfIdle() {
        for (Side s : sides) if (s.held) return;
        for (Side s : sides) s.buffer.destroy();
        arena.close();
    }

    /** The connection is gone, and with it the compositor's hold. */
    void abandon() {
        arena.close();
    }
}
