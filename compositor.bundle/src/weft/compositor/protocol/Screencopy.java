package weft.compositor.protocol;

import weft.compositor.scene.PixelFormat;
import weft.compositor.scene.Rect;
import weft.wayland.protocol.server.WlBuffer;
import weft.wayland.protocol.server.WlOutput;
import weft.wayland.protocol.server.ZwlrScreencopyFrameV1;
import weft.wayland.protocol.server.ZwlrScreencopyManagerV1;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** {@code zwlr_screencopy_manager_v1}, for privileged clients: pictures of the output, with or without the pointer. */
final class Screencopy implements ZwlrScreencopyManagerV1.Requests {
    private final Globals globals;

    Screencopy(Display display, Globals globals) {
        this.globals = globals;
        display.addGlobal(ZwlrScreencopyManagerV1.TYPE, 3, Client::isPrivileged, m -> m.setRequests(this));
    }

    @Override
    public void captureOutput(ZwlrScreencopyManagerV1 self, ZwlrScreencopyFrameV1 frame, int overlayCursor, WlOutput output) {
        captureOutputRegion(self, frame, overlayCursor, output, 0, 0, globals.stage().width(), globals.stage().height());
    }

    @Override
    public void captureOutputRegion(ZwlrScreencopyManagerV1 self, ZwlrScreencopyFrameV1 frame, int overlayCursor, WlOutput output, int x, int y, int width, int height) {
        var part = new Rect(x, y, width, height).intersection(new Rect(0, 0, globals.stage().width(), globals.stage().height()));
        frame.setRequests(new Copy(part, overlayCursor != 0));
        if (part.isEmpty()) {
            frame.sendFailed();
            return;
        }
        frame.sendBuffer(PixelFormat.XRGB8888.code(), part.width(), part.height(), 4 * part.width());
        frame.sendBufferDone();
    }

    private final class Copy implements ZwlrScreencopyFrameV1.Requests {
        private final Rect part;
        private final boolean withPointer;
        private boolean used;

        Copy(Rect part, boolean withPointer) {
            this.part = part;
            this.withPointer = withPointer;
        }

        @Override
        public void copy(ZwlrScreencopyFrameV1 self, WlBuffer buffer) {
            var target = use(self, buffer);
            if (target != null) fill(self, target);
        }

        @Override
        public void copyWithDamage(ZwlrScreencopyFrameV1 self, WlBuffer buffer) {
            var target = use(self, buffer);
            if (target == null) return;
            globals.screen().afterNextFrame(() -> {
                if (self.isDestroyed()) return;
                self.sendDamage(0, 0, part.width(), part.height());
                fill(self, target);
            });
        }

        private ShmBuffer use(ZwlrScreencopyFrameV1 self, WlBuffer buffer) {
            if (used) throw self.error(ZwlrScreencopyFrameV1.ERROR_ALREADY_USED, "the frame was copied before");
            used = true;
            boolean fits = !part.isEmpty() && Buffer.of(buffer) instanceof ShmBuffer b && b.width() == part.width() && b.height() == part.height() && b.is(PixelFormat.XRGB8888, 4 * part.width());
            if (!fits) throw self.error(ZwlrScreencopyFrameV1.ERROR_INVALID_BUFFER, buffer + " is not as was told");
            return (ShmBuffer) Buffer.of(buffer);
        }

        private void fill(ZwlrScreencopyFrameV1 self, ShmBuffer target) {
            var image = globals.seat().pointer().image();
            boolean gone = target.resource().isDestroyed() || part.right() > globals.stage().width() || part.bottom() > globals.stage().height();
            image.omit(!withPointer);
            var picture = globals.screen().picture();
            boolean written = !gone && target.write(picture.pixels(), picture.width(), part.x(), part.y());
            image.omit(false);
            if (!written) {
                self.sendFailed();
                return;
            }
            long now = System.nanoTime(), seconds = now / 1_000_000_000;
            self.sendFlags(0);
            self.sendReady((int) (seconds >>> 32), (int) seconds, (int) (now % 1_000_000_000));
        }
    }
}
