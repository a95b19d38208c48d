package weft.compositor.protocol;

import weft.compositor.scene.PixelFormat;
import weft.wayland.protocol.server.ExtImageCopyCaptureFrameV1;
import weft.wayland.protocol.server.ExtImageCopyCaptureSessionV1;
import weft.wayland.protocol.server.WlBuffer;

/**
 * {@code ext_image_copy_capture_session_v1}: tells which buffers fit, and fills one frame at a time; the first at once, each
 * further one after the next frame of its output. Every picture is written whole.
 */
final class CaptureSession implements ExtImageCopyCaptureSessionV1.Requests {
    private final Globals globals;
    private final ExtImageCopyCaptureSessionV1 resource;
    private final CaptureSource source;
    private final boolean withPointer;
    private ExtImageCopyCaptureFrameV1 frame;
    private int width = -1, height = -1;
    private boolean stopped, taken, waiting;
    /** Fills the frame that waits. */
    private Runnable wanted;

    CaptureSession(Globals globals, ExtImageCopyCaptureSessionV1 resource, CaptureSource source, boolean withPointer) {
        this.globals = globals;
        this.resource = resource;
        this.source = source;
        this.withPointer = withPointer;
    }

    /** Tells what has changed. */
    void settle() {
        if (stopped) return;
        if (source.isGone()) {
            stopped = true;
            resource.sendStopped();
            return;
        }
        if (source.place().isEmpty() || source.width() == width && source.height() == height) return;
        width = source.width();
        height = source.height();
        resource.sendBufferSize(width, height);
        resource.sendShmFormat(source.format().code());
        resource.sendDone();
    }

    @Override
    public void createFrame(ExtImageCopyCaptureSessionV1 self, ExtImageCopyCaptureFrameV1 id) {
        if (frame != null) throw self.error(ExtImageCopyCaptureSessionV1.ERROR_DUPLICATE_FRAME, "there is a frame already");
        frame = id;
        id.onDestroy(() -> frame = null);
        id.setRequests(new Frame());
    }

    private void afterNextFrame(Runnable fill) {
        wanted = fill;
        if (waiting) return;
        waiting = true;
        Runnable drawn = () -> {
            waiting = false;
            var now = wanted;
            wanted = null;
            now.run();
        };
        if (source.output() == null) globals.screen().afterNextFrames(drawn);
        else globals.screen().afterNextFrame(source.output(), drawn);
    }

    private final class Frame implements ExtImageCopyCaptureFrameV1.Requests {
        private WlBuffer buffer;
        private boolean captured;

        @Override
        public void attachBuffer(ExtImageCopyCaptureFrameV1 self, WlBuffer newBuffer) {
            requireOpen(self);
            buffer = newBuffer;
        }

        @Override
        public void damageBuffer(ExtImageCopyCaptureFrameV1 self, int x, int y, int w, int h) {
            requireOpen(self);
            if (x < 0 || y < 0 || w <= 0 || h <= 0) throw self.error(ExtImageCopyCaptureFrameV1.ERROR_INVALID_BUFFER_DAMAGE, w + " by " + h + " at " + x + ", " + y);
        }

        @Override
        public void capture(ExtImageCopyCaptureFrameV1 self) {
            requireOpen(self);
            if (buffer == null) throw self.error(ExtImageCopyCaptureFrameV1.ERROR_NO_BUFFER, "no buffer was attached");
            captured = true;
            if (stopped || !taken) fill(self);
            else afterNextFrame(() -> fill(self));
        }

        private void requireOpen(ExtImageCopyCaptureFrameV1 self) {
            if (captured) throw self.error(ExtImageCopyCaptureFrameV1.ERROR_ALREADY_CAPTURED, "it was asked for before");
        }

        private void fill(ExtImageCopyCaptureFrameV1 self) {
            if (self.isDestroyed()) return;
            if (stopped || source.isGone()) {
                self.sendFailed(ExtImageCopyCaptureFrameV1.FAILURE_REASON_STOPPED);
                return;
            }
            int wide = source.width(), high = source.height();
            boolean fits = !buffer.isDestroyed() && Buffer.of(buffer) instanceof ShmBuffer b && accepts(b) && b.width() == wide && b.height() == high;
            if (!fits) {
                self.sendFailed(ExtImageCopyCaptureFrameV1.FAILURE_REASON_BUFFER_CONSTRAINTS);
                return;
            }
            var picture = source.picture(withPointer);
            if (!((ShmBuffer) Buffer.of(buffer)).write(picture, 0, 0)) {
                self.sendFailed(ExtImageCopyCaptureFrameV1.FAILURE_REASON_UNKNOWN);
                return;
            }
            long now = System.nanoTime(), seconds = now / 1_000_000_000;
            self.sendTransform(source.transform().ordinal());
            self.sendDamage(0, 0, wide, high);
            self.sendPresentationTime((int) (seconds >>> 32), (int) seconds, (int) (now % 1_000_000_000));
            self.sendReady();
            taken = true;
        }

        private boolean accepts(ShmBuffer b) {
            return b.is(source.format()) || source.format() == PixelFormat.XRGB8888 && b.is(PixelFormat.ARGB8888);
        }
    }
}
