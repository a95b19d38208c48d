package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.List;
import weft.compositor.scene.Region;
import weft.compositor.scene.Transform;
import weft.wayland.protocol.server.WlCallback;
import weft.wayland.protocol.server.WpPresentationFeedback;

/**
 * What a client has asked of a surface and not committed yet, or what a synchronised subsurface has committed and waits
 * for its parent to show. Fields are null, or flags false, where nothing was asked.
 */
final class SurfaceState {
    private static final int MOST_RECTANGLES = 32;
    boolean attached;
    Buffer buffer;
    final Region surfaceDamage = new Region(), bufferDamage = new Region();
    Region opaque, input;
    boolean opaqueSet, inputSet;
    List<WlCallback> frames = List.of();
    List<WpPresentationFeedback> feedback = List.of();
    Transform transform;
    int scale;
    /** How much of each pixel is shown, 0 to 255; negative: as before. */
    int alpha = -1;
    /** Source rectangle of a viewport: x, y, width, height; a negative width for none. */
    double[] source;
    /** Destination size of a viewport; a negative width for none. */
    int[] destination;

    void addSurfaceDamage(int x, int y, int w, int h) {
        surfaceDamage.add(x, y, w, h);
        surfaceDamage.simplify(MOST_RECTANGLES);
    }

    void addBufferDamage(int x, int y, int w, int h) {
        bufferDamage.add(x, y, w, h);
        bufferDamage.simplify(MOST_RECTANGLES);
    }

    void addFrame(WlCallback callback) {
        if (frames.isEmpty()) frames = new ArrayList<>(2);
        frames.add(callback);
    }

    void addFeedback(WpPresentationFeedback f) {
        if (feedback.isEmpty()) feedback = new ArrayList<>(2);
        feedback.add(f);
    }

    boolean changesView() {
        return alpha >= 0 || transform != null || scale != 0 || source != null || destination != null;
    }

    /** Takes over what was asked later; empties {@code later}. A buffer that is thereby never shown is released. */
    void merge(SurfaceState later) {
        if (later.attached) {
            if (attached && buffer != null && buffer != later.buffer) buffer.resource().sendRelease();
            attached = true;
            buffer = later.buffer;
        }
        surfaceDamage.addAll(later.surfaceDamage);
        bufferDamage.addAll(later.bufferDamage);
        surfaceDamage.simplify(MOST_RECTANGLES);
        bufferDamage.simplify(MOST_RECTANGLES);
        if (later.opaqueSet) setOpaque(later.opaque);
        if (later.inputSet) setInput(later.input);
        for (var f : later.frames) addFrame(f);
        // A frame that is replaced before it was shown is discarded.
        if (later.attached) for (var f : feedback) f.sendDiscarded();
        if (later.attached) feedback = List.of();
        for (var f : later.feedback) addFeedback(f);
        if (later.transform != null) transform = later.transform;
        if (later.scale != 0) scale = later.scale;
        if (later.alpha >= 0) alpha = later.alpha;
        if (later.source != null) source = later.source;
        if (later.destination != null) destination = later.destination;
        later.clear();
    }

    void setOpaque(Region region) {
        opaque = region;
        opaqueSet = true;
    }

    void setInput(Region region) {
        input = region;
        inputSet = true;
    }

    void clear() {
        attached = opaqueSet = inputSet = false;
        buffer = null;
        opaque = input = null;
        surfaceDamage.clear();
        bufferDamage.clear();
        frames = List.of();
        feedback = List.of();
        transform = null;
        scale = 0;
        alpha = -1;
        source = null;
        destination = null;
    }
}
