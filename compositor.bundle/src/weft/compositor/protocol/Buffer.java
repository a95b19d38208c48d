package weft.compositor.protocol;

import weft.compositor.scene.Region;
import weft.compositor.scene.Texture;
import weft.wayland.protocol.server.WlBuffer;

/** What a client can attach to a surface. */
interface Buffer {
    WlBuffer resource();

    int width();

    int height();

    /**
     * Makes the content readable, for as long as the attachment is not closed.
     *
     * @param previous what the surface showed until now, or null: its memory may be used again
     * @param damage what has changed in buffer coordinates since then; ignored if the size differs
     * @throws weft.wayland.server.ProtocolError if the client has taken its memory away
     */
    Attachment attach(Attachment previous, Region damage);

    /** A buffer's content on one surface. */
    interface Attachment {
        Texture texture();

        /** Whether the texture is what the client has drawn, or what the surface showed before, as a device draws yet. */
        default boolean isReady() {
            return true;
        }

        /** Calls back, while it is not closed, when that is drawn: then it has another texture. */
        default void whenReady(Runnable action) {}

        /** Lets the memory go, and tells the client that its buffer is free if it does not know yet. */
        void close();
    }

    /** The buffer that a resource stands for. */
    static Buffer of(WlBuffer resource) {
        return resource.userData(Buffer.class);
    }
}
