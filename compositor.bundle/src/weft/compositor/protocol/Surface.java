package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.List;
import weft.compositor.scene.Rect;
import weft.compositor.scene.Region;
import weft.compositor.scene.SurfaceNode;
import weft.compositor.scene.Transform;
import weft.wayland.protocol.server.WlBuffer;
import weft.wayland.protocol.server.WlCallback;
import weft.wayland.protocol.server.WlRegion;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.WpPresentationFeedback;
import weft.wayland.protocol.server.WpViewport;
import weft.wayland.server.Client;

/**
 * {@code wl_surface}: collects what its client asks and applies it to its node of the scene on commit; a synchronised
 * subsurface's commit is kept until its parent's is applied.
 */
final class Surface implements WlSurface.Requests {
    private final Globals globals;
    private final WlSurface resource;
    private final SurfaceNode node = new SurfaceNode();
    private final SurfaceState pending = new SurfaceState();
    private final Region damage = new Region();
    private Buffer.Attachment attachment;
    private SurfaceRole role;
    private String kind;
    /** Asked in place of a role, while there is none, whether the client may go on. */
    private SurfaceRole guard;
    private Subsurface subsurface;
    private final List<Subsurface> children = new ArrayList<>();
    /** The order of this node and its children from the next commit on, or null if it stays. */
    private List<SurfaceNode> pendingOrder;
    private WpViewport viewport;
    private List<WlCallback> frames = List.of();
    private List<WpPresentationFeedback> feedback = List.of();
    private List<Runnable> onceApplied = List.of();
    private final SurfaceOutputs outputs;

    Surface(Globals globals, WlSurface resource) {
        this.globals = globals;
        this.resource = resource;
        resource.setUserData(this);
        resource.setRequests(this);
        resource.onDestroy(this::destroyed);
        outputs = new SurfaceOutputs(globals, this);
        globals.surfaces().put(node, this);
    }

    static Surface of(WlSurface resource) {
        return resource.userData(Surface.class);
    }

    WlSurface resource() {
        return resource;
    }

    Client client() {
        return resource.client();
    }

    SurfaceNode node() {
        return node;
    }

    Globals globals() {
        return globals;
    }

    boolean isDestroyed() {
        return resource.isDestroyed();
    }

    boolean hasContent() {
        return node.texture() != null;
    }

    /** Whether a buffer is attached or waits to be. */
    boolean hasBuffer() {
        return hasContent() || pending.attached && pending.buffer != null;
    }

    SurfaceRole role() {
        return role;
    }

    /** Gives the surface a role; returns false if it has, or once had, another. */
    boolean assign(SurfaceRole newRole) {
        if (role != null || kind != null && !kind.equals(newRole.kind())) return false;
        role = newRole;
        kind = newRole.kind();
        return true;
    }

    /** Whether it has a role or once had one of another kind. */
    boolean isTakenFor(String otherKind) {
        return role != null || kind != null && !kind.equals(otherKind);
    }

    /** The role object is gone; the surface may only get another of the same kind. */
    void unassign() {
        role = null;
    }

    /** Sets who is asked before a buffer or a commit while the surface has no role, or null. */
    void guard(SurfaceRole newGuard) {
        guard = newGuard;
    }

    Subsurface subsurface() {
        return subsurface;
    }

    void subsurface(Subsurface s) {
        subsurface = s;
    }

    List<Subsurface> children() {
        return children;
    }

    /** The order of the node and its children as it will be, to be changed by the caller. */
    List<SurfaceNode> pendingOrder() {
        if (pendingOrder == null) pendingOrder = new ArrayList<>(node.stack());
        return pendingOrder;
    }

    WpViewport viewport() {
        return viewport;
    }

    void viewport(WpViewport v) {
        viewport = v;
    }

    /** Runs an action when the next commit is applied: for state of other objects that takes effect with it. */
    void onceApplied(Runnable action) {
        if (onceApplied.isEmpty()) onceApplied = new ArrayList<>(2);
        onceApplied.add(action);
    }

    SurfaceState pending() {
        return pending;
    }

    @Override
    public void destroy(WlSurface self) {
        if (self.version() >= 6 && role != null && role.hasObject()) throw self.error(WlSurface.ERROR_DEFUNCT_ROLE_OBJECT, "its " + role.kind() + " is still there");
    }

    @Override
    public void attach(WlSurface self, WlBuffer attached, int x, int y) {
        if (self.version() >= 5 && (x != 0 || y != 0)) throw self.error(WlSurface.ERROR_INVALID_OFFSET, "an offset of " + x + ", " + y);
        if (attached != null && (role != null || guard != null)) (role != null ? role : guard).beforeAttach();
        pending.attached = true;
        pending.buffer = attached == null ? null : Buffer.of(attached);
    }

