package weft.compositor.scene;

import java.util.ArrayList;
import java.util.List;

/**
 * A surface in the tree that makes up a window: its texture, how that is shown, and its children, some below it, some
 * above. Holds applied state only; what a client has pending lives elsewhere.
 */
public final class SurfaceNode {
    public static final int OPAQUE = 255;
    private static final int MOST_CHANGES = 12;
    private final List<SurfaceNode> stack = new ArrayList<>(List.of(this));
    private final BufferMapping mapping = new BufferMapping();
    private final Region opaque = new Region();
    private Texture texture;
    private Region input;
    private SurfaceNode parent;
    private SurfaceHost host;
    private int x, y, alpha = OPAQUE;
    private final Region changes = new Region();
    private RenderResource kept;

    /** This node and its children, bottom to top. The list is live; change it only through this class. */
    public List<SurfaceNode> stack() {
        return stack;
    }

    /** Puts this node and exactly these children into a new order. */
    public void restack(List<SurfaceNode> order) {
        stack.clear();
        stack.addAll(order);
    }

    /** Takes a child in, which is shown once {@link #restack} names it. */
    public void adopt(SurfaceNode child) {
        child.parent = this;
    }

    public void removeChild(SurfaceNode child) {
        stack.remove(child);
        child.parent = null;
    }

    public SurfaceNode parent() {
        return parent;
    }

    public SurfaceNode root() {
        SurfaceNode n = this;
        while (n.parent != null) n = n.parent;
        return n;
    }

    /** Where the tree is shown, or null. Set at its root. */
    public SurfaceHost host() {
        return root().host;
    }

    public void host(SurfaceHost newHost) {
        host = newHost;
    }

    /** Where its origin is in its parent. */
    public int x() {
        return x;
    }

    public int y() {
        return y;
    }

    public void moveTo(int newX, int newY) {
        x = newX;
        y = newY;
    }

    /** What it shows, or null. */
    public Texture texture() {
        return texture;
    }

    /** Shows a texture, or nothing if null. {@link #mapping} says how. Where its pixels differ from those of the one before is said by {@link #pixelsChanged}. */
    public void show(Texture newTexture) {
        if (kept != null && (newTexture == null || !newTexture.isLike(texture))) keep(null);
        texture = newTexture;
        if (texture != null) mapping.bufferSize(texture.width(), texture.height());
    }

    /** In the texture, whichever it is now, this part of the buffer is another than before. */
    public void pixelsChanged(Region bufferDamage) {
        if (kept == null) return;
        changes.addAll(bufferDamage);
        changes.simplify(MOST_CHANGES);
    }

    /** What of the buffer has changed since a renderer {@linkplain #keep kept} something of it; to be cleared by that. Live. */
    public Region changes() {
        return changes;
    }

    /** What a renderer keeps of its pixels, or null. */
    public RenderResource kept() {
        return kept;
    }

    /** Keeps something for a renderer, in place of what it kept before, until nothing is shown any more. */
    public void keep(RenderResource resource) {
        if (kept != null && kept != resource) kept.close();
        kept = resource;
        changes.clear();
    }

    public BufferMapping mapping() {
        return mapping;
    }

    public int width() {
        return texture == null ? 0 : mapping.width();
    }

    public int height() {
        return texture == null ? 0 : mapping.height();
    }

    /** Where the client promises not to be transparent. */
    public Region opaque() {
        return opaque;
    }

    /** How much of each pixel is shown, from 0 to {@link #OPAQUE}. */
    public int alpha() {
        return alpha;
    }

    public void alpha(int newAlpha) {
        alpha = newAlpha;
    }

    /** Where it takes input: everywhere, if null. */
    public void acceptInputIn(Region region) {
        input = region;
    }

    /** Whether none of its children shows anything. */
    public boolean isAlone() {
        for (int i = 0; i < stack.size(); i++) if (stack.get(i) != this && stack.get(i).texture != null) return false;
        return true;
    }

    /** Whether it hides all that is below the given edges (of its own coordinates). */
    public boolean covers(int left, int top, int right, int bottom) {
        if (texture == null || alpha < OPAQUE || left < 0 || top < 0 || right > width() || bottom > height()) return false;
        return texture.isOpaque() || opaque.covers(left, top, right, bottom);
    }

    /** The top-most node of this tree that takes input at a point of this node's coordinates, or null. */
    public SurfaceNode at(double px, double py) {
        if (texture == null) return null;
        for (int i = stack.size() - 1; i >= 0; i--) {
            var n = stack.get(i);
            var hit = n == this ? hitSelf(px, py) : n.at(px - n.x, py - n.y);
            if (hit != null) return hit;
        }
        return null;
    }

    private SurfaceNode hitSelf(double px, double py) {
        boolean inside = px >= 0 && py >= 0 && px < width() && py < height();
        return inside && (input == null || input.contains(px, py)) ? this : null;
    }

    /** The x of this node's origin in its root's coordinates. */
    public int rootX() {
        return parent == null ? 0 : x + parent.rootX();
    }

    public int rootY() {
        return parent == null ? 0 : y + parent.rootY();
    }

    /** The smallest rectangle around the whole tree, in this node's coordinates. */
    public Rect extents() {
        if (texture == null) return Rect.EMPTY;
        int l = 0, t = 0, r = width(), b = height();
        for (var n : stack) {
            if (n == this || n.texture == null) continue;
            var e = n.extents().translated(n.x, n.y);
            l = Math.min(l, e.x());
            t = Math.min(t, e.y());
            r = Math.max(r, e.right());
            b = Math.max(b, e.bottom());
        }
        return Rect.ofEdges(l, t, r, b);
    }
}
