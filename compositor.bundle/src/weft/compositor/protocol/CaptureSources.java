package weft.compositor.protocol;

import weft.compositor.shell.WindowView;
import weft.wayland.protocol.server.ExtForeignToplevelHandleV1;
import weft.wayland.protocol.server.ExtForeignToplevelImageCaptureSourceManagerV1;
import weft.wayland.protocol.server.ExtImageCaptureSourceV1;
import weft.wayland.protocol.server.ExtOutputImageCaptureSourceManagerV1;
import weft.wayland.protocol.server.WlOutput;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** The two managers of {@code ext_image_capture_source_v1}, for privileged clients: outputs and windows as what pictures are taken of. */
final class CaptureSources implements ExtOutputImageCaptureSourceManagerV1.Requests, ExtForeignToplevelImageCaptureSourceManagerV1.Requests {
    private final Globals globals;

    CaptureSources(Display display, Globals globals) {
        this.globals = globals;
        display.addGlobal(ExtOutputImageCaptureSourceManagerV1.TYPE, 1, Client::isPrivileged, m -> m.setRequests(this));
        display.addGlobal(ExtForeignToplevelImageCaptureSourceManagerV1.TYPE, 1, Client::isPrivileged, m -> m.setRequests(this));
    }

    @Override
    public void createSource(ExtOutputImageCaptureSourceManagerV1 self, ExtImageCaptureSourceV1 id, WlOutput output) {
        become(id, new CaptureSource.Scanned(globals, Output.of(output)));
    }

    @Override
    public void createSource(ExtForeignToplevelImageCaptureSourceManagerV1 self, ExtImageCaptureSourceV1 id, ExtForeignToplevelHandleV1 handle) {
        become(id, new CaptureSource.Toplevel(globals, handle.userData(WindowView.class)));
    }

    private static void become(ExtImageCaptureSourceV1 id, CaptureSource source) {
        id.setUserData(source);
        id.setRequests(new ExtImageCaptureSourceV1.Requests() {});
    }
}
