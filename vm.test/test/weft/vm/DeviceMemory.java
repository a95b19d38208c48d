package weft.vm;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import weft.ffi.Drm;
import weft.ffi.DrmPrime;
import weft.ffi.Libc;
import weft.os.Fd;
import weft.os.OsException;

/** Pictures in memory that devices share, made inside the guest, each filled with one colour: by a display device, or by vgem, which can be told not to be done yet. */
final class DeviceMemory {
    private static final int READ_WRITE = 3, SHARED = 1, OPEN_READ_WRITE = 0x80002;
    private static final long FENCE_ATTACH = 0xC0106441L, FENCE_SIGNAL = 0x40086442L;
    final Fd shared;
    final int stride;
    private final int device, handle;

    private DeviceMemory(Fd shared, int stride, int device, int handle) {
        this.shared = shared;
        this.stride = stride;
        this.device = device;
        this.handle = handle;
    }

    static int open(String path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return (int) OsException.check(Libc.open(arena.allocateFrom(path).address(), OPEN_READ_WRITE, 0), path);
        }
    }

    /** The device file of vgem, which makes memory and displays nothing. */
    static String vgem() throws IOException {
        for (int i = 0; i < 8; i++) {
            Path device = Path.of("/sys/class/drm/card" + i + "/device");
            if (Files.exists(device) && device.toRealPath().getFileName().toString().startsWith("vgem")) return "/dev/dri/card" + i;
        }
        throw new IOException("there is no vgem");
    }

    /** Memory of a device that stays open. */
    static DeviceMemory dumb(int device, int width, int height, int argb) throws IOException {
        var dumb = Drm.createDumb(device, width, height);
        if (dumb == null) throw new IOException("no memory for " + width + "x" + height);
        long at = OsException.check(Libc.mmap(0, dumb.bytes(), READ_WRITE, SHARED, device, dumb.offset()), "mmap");
        fill(MemorySegment.ofAddress(at).reinterpret(dumb.bytes()), argb);
        Libc.munmap(at, dumb.bytes());
        return new DeviceMemory(Fd.of(DrmPrime.export(device, dumb.handle()), "export"), dumb.pitch(), device, dumb.handle());
    }

    private static void fill(MemorySegment memory, int argb) {
        for (long i = 0; i < memory.byteSize() / 4; i++) memory.setAtIndex(ValueLayout.JAVA_INT, i, argb);
    }

    /** Of vgem: a device is drawing into it from now on, until {@link #drawn}, for ten seconds at most. Returns the drawing's number. */
    int drawing() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            var attach = arena.allocate(16, 8);
            attach.set(ValueLayout.JAVA_INT, 0, handle);
            attach.set(ValueLayout.JAVA_INT, 4, 1 /* VGEM_FENCE_WRITE */);
            OsException.check(Libc.ioctl(device, FENCE_ATTACH, attach.address()), "fence");
            return attach.get(ValueLayout.JAVA_INT, 8);
        }
    }

    void drawn(int drawing) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            var signal = arena.allocate(8, 8);
            signal.set(ValueLayout.JAVA_INT, 0, drawing);
            OsException.check(Libc.ioctl(device, FENCE_SIGNAL, signal.address()), "signal");
        }
    }
}
