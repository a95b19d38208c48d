package weft.compositor.render;

import java.util.HashMap;
import java.util.Map;
import weft.compositor.scene.Rect;

/**
 * What is behind all windows, on every output its own: a woven ground that shows most in the lower right and fades away from there. The threads' colours
 * are worked out once for a size, scale and theme, when they are first needed; all between them is one colour and needs no memory.
 */
public final class Ground implements RenderElement {
    private static final Rect EVERYWHERE = new Rect(-(1 << 24), -(1 << 24), 1 << 25, 1 << 25);
    private static final int MOST_SIZES = 8;
    private final Theme theme;
    private final Map<Size, Weave> weaves = new HashMap<>();

    // Equality is written out as in Rect: the first frame uses it.
    private record Size(int width, int height, int scale) {
        @Override
        public boolean equals(Object o) {
            return o instanceof Size s && width == s.width && height == s.height && scale == s.scale;
        }

        @Override
        public int hashCode() {
            return (31 * width + height) * 31 + scale;
        }
    }

    public Ground(Theme theme) {
        this.theme = theme;
    }

    @Override
    public Rect extents() {
        return EVERYWHERE;
    }

    @Override
    public void paint(Target target) {
        var size = new Size(target.width(), target.height(), target.scale());
        if (weaves.size() >= MOST_SIZES && !weaves.containsKey(size)) weaves.clear();
        target.ground(weaves.computeIfAbsent(size, s -> new Weave(s.width, s.height, s.scale, theme)));
    }

    @Override
    public boolean covers(int left, int top, int right, int bottom) {
        return true;
    }
}
