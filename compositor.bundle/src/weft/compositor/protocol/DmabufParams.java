package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import weft.compositor.scene.Dmabuf;
import weft.compositor.scene.PixelFormat;
import weft.os.Fd;
import weft.os.SharedBuffer;
import weft.wayland.protocol.server.WlBuffer;
import weft.wayland.protocol.server.ZwpLinuxBufferParamsV1;

/**
 * {@code zwp_linux_buffer_params_v1}: gathers what makes up one buffer. What a client can know to be wrong ends it; memory that is not what it is said
 * to be, or cannot be mapped, is {@code failed}.
 */
final class DmabufParams implements ZwpLinuxBufferParamsV1.Requests {
    private static final int MOST_PLANES = 4, FIRST_THAT_KNOWS_FORMATS = 4;
    /** As of shared memory: more than any output has. */
    private static final long MOST_PIXELS = 1 << 26;
    private final LinuxDmabuf owner;
    private final List<Dmabuf.Plane> planes = new ArrayList<>(Collections.nCopies(MOST_PLANES, null));
    private long modifier;
    private boolean used, mixed;

    DmabufParams(LinuxDmabuf owner, ZwpLinuxBufferParamsV1 resource) {
        this.owner = owner;
        resource.onDestroy(this::closeAll);
    }

    @Override
    public void add(ZwpLinuxBufferParamsV1 self, Fd fd, int index, int offset, int stride, int high, int low) {
        try (fd) {
            if (used) throw used(self);
            if (index < 0 || index >= MOST_PLANES) throw self.error(ZwpLinuxBufferParamsV1.ERROR_PLANE_IDX, "plane " + Integer.toUnsignedString(index));
            if (planes.get(index) != null) throw self.error(ZwpLinuxBufferParamsV1.ERROR_PLANE_SET, "plane " + index + " is set");
            long its = (long) high << 32 | Integer.toUnsignedLong(low);
            mixed |= its != modifier && count() > 0;
            modifier = its;
            planes.set(index, new Dmabuf.Plane(new Fd(fd.release()), offset, stride));
        }
    }

    private int count() {
        return (int) planes.stream().filter(Objects::nonNull).count();
    }

    @Override
    public void create(ZwpLinuxBufferParamsV1 self, int width, int height, int format, int flags) {
        var dmabuf = make(self, width, height, format, flags);
        if (dmabuf == null) self.sendFailed();
        else new DmabufBuffer(self.sendCreated(), owner, dmabuf, PixelFormat.ofDrm(format));
    }

    @Override
    public void createImmed(ZwpLinuxBufferParamsV1 self, WlBuffer id, int width, int height, int format, int flags) {
        var dmabuf = make(self, width, height, format, flags);
        // A buffer that failed stays inert: nothing is seen of it.
        if (dmabuf == null) self.sendFailed();
        else new DmabufBuffer(id, owner, dmabuf, PixelFormat.ofDrm(format));
    }

    /** The picture; null if its memory cannot be used. */
    private Dmabuf make(ZwpLinuxBufferParamsV1 self, int width, int height, int code, int flags) {
        if (used) throw used(self);
        used = true;
        try {
            check(self, width, height, code);
            // Pictures upside down or of two fields are not for us.
            boolean usable = flags == 0 && owner.offers(code, modifier) && (long) width * height <= MOST_PIXELS && planes.stream().allMatch(p -> p == null || SharedBuffer.is(p.descriptor().number()));
            if (!usable || !owner.begin(self.client())) return null;
            var own = new ArrayList<Dmabuf.Plane>();
            for (var p : planes) if (p != null) own.add(new Dmabuf.Plane(new Fd(p.descriptor().release()), p.offset(), p.stride()));
            var dmabuf = new Dmabuf(width, height, code, modifier, own);
            if (owner.canShow(dmabuf)) return dmabuf;
            dmabuf.close();
            owner.ended(self.client());
            return null;
        } finally {
            closeAll();
        }
    }

    private void check(ZwpLinuxBufferParamsV1 self, int width, int height, int code) {
        int count = count();
        if (planes.getFirst() == null || planes.subList(0, count).contains(null)) throw self.error(ZwpLinuxBufferParamsV1.ERROR_INCOMPLETE, "a plane is missing");
        // Only layouts that a driver knows have further planes, such as for compression.
        if (count > 1 && (modifier == Dmabuf.LINEAR || modifier == Dmabuf.IMPLICIT)) throw self.error(ZwpLinuxBufferParamsV1.ERROR_INCOMPLETE, "the format has one plane, not " + count);
        var format = PixelFormat.ofDrm(code);
        boolean known = format != null && !mixed && (owner.offers(code, modifier) || self.version() < FIRST_THAT_KNOWS_FORMATS);
        if (!known) throw self.error(ZwpLinuxBufferParamsV1.ERROR_INVALID_FORMAT, "format 0x" + Integer.toHexString(code) + ", modifier 0x" + Long.toHexString(modifier));
        if (width <= 0 || height <= 0) throw self.error(ZwpLinuxBufferParamsV1.ERROR_INVALID_DIMENSIONS, width + " by " + height);
        boolean inside = planes.getFirst().stride() >= (long) format.bytes() * width;
        for (int i = 0; i < count; i++) inside &= isInside(planes.get(i), i == 0 ? height : 1);
        if (!inside) throw self.error(ZwpLinuxBufferParamsV1.ERROR_OUT_OF_BOUNDS, width + " by " + height + " is not in the memory of " + planes.subList(0, count));
    }

    // Both are unsigned on the wire; no buffer is as large as what does not fit.
    private static boolean isInside(Dmabuf.Plane p, int rows) {
        long end = p.offset() + (long) p.stride() * rows, bytes = SharedBuffer.bytes(p.descriptor().number());
        return p.offset() >= 0 && p.stride() > 0 && (bytes == 0 || end <= bytes);
    }

    private static RuntimeException used(ZwpLinuxBufferParamsV1 self) {
        return self.error(ZwpLinuxBufferParamsV1.ERROR_ALREADY_USED, "a buffer was made of it");
    }

    private void closeAll() {
        for (var p : planes) if (p != null) p.descriptor().close();
    }
}
