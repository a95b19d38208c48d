package weft.compositor.protocol;

import weft.compositor.scene.Dmabuf;
import weft.compositor.scene.PixelFormat;
import weft.compositor.scene.Region;
import weft.compositor.scene.Texture;
import weft.os.Epoll;
import weft.os.EventLoop;
import weft.os.Fd;
import weft.os.OsException;
import weft.wayland.protocol.server.WlBuffer;

/**
 * A buffer in memory that devices share. It is busy while a surface or a display shows it. Until a device has drawn it, its surface shows what it showed
 * before: nobody waits for a client's GPU.
 */
final class DmabufBuffer implements Buffer {
    private final WlBuffer resource;
    private final LinuxDmabuf owner;
    private final Dmabuf dmabuf;
    private final PixelFormat format;

    /** Takes the picture over. */
    DmabufBuffer(WlBuffer resource, LinuxDmabuf owner, Dmabuf dmabuf, PixelFormat format) {
        this.resource = resource;
        this.owner = owner;
        this.dmabuf = dmabuf;
        this.format = format;
        dmabuf.onFree(resource::sendRelease);
        resource.setUserData(this);
        resource.setRequests(new WlBuffer.Requests() {});
        resource.onDestroy(this::end);
        if (resource.isDestroyed()) end();
    }

    private void end() {
        owner.ended(resource.client());
        dmabuf.close();
    }

    @Override
    public WlBuffer resource() {
        return resource;
    }

    @Override
    public int width() {
        return dmabuf.width();
    }

    @Override
    public int height() {
        return dmabuf.height();
    }

    @Override
    public Attachment attach(Attachment previous, Region damage) {
        var before = previous instanceof Shown s ? s : null;
        if (before == null || before.of() != this || !before.isReady() || !dmabuf.isDrawn()) return new Shown(before);
        // The client has drawn into what it shows already: it is read anew.
        dmabuf.endRead();
        before.show(dmabuf);
        return before;
    }

    private final class Shown implements Attachment {
        private Texture texture;
        private Dmabuf held;
        private boolean ready;
        private EventLoop.Source source;
        private Fd watched;

        Shown(Shown before) {
            boolean same = before != null && before.texture.width() == width() && before.texture.height() == height();
            ready = dmabuf.isDrawn();
            if (ready || !same) {
                show(dmabuf);
            } else {
                held = before.held;
                held.hold();
                texture = before.texture;
            }
        }

        private void show(Dmabuf shown) {
            shown.hold();
            if (held != null) held.letGo();
            held = shown;
            texture = Texture.of(shown, format);
        }

        DmabufBuffer of() {
            return DmabufBuffer.this;
        }

        @Override
        public Texture texture() {
            return texture;
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void whenReady(Runnable action) {
            try {
                // A descriptor of its own: another surface may wait for the same memory.
                watched = dmabuf.planes().getFirst().descriptor().duplicate();
                source = owner.display().loop().add(watched.number(), Epoll.IN, events -> drawn(action));
            } catch (OsException e) {
                drawn(action);
            }
        }

        private void drawn(Runnable action) {
            stopWaiting();
            ready = true;
            show(dmabuf);
            action.run();
        }

        private void stopWaiting() {
            if (source != null) source.close();
            if (watched != null) watched.close();
            source = null;
            watched = null;
        }

        @Override
        public void close() {
            stopWaiting();
            held.letGo();
        }
    }
}
