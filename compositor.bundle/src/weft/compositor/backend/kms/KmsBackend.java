package weft.compositor.backend.kms;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import weft.compositor.backend.Backend;
import weft.compositor.backend.NoOutputException;
import weft.compositor.input.InputListener;
import weft.compositor.render.Canvas;
import weft.compositor.scene.Region;
import weft.ffi.Udev;
import weft.os.Epoll;
import weft.os.Errno;
import weft.os.EventLoop;

/**
 * Real screens. The first display gives the desktop its size; all others show the same picture, centred. Displays may
 * come and go; while there is none, or another session is in the foreground, nothing is drawn.
 */
public final class KmsBackend implements Backend, SeatSession.Listener {
    private final SeatSession session;
    private final long udev, monitor;
    private final EventLoop.Source hotPlug;
    private final Displays displays;
    private final Devices devices;
    private final FramePace pace;
    /** The displays whose frames are not seen yet, by what the device will say then. */
    private final Map<Long, KmsOutput> underWay = new HashMap<>();
    private int width, height, refresh;
    private long lastToken;
    private boolean isDrawing = true;
    private Listener listener;

    /**
     * Takes the seat and everything on it.
     *
     * @throws NoOutputException if there is no seat, or no display device on it
     */
    public KmsBackend(EventLoop loop, KmsSettings settings) throws IOException {
        session = new SeatSession(loop);
        session.listen(this);
        udev = Udev.open();
        // Before the first look, so that no change falls between.
        monitor = Udev.monitor(udev, Displays.SUBSYSTEM);
        displays = new Displays(loop, session, udev, settings, this::flipped);
        displays.find();
        if (!displays.hasCards()) throw new NoOutputException("There is no display device on " + session.seat() + ": no card below /dev/dri shows anything.");
        pace = new FramePace(loop, this::seen);
        measure();
        devices = new Devices(loop, session, udev, settings.input());
        devices.area(width, height);
        hotPlug = monitor == 0 ? null : loop.add(Udev.descriptor(monitor), Epoll.IN, events -> plugged());
    }

    private void measure() {
        width = displays.width();
        height = displays.height();
        refresh = displays.refresh();
        pace.refresh(refresh);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int refresh() {
        return refresh;
    }

    @Override
    public void start(Listener newListener, InputListener input) {
        listener = newListener;
        devices.start(input);
        suspendOrResume();
    }

    @Override
    public void present(Canvas frame, Region damage) {
        for (var output : displays.outputs()) {
            long token = ++lastToken;
            int result = output.show(frame, damage, token);
            if (result == 0) underWay.put(token, output);
            else failed(output, result);
        }
        if (underWay.isEmpty()) pace.skipped();
    }

    private void failed(KmsOutput output, int result) {
        output.forget();
        // Another session has the device since a moment ago; the seat is about to say so.
        if (result == -Errno.EACCES) return;
        System.getLogger("weft.compositor").log(Level.WARNING, "{0}: a frame was not shown, error {1}", output.card().path(), -result);
    }

    private void flipped(long token, long nanoTime) {
        if (underWay.remove(token) != null && underWay.isEmpty()) pace.shown(nanoTime);
    }

    private void seen(long nanoTime) {
        listener.vblank(nanoTime);
    }

    private void plugged() {
        boolean changed = false;
        while (Udev.takeChange(monitor)) changed = true;
        if (changed && session.isActive()) findDisplays();
    }

    private void findDisplays() {
        boolean waited = !underWay.isEmpty();
        if (!displays.find()) return;
        underWay.values().retainAll(displays.outputs());
        if (waited && underWay.isEmpty()) pace.skipped();
        int oldWidth = width, oldHeight = height;
        measure();
        devices.area(width, height);
        if (width != oldWidth || height != oldHeight) listener.resized(width, height);
        listener.exposed();
        suspendOrResume();
    }

    private void suspendOrResume() {
        boolean can = session.isActive() && !displays.outputs().isEmpty();
        if (can == isDrawing) return;
        isDrawing = can;
        if (can) {
            listener.resumed();
        } else {
            underWay.clear();
            pace.stop();
            listener.suspended();
        }
    }

    @Override
    public void activated() {
        if (listener == null) return;
        displays.outputs().forEach(KmsOutput::forget);
        findDisplays();
        devices.resume();
        suspendOrResume();
    }

    @Override
    public void deactivated() {
        if (listener == null) return;
        devices.suspend();
        suspendOrResume();
    }

    @Override
    public void lost() {
        if (listener != null) listener.closed("the seat is gone, and its devices with it");
    }

    @Override
    public void close() {
        if (hotPlug != null) hotPlug.close();
        devices.close();
        displays.close();
        pace.close();
        session.close();
        if (monitor != 0) Udev.closeMonitor(monitor);
        Udev.close(udev);
    }
}
