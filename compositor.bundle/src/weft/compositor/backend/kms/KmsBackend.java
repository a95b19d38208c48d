package weft.compositor.backend.kms;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import weft.compositor.backend.Backend;
import weft.compositor.backend.BackendOutput;
import weft.compositor.backend.BufferDevice;
import weft.compositor.backend.NoOutputException;
import weft.compositor.input.InputListener;
import weft.compositor.scene.Rect;
import weft.ffi.Udev;
import weft.os.Epoll;
import weft.os.EventLoop;

/**
 * Real screens, each on a CRTC of its own. They may come and go; while another session is in the foreground, nothing is drawn.
 */
public final class KmsBackend implements Backend, SeatSession.Listener {
    private final SeatSession session;
    private final long udev, monitor;
    private final EventLoop.Source hotPlug;
    private final Displays displays;
    private final Devices devices;
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
        displays = new Displays(loop, session, udev, settings, (output, nanoTime) -> listener.vblank(output, nanoTime));
        displays.find();
        if (!displays.hasCards()) throw new NoOutputException("There is no display device on " + session.seat() + ": no card below /dev/dri shows anything.");
        devices = new Devices(loop, session, udev, settings.input());
        hotPlug = monitor == 0 ? null : loop.add(Udev.descriptor(monitor), Epoll.IN, events -> plugged());
    }

    @Override
    public List<? extends BackendOutput> outputs() {
        return List.copyOf(displays.outputs());
    }

    @Override
    public int displayDevice() {
        return displays.device();
    }

    @Override
    public Optional<BufferDevice> bufferDevice() {
        return displays.bufferDevice();
    }

    @Override
    public void arranged(Rect desktop, Rect primary) {
        devices.area(desktop, primary);
    }

    @Override
    public void start(Listener newListener, InputListener input) {
        listener = newListener;
        devices.start(input);
        suspendOrResume();
    }

    private void plugged() {
        boolean changed = false;
        while (Udev.takeChange(monitor)) changed = true;
        if (changed && session.isActive()) findDisplays();
    }

    private void findDisplays() {
        var change = displays.find();
        for (var gone : change.gone()) {
            listener.disconnected(gone);
            gone.close();
        }
        displays.settle();
        change.come().forEach(listener::connected);
    }

    private void suspendOrResume() {
        boolean can = session.isActive();
        if (can == isDrawing) return;
        isDrawing = can;
        displays.outputs().forEach(KmsOutput::forget);
        if (can) listener.resumed();
        else listener.suspended();
    }

    @Override
    public void activated() {
        if (listener == null) return;
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
        session.close();
        if (monitor != 0) Udev.closeMonitor(monitor);
        Udev.close(udev);
    }
}
