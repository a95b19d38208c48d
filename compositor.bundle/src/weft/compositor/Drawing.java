package weft.compositor;

import java.lang.System.Logger.Level;
import weft.compositor.render.DeviceLostException;
import weft.compositor.render.RenderDevice;
import weft.compositor.render.SoftwareDevice;

/** What draws at present. When a device is lost, software takes over for good, and clients do not notice. */
final class Drawing implements AutoCloseable {
    private RenderDevice device;

    /** @param device closed by this */
    Drawing(RenderDevice device) {
        this.device = device;
    }

    RenderDevice device() {
        return device;
    }

    /** A device that was drawn with is lost: whoever did draws with {@link #device} from now on. */
    void lost(RenderDevice failed, DeviceLostException why) {
        if (device != failed) return;
        System.getLogger("weft.compositor").log(Level.WARNING, "{0} draws no more, because {1}: software does from now on", failed.description(), why.getMessage());
        device = new SoftwareDevice();
        failed.close();
    }

    @Override
    public void close() {
        device.close();
    }
}
