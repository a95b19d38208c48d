package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.List;
import weft.wayland.protocol.server.ExtImageCaptureSourceV1;
import weft.wayland.protocol.server.ExtImageCopyCaptureCursorSessionV1;
import weft.wayland.protocol.server.ExtImageCopyCaptureManagerV1;
import weft.wayland.protocol.server.ExtImageCopyCaptureSessionV1;
import weft.wayland.protocol.server.WlPointer;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** {@code ext_image_copy_capture_manager_v1}, for privileged clients: pictures of the output, of windows and of the pointer. */
final class ImageCapture implements ExtImageCopyCaptureManagerV1.Requests {
    private final Globals globals;
    private final List<CaptureSession> sessions = new ArrayList<>();
    private final List<CursorSession> cursors = new ArrayList<>();

    ImageCapture(Display display, Globals globals) {
        this.globals = globals;
        display.addGlobal(ExtImageCopyCaptureManagerV1.TYPE, 1, Client::isPrivileged, m -> m.setRequests(this));
    }

    @Override
    public void createSession(ExtImageCopyCaptureManagerV1 self, ExtImageCopyCaptureSessionV1 id, ExtImageCaptureSourceV1 source, int options) {
        if ((options & ~ExtImageCopyCaptureManagerV1.OPTIONS_PAINT_CURSORS) != 0) throw self.error(ExtImageCopyCaptureManagerV1.ERROR_INVALID_OPTION, "options " + Integer.toHexString(options));
        begin(id, source.userData(CaptureSource.class), options != 0);
    }

    @Override
    public void createPointerCursorSession(ExtImageCopyCaptureManagerV1 self, ExtImageCopyCaptureCursorSessionV1 id, ExtImageCaptureSourceV1 source, WlPointer pointer) {
        var session = new CursorSession(id, source.userData(CaptureSource.class));
        id.setRequests(session);
        cursors.add(session);
        id.onDestroy(() -> cursors.remove(session));
        session.settle();
    }

    private void begin(ExtImageCopyCaptureSessionV1 id, CaptureSource source, boolean withPointer) {
        var session = new CaptureSession(globals, id, source, withPointer);
        id.setRequests(session);
        sessions.add(session);
        id.onDestroy(() -> sessions.remove(session));
        session.settle();
    }

    /** To be called before the loop waits: tells of other sizes, of sources that have gone, and where the pointer is. */
    void settle() {
        for (var s : sessions) s.settle();
        for (var c : cursors) c.settle();
    }

    private final class CursorSession implements ExtImageCopyCaptureCursorSessionV1.Requests {
        private final ExtImageCopyCaptureCursorSessionV1 resource;
        private final CaptureSource source;
        private boolean captured, inside;
        private int x, y, hotspotX = -1, hotspotY = -1;

        CursorSession(ExtImageCopyCaptureCursorSessionV1 resource, CaptureSource source) {
            this.resource = resource;
            this.source = source;
        }

        @Override
        public void getCaptureSession(ExtImageCopyCaptureCursorSessionV1 self, ExtImageCopyCaptureSessionV1 id) {
            if (captured) throw self.error(ExtImageCopyCaptureCursorSessionV1.ERROR_DUPLICATE_SESSION, "it has a session already");
            captured = true;
            begin(id, new CaptureSource.Pointer(globals), true);
        }

        void settle() {
            var pointer = globals.seat().pointer();
            var place = source.place();
            boolean now = pointer.isPresent() && place.contains(pointer.x(), pointer.y());
            if (now != inside) {
                inside = now;
                x = y = -1;
                if (now) resource.sendEnter();
                else resource.sendLeave();
            }
            if (!inside) return;
            int newX = (int) pointer.x() - place.x(), newY = (int) pointer.y() - place.y();
            if (newX != x || newY != y) resource.sendPosition(x = newX, y = newY);
            var image = pointer.image();
            if (image.hotspotX() != hotspotX || image.hotspotY() != hotspotY) resource.sendHotspot(hotspotX = image.hotspotX(), hotspotY = image.hotspotY());
        }
    }
}
