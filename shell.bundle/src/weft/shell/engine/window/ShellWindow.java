package weft.shell.engine.window;

import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import weft.api.Badge;
import weft.os.EventLoop;
import weft.os.OsException;
import weft.shell.engine.frame.Damage;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.ZweftShellWindowV1;

/**
 * A window that shows a part of a page: all of it, or the rectangle of a slot. Draws when something has changed, the
 * compositor wants a frame and a buffer is free, and then no more than has changed. Outlives the compositor: when it comes
 * back, the window is made anew and drawn whole.
 */
public final class ShellWindow {
    // A compositor asks a window that can be seen for its next frame within a refresh or two.
    private static final long UNSEEN_NANOS = 1_000_000_000L;
    private static final int MAX_BADGES_BYTES = 3000;
    private final CompositorLink link;
    private final WindowContent content;
    private final String appId;
    private final WindowRole role;
    private final EventLoop.Timer unseen;
    private final Damage damage = new Damage();
    private String title;
    private List<Badge> badges;
    private int x, y, width, height;
    private CompositorLink.Globals globals;
    private WlSurface surface;
    private ZweftShellWindowV1 window;
    private BufferPair buffers;
    private boolean configured, waitsForFrame, visible = true, keyboard, focused;

    /** Made by {@link CompositorLink#open}. */
    ShellWindow(CompositorLink link, EventLoop loop, WindowContent content, String appId, WindowRole role, String title, List<Badge> badges)
            throws OsException {
        this.link = link;
        this.content = content;
        this.appId = appId;
        this.role = role;
        this.title = title;
        this.badges = badges;
        unseen = loop.timer(() -> show(false));
    }

    private boolean isSlot() {
        return role != WindowRole.application;
    }

    public WindowContent content() {
        return content;
    }

    /** Where the window's corner lies in the page. */
    public int sourceX() {
        return isSlot() ? x : 0;
    }

    public int sourceY() {
        return isSlot() ? y : 0;
    }

    /** The place wished for: for a slot, also the part of the page that is shown. */
    public void place(int newX, int newY, int newWidth, int newHeight) {
        if (x == newX && y == newY && width == newWidth && height == newHeight) return;
        x = newX;
        y = newY;
        width = newWidth;
        height = newHeight;
        if (window != null) window.setGeometry(x, y, width, height);
        damageAll();
        draw();
    }

    public void describe(String newTitle, List<Badge> newBadges) {
        title = newTitle;
        badges = newBadges;
        if (window == null) return;
        window.updateMetadata(title, role.wire());
        sendBadges();
    }

    /** Asks the compositor to bring the window to the front. */
    public void focus() {
        if (surface != null) link.activate(surface);
    }

    /** The window is to have the keyboard when it appears, whenever the compositor is there. */
    public void takesKeyboard() {
        keyboard = true;
        focus();
    }

    /** Something of the page has changed, in the page's coordinates. */
    public void damaged(Damage changed) {
        if (isSlot()) {
            var mine = new Damage();
            mine.addInside(changed, x, y, width, height);
            add(mine);
        } else add(changed);
        if (waitsForFrame && visible && !damage.isEmpty()) unseen.startAfter(UNSEEN_NANOS);
        draw();
    }

    private void add(Damage changed) {
        damage.add(changed);
        if (buffers != null) buffers.damaged(changed);
    }

    private void damageAll() {
        if (buffers == null) return;
        var all = new Damage();
        all.set(0, 0, buffers.width, buffers.height);
        add(all);
    }

    /** The compositor is there: makes the window. */
    void connected(CompositorLink.Globals g) {
        globals = g;
        surface = g.compositor().createSurface();
        surface.setUserData(this);
        window = g.manager().createWindow(appId, title, role.wire(), surface, x, y, Math.max(1, width), Math.max(1, height));
        window.setEvents(new Configuration());
        sendBadges();
        if (keyboard) focus();
    }

