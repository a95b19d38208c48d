package weft.compositor.backend.kms;

import java.util.Map;
import weft.compositor.render.Canvas;
import weft.compositor.scene.Region;
import weft.ffi.Drm;
import weft.os.Errno;
import weft.os.OsException;

/** One display, shown in one mode from two buffers by turns. */
final class KmsOutput implements AutoCloseable {
    private final Card card;
    private final Drm.Connector connector;
    private final Drm.Mode mode;
    private final int crtc, plane;
    private final Map<String, Drm.Property> ofConnector, ofCrtc, ofPlane;
    private final DumbBuffer[] buffers = new DumbBuffer[2];
    private int modeBlob, next;
    private boolean isSet;

    /** @throws OsException if the device cannot show one more display, or has no memory for it */
    KmsOutput(Card card, Drm.Connector connector, Drm.Mode mode) throws OsException {
        this.card = card;
        this.connector = connector;
        this.mode = mode;
        crtc = card.takeCrtc(connector);
        plane = crtc < 0 || !card.isAtomic() ? -1 : card.takePlane(crtc);
        boolean complete = false;
        try {
            if (crtc < 0 || card.isAtomic() && plane < 0) throw new OsException("no part of the device is left to drive it", Errno.EBUSY);
            ofConnector = Drm.properties(card.fd(), connector.id(), Drm.CONNECTOR);
            ofCrtc = Drm.properties(card.fd(), crtc, Drm.CRTC);
            ofPlane = plane < 0 ? Map.of() : Drm.properties(card.fd(), plane, Drm.PLANE);
            for (int i = 0; i < buffers.length; i++) buffers[i] = new DumbBuffer(card.fd(), mode.width(), mode.height());
            if (card.isAtomic()) modeBlob = (int) OsException.check(Drm.createModeBlob(card.fd(), mode), "mode");
            complete = true;
        } finally {
            if (!complete) release();
        }
    }

    Card card() {
        return card;
    }

    int connectorId() {
        return connector.id();
    }

    Drm.Mode mode() {
        return mode;
    }

    /** The mode has to be set again: another session may have changed it. */
    void forget() {
        isSet = false;
        for (var b : buffers) b.changeAll();
    }

    /**
     * Shows a frame, centred; an event with {@code token} follows if the result is 0.
     *
     * @return 0, or {@code -errno}; EACCES if the session is not in the foreground
     */
    int show(Canvas frame, Region damage, long token) {
        int dx = (mode.width() - frame.width()) / 2, dy = (mode.height() - frame.height()) / 2;
        for (int i = 0; i < damage.count(); i++) {
            int x = damage.left(i), y = damage.top(i), w = damage.right(i) - x, h = damage.bottom(i) - y;
            for (var b : buffers) b.change(x + dx, y + dy, w, h);
        }
        var buffer = buffers[next];
        buffer.copy(frame, dx, dy);
        int result = card.isAtomic() ? commit(buffer, token) : flip(buffer, token);
        if (result != 0) return result;
        isSet = true;
        next = 1 - next;
        return 0;
    }

    private int commit(DumbBuffer buffer, long token) {
        long request = Drm.newRequest();
        set(request, plane, ofPlane, "FB_ID", buffer.frameBuffer());
        if (!isSet) setMode(request);
        int result = Drm.commit(card.fd(), request, Drm.PAGE_FLIP_EVENT | (isSet ? Drm.ATOMIC_NONBLOCK : Drm.ATOMIC_ALLOW_MODESET), token);
        // Something else, such as the cursor of a console, is under way: wait for it.
        if (isSet && result == -Errno.EBUSY) result = Drm.commit(card.fd(), request, Drm.PAGE_FLIP_EVENT, token);
        Drm.freeRequest(request);
        return result;
    }

    private void setMode(long request) {
        set(request, connector.id(), ofConnector, "CRTC_ID", crtc);
        set(request, crtc, ofCrtc, "MODE_ID", modeBlob);
        set(request, crtc, ofCrtc, "ACTIVE", 1);
        set(request, plane, ofPlane, "CRTC_ID", crtc);
        set(request, plane, ofPlane, "SRC_X", 0);
        set(request, plane, ofPlane, "SRC_Y", 0);
        // Places in the source have 16 bits of fraction.
        set(request, plane, ofPlane, "SRC_W", (long) mode.width() << 16);
        set(request, plane, ofPlane, "SRC_H", (long) mode.height() << 16);
        set(request, plane, ofPlane, "CRTC_X", 0);
        set(request, plane, ofPlane, "CRTC_Y", 0);
        set(request, plane, ofPlane, "CRTC_W", mode.width());
        set(request, plane, ofPlane, "CRTC_H", mode.height());
    }

    private static void set(long request, int object, Map<String, Drm.Property> properties, String name, long value) {
        var property = properties.get(name);
        if (property != null) Drm.set(request, object, property.id(), value);
    }

    private int flip(DumbBuffer buffer, long token) {
        if (!isSet) {
            int result = Drm.setCrtc(card.fd(), crtc, buffer.frameBuffer(), connector.id(), mode);
            if (result != 0) return result;
        }
        return Drm.pageFlip(card.fd(), crtc, buffer.frameBuffer(), token);
    }

    /** Switches the display off, if it is still ours, and gives everything back. */
    @Override
    public void close() {
        if (isSet && card.isAtomic()) {
            long request = Drm.newRequest();
            set(request, plane, ofPlane, "FB_ID", 0);
            set(request, plane, ofPlane, "CRTC_ID", 0);
            set(request, connector.id(), ofConnector, "CRTC_ID", 0);
            set(request, crtc, ofCrtc, "ACTIVE", 0);
            set(request, crtc, ofCrtc, "MODE_ID", 0);
            Drm.commit(card.fd(), request, Drm.ATOMIC_ALLOW_MODESET, 0);
            Drm.freeRequest(request);
        } else if (isSet) {
            Drm.clearCrtc(card.fd(), crtc);
        }
        release();
    }

    private void release() {
        for (var b : buffers) if (b != null) b.close();
        if (modeBlob > 0) Drm.destroyBlob(card.fd(), modeBlob);
        card.giveBack(crtc, plane);
    }
}
