package weft.compositor.protocol;

import weft.compositor.scene.Region;
import weft.compositor.scene.Texture;
import weft.wayland.protocol.server.WlBuffer;
import weft.wayland.protocol.server.WpSinglePixelBufferManagerV1;
import weft.wayland.server.Display;

/** {@code wp_single_pixel_buffer_manager_v1}: buffers of one colour, to be scaled by a viewport. */
final class SinglePixelBuffers implements WpSinglePixelBufferManagerV1.Requests {
    SinglePixelBuffers(Display display) {
        display.addGlobal(WpSinglePixelBufferManagerV1.TYPE, 1, m -> m.setRequests(this));
    }

    @Override
    public void createU32RgbaBuffer(WpSinglePixelBufferManagerV1 self, WlBuffer id, int r, int g, int b, int a) {
        // Channels are premultiplied and 32 bits wide; the highest eight matter.
        var texture = Texture.ofColour(a >>> 24 << 24 | r >>> 24 << 16 | g >>> 24 << 8 | b >>> 24);
        id.setUserData(new Pixel(id, texture));
        id.setRequests(new WlBuffer.Requests() {});
    }

    private record Pixel(WlBuffer resource, Texture texture) implements Buffer, Buffer.Attachment {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public int height() {
            return 1;
        }

        @Override
        public Attachment attach(Attachment previous, Region damage) {
            resource.sendRelease();
            return this;
        }

        @Override
        public void close() {}
    }
}