    @Override
    public void damage(WlSurface self, int x, int y, int width, int height) {
        pending.addSurfaceDamage(x, y, width, height);
    }

    @Override
    public void damageBuffer(WlSurface self, int x, int y, int width, int height) {
        pending.addBufferDamage(x, y, width, height);
    }

    @Override
    public void frame(WlSurface self, WlCallback callback) {
        pending.addFrame(callback);
    }

    @Override
    public void setOpaqueRegion(WlSurface self, WlRegion region) {
        pending.setOpaque(region == null ? new Region() : RegionResource.copy(region));
    }

    @Override
    public void setInputRegion(WlSurface self, WlRegion region) {
        pending.setInput(region == null ? null : RegionResource.copy(region));
    }

    @Override
    public void setBufferTransform(WlSurface self, int transform) {
        if (transform < 0 || transform > 7) throw self.error(WlSurface.ERROR_INVALID_TRANSFORM, "transform " + transform);
        pending.transform = Transform.of(transform);
    }

    @Override
    public void setBufferScale(WlSurface self, int scale) {
        if (scale < 1) throw self.error(WlSurface.ERROR_INVALID_SCALE, "scale " + scale);
        pending.scale = scale;
    }

    @Override
    public void offset(WlSurface self, int x, int y) {}

    @Override
    public void commit(WlSurface self) {
        // A buffer that was destroyed before the commit cannot be shown: what is there stays.
        if (pending.buffer != null && pending.buffer.resource().isDestroyed()) {
            pending.attached = false;
            pending.buffer = null;
        }
        if (role != null || guard != null) (role != null ? role : guard).beforeCommit(pending.attached && pending.buffer != null);
        if (subsurface != null && subsurface.isSynchronized()) {
            subsurface.cache(pending);
        } else {
            if (subsurface != null) subsurface.takeCache(pending);
            apply(pending);
            pending.clear();
        }
        globals.seat().pointer().refocus();
    }

    /** Makes a state the one that is shown, with all that children have waiting for it. */
    void apply(SurfaceState s) {
        int oldWidth = node.width(), oldHeight = node.height();
        boolean had = hasContent();
        applyView(s);
        if (s.attached) show(s);
        check();
        if (s.opaqueSet) node.opaque().set(s.opaque);
        if (s.inputSet) node.acceptInputIn(s.input);
        if (had != hasContent() || oldWidth != node.width() || oldHeight != node.height()) resized(oldWidth, oldHeight);
        else if (s.changesView()) globals.stage().damage(node, 0, 0, oldWidth, oldHeight);
        else if (s.attached) damageChanged(s);
        keepCallbacks(s);
        applyChildren();
        if (!onceApplied.isEmpty()) runOnceApplied();
        if (role != null) role.committed();
        if (subsurface != null) tellWhole();
        var host = node.host();
        if (host != null) host.treeChanged();
    }

    private void runOnceApplied() {
        var actions = onceApplied;
        onceApplied = List.of();
        for (var action : actions) action.run();
    }

    /** Tells the surface that this one is a part of. */
    private void tellWhole() {
        Surface whole = this;
        while (whole.subsurface != null && whole.subsurface.parent() != null) whole = whole.subsurface.parent();
        if (whole != this && whole.role != null) whole.role.partCommitted();
    }

    /** Applies what synchronised children have waiting. */
    void applyChildren() {
        if (pendingOrder != null) {
            damageTree();
            node.restack(pendingOrder);
            pendingOrder = null;
            damageTree();
        }
        for (int i = 0; i < children.size(); i++) children.get(i).parentApplied();
    }

    /** Damages the whole tree from this node on, where it is shown. */
    void damageTree() {
        Rect e = node.extents();
        globals.stage().damage(node, e.x(), e.y(), e.width(), e.height());
    }

    /** Answers frame callbacks: now is a good time to draw the next frame. Called when one has been drawn. */
    void sendFrames(int timeMs) {
        if (frames.isEmpty()) return;
        var done = frames;
        frames = List.of();
        for (int i = 0; i < done.size(); i++) done.get(i).sendDone(timeMs);
    }

    /** Moves the waiting presentation feedback to {@code presented}. */
    void takeFeedback(List<WpPresentationFeedback> presented) {
        presented.addAll(feedback);
        feedback = List.of();
    }

    boolean isWaiting() {
        return !frames.isEmpty() || !feedback.isEmpty();
    }

    /** Whether the tree that it belongs to is on the screen. */
    boolean isShown() {
        var host = node.host();
        return host != null && host.isShown();
    }

    /** The output that shows most of the tree, or null. */
    Output showing() {
        return globals.outputs().showing(node.host());
    }

