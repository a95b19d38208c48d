package weft.compositor.backend.kms;

import java.util.IdentityHashMap;
import java.util.Map;
import weft.compositor.render.ScanOut;
import weft.compositor.scene.Dmabuf;
import weft.ffi.Drm;
import weft.ffi.DrmPrime;

/** Frame buffers of a device that are clients' pictures, each made when it is first to be shown and removed with the picture. */
final class ClientFrames implements AutoCloseable {
    private static final int REFUSED = 0;
    private final int fd;
    private final Map<Dmabuf, Integer> frameBuffers = new IdentityHashMap<>();

    ClientFrames(int fd) {
        this.fd = fd;
    }

    /** The frame buffer of a picture; 0 if the device cannot show it. */
    int of(ScanOut scanned) {
        var picture = scanned.picture();
        if (picture.modifier() != Dmabuf.LINEAR || picture.planes().size() != 1) return REFUSED;
        var known = frameBuffers.get(picture);
        if (known != null) return known;
        var plane = picture.planes().getFirst();
        int id = (int) Math.max(REFUSED, DrmPrime.addFrameBuffer(fd, picture.descriptor(), picture.width(), picture.height(), scanned.format().drmCode(), plane.offset(), plane.stride()));
        frameBuffers.put(picture, id);
        picture.onEnd(() -> remove(picture));
        return id;
    }

    /** The device does not show it after all. */
    void refuse(ScanOut scanned) {
        remove(scanned.picture());
        frameBuffers.put(scanned.picture(), REFUSED);
    }

    private void remove(Dmabuf picture) {
        var id = frameBuffers.remove(picture);
        if (id != null && id != REFUSED) Drm.removeFrameBuffer(fd, id);
    }

    @Override
    public void close() {
        for (int id : frameBuffers.values()) if (id != REFUSED) Drm.removeFrameBuffer(fd, id);
        frameBuffers.clear();
    }
}
