package weft.shell.engine.window;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weft.os.EventLoop;
import weft.os.Fd;
import weft.os.Memfd;
import weft.os.UnixSocket;
import weft.wayland.protocol.server.WlBuffer;
import weft.wayland.protocol.server.WlCallback;
import weft.wayland.protocol.server.WlCompositor;
import weft.wayland.protocol.server.WlKeyboard;
import weft.wayland.protocol.server.WlOutput;
import weft.wayland.protocol.server.WlPointer;
import weft.wayland.protocol.server.WlRegion;
import weft.wayland.protocol.server.WlSeat;
import weft.wayland.protocol.server.WlShm;
import weft.wayland.protocol.server.WlShmPool;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.WlTouch;
import weft.wayland.protocol.server.ZweftShellManagerV1;
import weft.wayland.protocol.server.ZweftShellWindowV1;
import weft.wayland.server.Display;
import weft.wayland.testing.Fixture;
import weft.wayland.wire.Limits;

/**
 * The compositor's side of a window on the real wire, doing nothing by itself: a test looks at what was committed, and says
 * when a frame is wanted and a buffer is given back. Shares one loop and thread with the client.
 */
final class ScriptedCompositor implements AutoCloseable {
    private final Display display;
    private final Fixture fixture;
    final List<Commit> commits = new ArrayList<>();
    final List<Win> windows = new ArrayList<>();
    WlPointer pointer;
    WlCallback frame;

    ScriptedCompositor(EventLoop loop, Path socket) throws IOException {
        display = new Display(loop, Limits.DEFAULT);
        fixture = new Fixture(display);
        display.listen(UnixSocket.listen(socket, 4), true);
        display.addGlobal(WlCompositor.TYPE, 5, c -> c.setRequests(new CompositorRequests()));
        display.addGlobal(WlShm.TYPE, 1, s -> s.setRequests(this::createPool));
        display.addGlobal(ZweftShellManagerV1.TYPE, 2, m -> m.setRequests(new ManagerRequests()));
        display.addGlobal(WlOutput.TYPE, 2, o -> {
            o.sendMode(WlOutput.MODE_CURRENT, 1000, 700, 60000);
            o.sendDone();
        });
        display.addGlobal(WlSeat.TYPE, 8, s -> {
            s.setRequests(new SeatRequests());
            s.sendCapabilities(WlSeat.CAPABILITY_POINTER);
        });
    }

    /** A window as it was asked for, and what became of it. */
    static final class Win {
        final String appId, title;
        final int role;
        final WlSurface surface;
        final ZweftShellWindowV1 object;
        int x, y, width, height;
        byte[] badges;
        boolean destroyed;

        Win(String appId, String title, int role, WlSurface surface, ZweftShellWindowV1 object, int x, int y, int width, int height) {
            this.appId = appId;
            this.title = title;
            this.role = role;
            this.surface = surface;
            this.object = object;
            this.x = x;
            this.y = y;
            this.width = width;
            this.height = height;
        }
    }

    /** One commit with a buffer. */
    record Commit(WlSurface surface, WlBuffer buffer, Pixels pixels, String damage) {
        int pixel(int x, int y) {
            return pixels.memory.get(ValueLayout.JAVA_INT, pixels.offset + 4L * ((long) y * pixels.width + x));
        }

        int width() {
            return pixels.width;
        }

        int height() {
            return pixels.height;
        }
    }

    record Pixels(MemorySegment memory, long offset, int width, int height, int format) {}

    void until(java.util.function.BooleanSupplier condition) throws IOException {
        fixture.until(condition);
    }

    /** Lets everything that is under way arrive. */
    void settle() throws IOException {
        fixture.settle();
    }

    /** Says that the last frame was shown. */
    void showFrame() {
        frame.sendDone(0);
        frame = null;
    }

