package weft.compositor.protocol;

import java.util.HashMap;
import java.util.Map;
import weft.compositor.scene.PixelFormat;
import weft.os.Fd;
import weft.os.OsException;
import weft.wayland.protocol.server.WlBuffer;
import weft.wayland.protocol.server.WlShm;
import weft.wayland.protocol.server.WlShmPool;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** {@code wl_shm}: buffers in memory that clients share. Bounded in number of pools and in the size of a buffer. */
final class Shm implements WlShm.Requests {
    private static final int MOST_POOLS = 1024;
    /** 64 million pixels: more than any output has. */
    private static final long MOST_PIXELS = 1 << 26;
    private final Map<Client, Integer> pools = new HashMap<>();

    Shm(Display display) {
        display.addGlobal(WlShm.TYPE, 1, shm -> {
            shm.setRequests(this);
            for (var f : PixelFormat.values()) shm.sendFormat(f.code());
        });
    }

    @Override
    public void createPool(WlShm self, WlShmPool id, Fd fd, int size) {
        try {
            if (size <= 0) throw self.error(WlShm.ERROR_INVALID_STRIDE, "a pool of " + size + " bytes");
            var client = self.client();
            if (pools.getOrDefault(client, 0) >= MOST_POOLS) throw self.error(WlShm.ERROR_INVALID_FD, "more than " + MOST_POOLS + " pools");
            var pool = new ShmPool(fd.isOpen() ? new Fd(fd.release()) : fd, size, () -> count(client, -1));
            count(client, 1);
            id.setRequests(new Pool(pool));
            id.onDestroy(pool::letGo);
        } catch (OsException e) {
            throw self.error(WlShm.ERROR_INVALID_FD, e.getMessage());
        } finally {
            fd.close();
        }
    }

    private void count(Client client, int change) {
        pools.merge(client, change, (a, b) -> a + b == 0 ? null : a + b);
    }

    private record Pool(ShmPool pool) implements WlShmPool.Requests {
        @Override
        public void createBuffer(WlShmPool self, WlBuffer id, int offset, int width, int height, int stride, int code) {
            var format = PixelFormat.of(code);
            if (format == null) throw self.error(WlShm.ERROR_INVALID_FORMAT, "format 0x" + Integer.toHexString(code));
            boolean inPool = offset >= 0 && width > 0 && height > 0 && stride >= (long) format.bytes() * width && offset + (long) stride * height <= pool.size();
            if (!inPool || (long) width * height > MOST_PIXELS) {
                throw self.error(WlShm.ERROR_INVALID_STRIDE, "a buffer of " + width + " by " + height + ", stride " + stride + " at " + offset + " in a pool of " + pool.size());
            }
            new ShmBuffer(id, pool, offset, width, height, stride, format);
        }

        @Override
        public void resize(WlShmPool self, int size) {
            if (size < pool.size()) throw self.error(WlShm.ERROR_INVALID_FD, "a pool cannot shrink");
            try {
                pool.grow(size);
            } catch (OsException e) {
                throw self.error(WlShm.ERROR_INVALID_FD, e.getMessage());
            }
        }
    }
}
