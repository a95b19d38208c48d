package weft.compositor.backend.kms;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import weft.compositor.backend.BackendOutput;
import weft.compositor.output.Edid;
import weft.compositor.output.OutputIdentity;
import weft.compositor.output.OutputMode;
import weft.compositor.render.Canvas;
import weft.compositor.render.Frame;
import weft.compositor.render.ScanOut;
import weft.compositor.scene.Dmabuf;
import weft.compositor.scene.Region;
import weft.ffi.Drm;
import weft.os.Errno;
import weft.os.EventLoop;
import weft.os.OsException;

/** One display on a CRTC of its own, shown in one mode from two buffers by turns, at its own pace. */
final class KmsOutput implements BackendOutput, AutoCloseable {
    private final Card card;
    private final Drm.Connector connector;
    private final OutputIdentity identity;
    private final int crtc, plane;
    private final Map<String, Drm.Property> ofConnector, ofCrtc, ofPlane;
    private final FramePace pace;
    private final Flips flips;
    private Drm.Mode mode;
    private OutputBuffers buffers;
    private final PointerPlane pointer;
    private int modeBlob;
    /** Clients' pictures: the one that was given to the display last, and the one before, until the display has left it; or null. */
    private Dmabuf shownPicture, leftPicture;
    private boolean isSet;

    /** Gives out the tokens by which the device tells of frames. */
    interface Flips {
        long token(KmsOutput output);

        /** The output waits for none any more. */
        void forget(KmsOutput output);
    }

    /**
     * @param name unique among all outputs
     * @throws OsException if the device cannot show one more display, or has no memory for it
     */
    KmsOutput(EventLoop loop, Card card, Drm.Connector connector, String name, Drm.Mode mode, Flips flips, java.util.function.ObjLongConsumer<KmsOutput> onSeen) throws OsException {
        this.card = card;
        this.connector = connector;
        this.mode = mode;
        this.flips = flips;
        crtc = card.takeCrtc(connector);
        plane = crtc < 0 || !card.isAtomic() ? -1 : card.takePlane(crtc);
        boolean complete = false;
        try {
            if (crtc < 0 || card.isAtomic() && plane < 0) throw new OsException("no part of the device is left to drive it", Errno.EBUSY);
            ofConnector = Drm.properties(card.fd(), connector.id(), Drm.CONNECTOR);
            ofCrtc = Drm.properties(card.fd(), crtc, Drm.CRTC);
            ofPlane = plane < 0 ? Map.of() : Drm.properties(card.fd(), plane, Drm.PLANE);
            identity = identity(name);
            take(mode);
            complete = true;
        } finally {
            if (!complete) card.giveBack(crtc, plane);
        }
        pointer = new PointerPlane(card.fd(), crtc);
        pace = new FramePace(loop, nanoTime -> onSeen.accept(this, nanoTime));
        pace.refresh(mode.refresh());
    }

    private OutputIdentity identity(String name) {
        var property = ofConnector.get("EDID");
        var edid = Edid.parse(property == null || property.value() == 0 ? new byte[0] : Drm.blob(card.fd(), (int) property.value()));
        return new OutputIdentity(name, edid.make(), edid.model(), edid.serial());
    }

    /** Makes what it takes to show a mode, and gives back what the one before took. */
    private void take(Drm.Mode newMode) throws OsException {
        var made = new OutputBuffers(card.fd(), newMode.width(), newMode.height());
        int blob = 0;
        boolean complete = false;
        try {
            if (card.isAtomic()) blob = (int) OsException.check(Drm.createModeBlob(card.fd(), newMode), "mode");
            complete = true;
        } finally {
            if (!complete) made.close();
        }
        release();
        buffers = made;
        modeBlob = blob;
        mode = newMode;
        isSet = false;
    }

    Card card() {
        return card;
    }

    int connectorId() {
        return connector.id();
    }

    @Override
    public OutputIdentity identity() {
        return identity;
    }

    @Override
    public OutputMode mode() {
        return of(mode);
    }

    private static OutputMode of(Drm.Mode m) {
        return new OutputMode(m.width(), m.height(), m.refresh());
    }

    @Override
    public List<OutputMode> modes() {
        var all = new ArrayList<OutputMode>();
        for (var m : connector.modes()) {
            if (m.preferred() && !all.contains(of(m))) all.addFirst(of(m));
            else if (!all.contains(of(m))) all.add(of(m));
        }
        return all;
    }

    @Override
    public boolean setMode(OutputMode asked) {
        for (var m : connector.modes()) {
            if (!of(m).fits(asked)) continue;
            try {
                take(m);
                pace.refresh(m.refresh());
                return true;
            } catch (OsException e) {
                log().log(Level.WARNING, "{0} stays in its mode: {1}", identity.name(), e.getMessage());
                return false;
            }
        }
        return false;
    }

    @Override
    public int millimetresWide() {
        return connector.millimetresWide();
    }