    private final class CompositorRequests implements WlCompositor.Requests {
        @Override
        public void createSurface(WlCompositor self, WlSurface id) {
            id.setRequests(new SurfaceRequests());
        }

        @Override
        public void createRegion(WlCompositor self, WlRegion id) {
            id.setRequests(new WlRegion.Requests() {
                @Override
                public void add(WlRegion region, int x, int y, int width, int height) {}

                @Override
                public void subtract(WlRegion region, int x, int y, int width, int height) {}
            });
        }
    }

    private final class SurfaceRequests implements WlSurface.Requests {
        private WlBuffer attached;
        private String damage = "";

        @Override
        public void attach(WlSurface self, WlBuffer buffer, int x, int y) {
            attached = buffer;
        }

        @Override
        public void damage(WlSurface self, int x, int y, int width, int height) {}

        @Override
        public void damageBuffer(WlSurface self, int x, int y, int width, int height) {
            damage = width + "x" + height + "+" + x + "+" + y;
        }

        @Override
        public void frame(WlSurface self, WlCallback callback) {
            frame = callback;
        }

        @Override
        public void commit(WlSurface self) {
            if (attached != null) commits.add(new Commit(self, attached, attached.userData(Pixels.class), damage));
            attached = null;
        }

        @Override
        public void setOpaqueRegion(WlSurface self, WlRegion region) {}

        @Override
        public void setInputRegion(WlSurface self, WlRegion region) {}

        @Override
        public void setBufferTransform(WlSurface self, int transform) {}

        @Override
        public void setBufferScale(WlSurface self, int scale) {}

        @Override
        public void offset(WlSurface self, int x, int y) {}
    }

    private void createPool(WlShm self, WlShmPool pool, Fd fd, int size) {
        try (fd) {
            if ((Memfd.seals(fd.number()) & Memfd.SEAL_SHRINK) == 0) throw new AssertionError("the memory may shrink under the compositor");
            var memory = Memfd.map(fd.number(), size, false, Arena.ofAuto());
            pool.setRequests(new WlShmPool.Requests() {
                @Override
                public void createBuffer(WlShmPool p, WlBuffer id, int offset, int width, int height, int stride, int format) {
                    id.setUserData(new Pixels(memory, offset, width, height, format));
                }

                @Override
                public void resize(WlShmPool p, int bytes) {}
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class ManagerRequests implements ZweftShellManagerV1.Requests {
        @Override
        public void createWindow(ZweftShellManagerV1 self, ZweftShellWindowV1 id, String appId, String title, int role, WlSurface surface,
                int x, int y, int width, int height) {
            var window = new Win(appId, title, role, surface, id, x, y, width, height);
            windows.add(window);
            id.setRequests(new ZweftShellWindowV1.Requests() {
                @Override
                public void destroy(ZweftShellWindowV1 object) {
                    window.destroyed = true;
                }

                @Override
                public void updateMetadata(ZweftShellWindowV1 object, String newTitle, int newRole) {}

                @Override
                public void setGeometry(ZweftShellWindowV1 object, int newX, int newY, int newWidth, int newHeight) {
                    window.x = newX;
                    window.y = newY;
                    window.width = newWidth;
                    window.height = newHeight;
                }

                @Override
                public void setBadges(ZweftShellWindowV1 object, byte[] badges) {
                    window.badges = badges;
                }
            });
            id.sendConfigure(x, y, width, height, 0);
        }

        @Override
        public void setTheme(ZweftShellManagerV1 self, int theme) {}

        @Override
        public void showWorkspace(ZweftShellManagerV1 self, int workspace) {}
    }

    private final class SeatRequests implements WlSeat.Requests {
        @Override
        public void getPointer(WlSeat self, WlPointer id) {
            pointer = id;
        }

        @Override
        public void getKeyboard(WlSeat self, WlKeyboard id) {}

        @Override
        public void getTouch(WlSeat self, WlTouch id) {}
    }

    @Override
    public void close() {
        display.close();
    }
}