    SurfaceOutputs outputs() {
        return outputs;
    }

    /** What of the desktop it covers itself; it has a host. */
    Rect placeOnDesktop() {
        var host = node.host();
        return new Rect(host.originX() + node.rootX(), host.originY() + node.rootY(), node.width(), node.height()).intersection(host.bounds());
    }

    /** Whether something of that tree can be seen there. */
    boolean isSeen() {
        return isShown() && !globals.stage().isCovered(node.host());
    }

    private void applyView(SurfaceState s) {
        var map = node.mapping();
        if (s.scale != 0) map.scale(s.scale);
        if (s.alpha >= 0) node.alpha(s.alpha);
        if (s.transform != null) map.transform(s.transform);
        if (s.source != null) map.source(s.source[0], s.source[1], s.source[2], s.source[3]);
        if (s.destination != null) map.destination(s.destination[0], s.destination[1]);
    }

    private void show(SurfaceState s) {
        if (s.buffer == null) {
            node.show(null);
            letGo();
            return;
        }
        var changed = bufferDamage(s);
        var next = s.buffer.attach(attachment, changed);
        if (next != attachment) letGo();
        attachment = next;
        node.show(next.texture());
        node.pixelsChanged(changed);
        if (!next.isReady()) next.whenReady(() -> showDrawn(next));
    }

    /** A device has drawn what was attached. */
    private void showDrawn(Buffer.Attachment of) {
        if (of != attachment) return;
        node.show(of.texture());
        damage.clear();
        damage.add(0, 0, of.texture().width(), of.texture().height());
        node.pixelsChanged(damage);
        globals.stage().damage(node, 0, 0, node.width(), node.height());
    }

    private Region bufferDamage(SurfaceState s) {
        damage.set(s.bufferDamage);
        boolean plain = node.mapping().isPlain() && node.mapping().bufferX(0, 0) == 0 && node.mapping().bufferY(0, 0) == 0;
        if (plain || s.surfaceDamage.isEmpty()) damage.addAll(s.surfaceDamage);
        else damage.add(0, 0, s.buffer.width(), s.buffer.height());
        return damage;
    }

    private void check() {
        if (!hasContent()) return;
        var map = node.mapping();
        if (viewport != null && !map.isWithinBuffer()) throw viewport.error(WpViewport.ERROR_OUT_OF_BUFFER, "the source reaches beyond the buffer");
        if (viewport != null && !map.hasWholeSize()) throw viewport.error(WpViewport.ERROR_BAD_SIZE, "the source's size is not whole");
        if (!map.isMultipleOfScale() && resource.version() >= 6) throw resource.error(WlSurface.ERROR_INVALID_SIZE, "the buffer's size is not a multiple of its scale");
    }

    private void resized(int oldWidth, int oldHeight) {
        globals.placesChanged();
        globals.stage().damage(node, 0, 0, Math.max(oldWidth, node.width()), Math.max(oldHeight, node.height()));
    }

    private void damageChanged(SurfaceState s) {
        damage.set(s.surfaceDamage);
        for (int i = 0; i < s.bufferDamage.count(); i++) {
            var b = s.bufferDamage;
            node.mapping().addBufferDamage(b.left(i), b.top(i), b.right(i) - b.left(i), b.bottom(i) - b.top(i), damage);
        }
        damage.clip(0, 0, node.width(), node.height());
        for (int i = 0; i < damage.count(); i++) {
            globals.stage().damage(node, damage.left(i), damage.top(i), damage.right(i) - damage.left(i), damage.bottom(i) - damage.top(i));
        }
    }

    private void keepCallbacks(SurfaceState s) {
        if (s.frames.isEmpty() && s.feedback.isEmpty()) {
            if (s.attached) discardFeedback();
            return;
        }
        if (frames.isEmpty()) frames = s.frames;
        else frames.addAll(s.frames);
        discardFeedback();
        feedback = s.feedback;
        globals.frames().add(this);
    }

    private void discardFeedback() {
        for (var f : feedback) f.sendDiscarded();
        feedback = List.of();
    }

    private void letGo() {
        if (attachment != null) attachment.close();
        attachment = null;
    }

    private void destroyed() {
        damageTree();
        for (var child : List.copyOf(children)) child.orphaned();
        if (subsurface != null) subsurface.surfaceDestroyed();
        if (role != null) role.surfaceDestroyed();
        for (var f : frames) f.destroy();
        for (var f : pending.frames) f.destroy();
        discardFeedback();
        node.show(null);
        letGo();
        globals.surfaces().remove(node);
        globals.frames().remove(this);
        globals.seat().surfaceDestroyed(this);
    }
}
