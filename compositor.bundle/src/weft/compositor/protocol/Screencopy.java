package weft.compositor.protocol;

import weft.compositor.render.Scale;
import weft.compositor.scene.PixelFormat;
import weft.compositor.scene.Rect;
import weft.wayland.protocol.server.WlBuffer;
import weft.wayland.protocol.server.WlOutput;
import weft.wayland.protocol.server.ZwlrScreencopyFrameV1;
import weft.wayland.protocol.server.ZwlrScreencopyManagerV1;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** {@code zwlr_screencopy_manager_v1}, for privileged clients: pictures of outputs as they are scanned out, with or without the pointer. */
final class Screencopy implements ZwlrScreencopyManagerV1.Requests {
    private final Globals globals;

    Screencopy(Display display, Globals globals) {
        this.globals = globals;
        display.addGlobal(ZwlrScreencopyManagerV1.TYPE, 3, Client::isPrivileged, m -> m.setRequests(this));
    }

    @Override
    public void captureOutput(ZwlrScreencopyManagerV1 self, ZwlrScreencopyFrameV1 frame, int overlayCursor, WlOutput resource) {
        var output = Output.of(resource);
        capture(frame, overlayCursor, output, output == null ? Rect.EMPTY : whole(output));
    }

    /** The region is in desktop coordinates, from the output's corner on. */
    @Override
    public void captureOutputRegion(ZwlrScreencopyManagerV1 self, ZwlrScreencopyFrameV1 frame, int overlayCursor, WlOutput resource, int x, int y, int width, int height) {
        var output = Output.of(resource);
        capture(frame, overlayCursor, output, output == null ? Rect.EMPTY : scanned(output, new Rect(x, y, width, height)));
    }

    private void capture(ZwlrScreencopyFrameV1 frame, int overlayCursor, Output output, Rect part) {
        frame.setRequests(new Copy(output, part, overlayCursor != 0));
        if (part.isEmpty()) {
            frame.sendFailed();
            return;
        }
        frame.sendBuffer(PixelFormat.XRGB8888.code(), part.width(), part.height(), 4 * part.width());
        frame.sendBufferDone();
    }

    /** All that is scanned out. */
    private static Rect whole(Output output) {
        var mode = output.info().settings().mode();
        return new Rect(0, 0, mode.width(), mode.height());
    }

    /** Where a part of what the output shows is in what is scanned out. */
    private static Rect scanned(Output output, Rect part) {
        var settings = output.info().settings();
        double wide = settings.pixelsWide(), high = settings.pixelsHigh(), scale = output.scale() / (double) Scale.ONE;
        double l = part.x() * scale, t = part.y() * scale, r = ((long) part.x() + part.width()) * scale, b = ((long) part.y() + part.height()) * scale;
        double u1 = settings.transform().bufferX(l, t, wide, high), v1 = settings.transform().bufferY(l, t, wide, high);
        double u2 = settings.transform().bufferX(r, b, wide, high), v2 = settings.transform().bufferY(r, b, wide, high);
        return Rect.ofEdges((int) Math.floor(Math.min(u1, u2)), (int) Math.floor(Math.min(v1, v2)), (int) Math.ceil(Math.max(u1, u2)), (int) Math.ceil(Math.max(v1, v2))).intersection(whole(output));
    }

    private final class Copy implements ZwlrScreencopyFrameV1.Requests {
        private final Output output;
        private final Rect part;
        private final boolean withPointer;
        private boolean used;

        Copy(Output output, Rect part, boolean withPointer) {
            this.output = output;
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
            globals.screen().afterNextFrame(output, () -> {
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
            var picture = globals.seat().pointer().image().capture(withPointer, () -> globals.screen().picture(output));
            boolean gone = picture == null || target.resource().isDestroyed() || part.right() > picture.width() || part.bottom() > picture.height();
            boolean written = !gone && target.write(picture, part.x(), part.y());
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