    // A window that goes is not told that its keyboard does.
    private void focusIs(boolean has) {
        if (has == focused) return;
        focused = has;
        content.focused(has);
    }

    /** The compositor is gone. */
    void lost() {
        focusIs(false);
        globals = null;
        surface = null;
        window = null;
        if (buffers != null) buffers.abandon();
        buffers = null;
        configured = waitsForFrame = false;
        unseen.stop();
        show(true);
    }

    private void sendBadges() {
        if (window.version() < 2 || isSlot()) return;
        var bytes = new ByteArrayOutputStream();
        for (Badge b : badges) {
            byte[] text = b.text().replace("\0", "").getBytes(StandardCharsets.UTF_8);
            if (bytes.size() + text.length + 2 > MAX_BADGES_BYTES) break;
            bytes.write(switch (b.kind()) {
                case read -> ZweftShellWindowV1.BADGE_READ;
                case write -> ZweftShellWindowV1.BADGE_WRITE;
                case none -> ZweftShellWindowV1.BADGE_NONE;
            });
            bytes.writeBytes(text);
            bytes.write(0);
        }
        window.setBadges(bytes.toByteArray());
    }

    private final class Configuration implements ZweftShellWindowV1.Events {
        @Override
        public void configure(ZweftShellWindowV1 self, int newX, int newY, int newWidth, int newHeight, int state) {
            configured = true;
            if (!isSlot()) {
                x = newX;
                y = newY;
                width = newWidth;
                height = newHeight;
                content.configured(newWidth, newHeight, state);
            }
            draw();
        }

        @Override
        public void focusChanged(ZweftShellWindowV1 self, int focused) {
            focusIs(focused != 0);
        }

        @Override
        public void badgesPressed(ZweftShellWindowV1 self) {
            content.badgesPressed();
        }

        @Override
        public void windowClosed(ZweftShellWindowV1 self) {
            content.closed();
        }
    }

    private void draw() {
        if (surface == null || !configured || waitsForFrame) return;
        int w = isSlot() ? width : content.frame().width(), h = isSlot() ? height : content.frame().height();
        if (w <= 0 || h <= 0 || content.frame().width() == 0) return;
        fit(w, h);
        var side = damage.isEmpty() ? null : buffers.free();
        if (side == null) return;
        var stale = side.stale;
        content.frame().copy(sourceX(), sourceY(), stale.x(), stale.y(), stale.width(), stale.height(), side.pixels, w);
        stale.clear();
        commit(side);
    }

    private void fit(int w, int h) {
        if (buffers != null && buffers.width == w && buffers.height == h) return;
        if (buffers != null) buffers.retire();
        try {
            buffers = new BufferPair(globals.shm(), w, h, !isSlot(), this::draw);
        } catch (OsException e) {
            throw new UncheckedIOException(e);
        }
        damage.set(0, 0, w, h);
        if (isSlot()) return;
        var region = globals.compositor().createRegion();
        region.add(0, 0, w, h);
        surface.setOpaqueRegion(region);
        region.destroy();
    }

    private void commit(BufferPair.Side side) {
        buffers.hold(side);
        surface.attach(side.buffer, 0, 0);
        surface.damageBuffer(damage.x(), damage.y(), damage.width(), damage.height());
        damage.clear();
        waitsForFrame = true;
        var drawn = surface;
        surface.frame().setEvents((self, time) -> {
            if (surface != drawn) return;
            waitsForFrame = false;
            unseen.stop();
            show(true);
            draw();
        });
        surface.commit();
        content.committed();
    }

    private void show(boolean seen) {
        if (visible == seen) return;
        visible = seen;
        content.visible(this, seen);
    }

    /** Takes the window away. */
    public void close() {
        link.remove(this);
        focusIs(false);
        unseen.close();
        if (window != null) {
            window.destroy();
            surface.destroy();
        }
        if (buffers != null) buffers.retire();
        buffers = null;
        surface = null;
        window = null;
    }
}
