package weft.compositor.backend.kms;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import weft.compositor.scene.PixelFormat;
import weft.ffi.Drm;
import weft.ffi.Libc;
import weft.os.Epoll;
import weft.os.EventLoop;
import weft.os.OsException;

/** A display device and what of it is in use: its CRTCs, and with the atomic interface its primary planes. */
final class Card implements AutoCloseable {
    private static final int EVENT_BYTES = 1024;
    private final String path;
    private final int fd;
    private final boolean atomic;
    private final List<Integer> crtcs;
    private final List<Drm.Plane> primaries = new ArrayList<>();
    private final Set<Integer> usedCrtcs = new HashSet<>(), usedPlanes = new HashSet<>();
    private final ClientFrames clientFrames;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment events = arena.allocate(EVENT_BYTES, 8);
    private final EventLoop.Source source;

    /**
     * @param fd stays the caller's
     * @param legacy whether to keep to the older interface
     */
    Card(EventLoop loop, String path, int fd, boolean legacy, Drm.FlipListener onFlip) throws OsException {
        this.path = path;
        this.fd = fd;
        atomic = !legacy && Drm.enable(fd, Drm.CAP_UNIVERSAL_PLANES) && Drm.enable(fd, Drm.CAP_ATOMIC);
        crtcs = Drm.crtcs(fd);
        clientFrames = new ClientFrames(fd);
        if (atomic) {
            for (var plane : Drm.planes(fd)) {
                var type = Drm.properties(fd, plane.id(), Drm.PLANE).get("type");
                if (type != null && type.value() == Drm.PLANE_PRIMARY) primaries.add(plane);
            }
        }
        source = loop.add(fd, Epoll.IN, ready -> read(onFlip));
    }

    String path() {
        return path;
    }

    int fd() {
        return fd;
    }

    boolean isAtomic() {
        return atomic;
    }

    ClientFrames clientFrames() {
        return clientFrames;
    }

    boolean canDisplay() {
        return !crtcs.isEmpty();
    }

    /** In which formats each of its displays shows a picture as it is. */
    List<PixelFormat> formats() {
        // The older interface does not tell; this one they all show.
        if (!atomic || primaries.isEmpty()) return List.of(PixelFormat.XRGB8888);
        var all = new ArrayList<>(List.of(PixelFormat.values()));
        for (var plane : primaries) {
            var codes = Drm.formats(fd, plane.id());
            all.removeIf(f -> !codes.contains(f.drmCode()));
        }
        return all;
    }

    /** The connectors that a display with at least one mode is plugged into. */
    List<Drm.Connector> connected() {
        var found = new ArrayList<Drm.Connector>();
        for (int id : Drm.connectors(fd)) {
            var c = Drm.connector(fd, id);
            if (c != null && c.connected() && !c.modes().isEmpty()) found.add(c);
        }
        return found;
    }

    /** Takes a CRTC that can drive a connector; -1 if none is left. */
    int takeCrtc(Drm.Connector connector) {
        for (int i = 0; i < crtcs.size(); i++) {
            if ((connector.crtcs() >> i & 1) != 0 && usedCrtcs.add(crtcs.get(i))) return crtcs.get(i);
        }
        return -1;
    }

    /** Takes a primary plane of a CRTC; -1 if none is left. */
    int takePlane(int crtc) {
        int index = crtcs.indexOf(crtc);
        for (var plane : primaries) if ((plane.crtcs() >> index & 1) != 0 && usedPlanes.add(plane.id())) return plane.id();
        return -1;
    }

    void giveBack(int crtc, int plane) {
        usedCrtcs.remove(crtc);
        usedPlanes.remove(plane);
    }

    private void read(Drm.FlipListener onFlip) {
        long n = Libc.read(fd, events.address(), EVENT_BYTES);
        if (n > 0) Drm.flips(events, n, onFlip);
    }

    @Override
    public void close() {
        source.close();
        clientFrames.close();
        arena.close();
    }
}