    @Override
    public int millimetresHigh() {
        return connector.millimetresHigh();
    }

    /** The mode has to be set again: another session may have changed it. What is under way is nothing any more. */
    void forget() {
        isSet = false;
        flips.forget(this);
        pace.stop();
        buffers.changeAll();
    }

    @Override
    public void present(Frame frame, Region damage) {
        int result = show(buffers.draw(frame, damage));
        if (result != 0 && result != -Errno.EACCES && buffers.refused()) {
            flips.forget(this);
            result = show(buffers.draw(frame, damage));
        }
        if (result == 0) return;
        forget();
        pace.skipped();
        // Another session has the device since a moment ago; the seat is about to say so.
        if (result != -Errno.EACCES) log().log(Level.WARNING, "{0}: a frame was not shown, error {1}", identity.name(), -result);
    }

    @Override
    public boolean scanOut(ScanOut scanned) {
        // Nothing but a frame of ours sets a mode.
        if (!isSet) return false;
        int frameBuffer = card.clientFrames().of(scanned);
        if (frameBuffer == 0) return false;
        int result = card.isAtomic() ? commit(frameBuffer, Drm.ATOMIC_TEST_ONLY, 0) : 0;
        if (result == 0) result = card.isAtomic() ? commit(frameBuffer, 0, flips.token(this)) : Drm.pageFlip(card.fd(), crtc, frameBuffer, flips.token(this));
        if (result != 0) {
            flips.forget(this);
            // Of what is busy another try may do.
            if (result != -Errno.EBUSY && result != -Errno.EACCES) card.clientFrames().refuse(scanned);
            return false;
        }
        show(scanned.picture());
        return true;
    }

    @Override
    public boolean showPointer(Canvas picture, int x, int y, int hotspotX, int hotspotY) {
        return pointer.show(picture, x, y, hotspotX, hotspotY);
    }

    @Override
    public void hidePointer() {
        pointer.hide();
    }

    /** Notes which client's picture, or null, the display has got now; the one before is held until that is seen. */
    private void show(Dmabuf picture) {
        leave();
        leftPicture = shownPicture;
        shownPicture = picture;
        if (picture != null) picture.hold();
    }

    private void leave() {
        if (leftPicture != null) leftPicture.letGo();
        leftPicture = null;
    }

    /** The device says that the frame is on the screen since that time. */
    void shown(long nanoTime) {
        leave();
        buffers.shown();
        pace.shown(nanoTime);
    }

    @Override
    public void power(boolean on) {
        flips.forget(this);
        pace.stop();
        if (!on) {
            switchOff();
            isSet = false;
            show((Dmabuf) null);
            leave();
        }
        buffers.changeAll();
    }

    /** Shows a frame buffer of ours; an event follows if the result is 0, else it is {@code -errno}: EACCES if the session is not in the foreground. */
    private int show(int frameBuffer) {
        long token = flips.token(this);
        int result = card.isAtomic() ? commit(frameBuffer, 0, token) : flip(frameBuffer, token);
        if (result != 0) return result;
        show((Dmabuf) null);
        if (!isSet) pointer.again();
        isSet = true;
        buffers.accepted();
        return 0;
    }

    /** @param test {@link Drm#ATOMIC_TEST_ONLY}, or 0 */
    private int commit(int frameBuffer, int test, long token) {
        long request = Drm.newRequest();
        set(request, plane, ofPlane, "FB_ID", frameBuffer);
        if (!isSet) setMode(request);
        int way = isSet ? Drm.ATOMIC_NONBLOCK : Drm.ATOMIC_ALLOW_MODESET;
        int result = Drm.commit(card.fd(), request, test != 0 ? test : Drm.PAGE_FLIP_EVENT | way, token);
        // Something else, such as the cursor of a console, is under way: wait for it.
        if (isSet && test == 0 && result == -Errno.EBUSY) result = Drm.commit(card.fd(), request, Drm.PAGE_FLIP_EVENT, token);
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

    private int flip(int frameBuffer, long token) {
        if (!isSet) {
            int result = Drm.setCrtc(card.fd(), crtc, frameBuffer, connector.id(), mode);
            if (result != 0) return result;
        }
        return Drm.pageFlip(card.fd(), crtc, frameBuffer, token);
    }

    private void switchOff() {
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
    }

    /** Switches the display off, if it is still ours, and gives everything back. */
    @Override
    public void close() {
        flips.forget(this);
        pace.close();
        pointer.close();
        switchOff();
        release();
        card.giveBack(crtc, plane);
    }

    private void release() {
        show((Dmabuf) null);
        leave();
        if (buffers != null) buffers.close();
        if (modeBlob > 0) Drm.destroyBlob(card.fd(), modeBlob);
        modeBlob = 0;
    }

    private static System.Logger log() {
        return System.getLogger("weft.compositor");
    }
}
