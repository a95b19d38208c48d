package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import weft.wayland.protocol.server.WpPresentationFeedback;

/**
 * Surfaces whose clients wait for a frame: for a hint when to draw the next (wl_surface.frame), or for the time at which
 * the last was seen (wp_presentation). Surfaces of which nothing can be
 * seen, for they are hidden or covered, wait until that is otherwise.
 */
public final class FrameCallbacks {
    private final Runnable onWanted;
    private final List<WpPresentationFeedback> drawn = new ArrayList<>();
    private final List<Consumer<Presented>> watching = new ArrayList<>(), watchingDrawn = new ArrayList<>();
    private List<Surface> waiting = new ArrayList<>(), spare = new ArrayList<>();

    FrameCallbacks(Runnable onWanted) {
        this.onWanted = onWanted;
    }

    /** When a frame became visible, on the monotonic clock; a refresh interval of 0 is unknown. */
    public record Presented(long nanoTime, int refreshNanos, long sequence, int flags) {}

    void add(Surface s) {
        if (!waiting.contains(s)) waiting.add(s);
        if (s.isSeen()) onWanted.run();
    }

    /** Calls back when the next frame that is drawn has been seen. */
    void watch(Consumer<Presented> watcher) {
        if (!watching.contains(watcher)) watching.add(watcher);
    }

    void unwatch(Consumer<Presented> watcher) {
        watching.remove(watcher);
        watchingDrawn.remove(watcher);
    }

    void remove(Surface s) {
        waiting.remove(s);
    }

    /** Whether a visible surface waits. */
    public boolean areWanted() {
        for (int i = 0; i < waiting.size(); i++) if (waiting.get(i).isSeen()) return true;
        return false;
    }

    /** A frame has been drawn, or could have been. */
    public void drawn(long nanoTime) {
        var now = waiting;
        waiting = spare;
        int ms = (int) (nanoTime / 1_000_000);
        for (int i = 0; i < now.size(); i++) {
            var s = now.get(i);
            if (!s.isSeen()) {
                waiting.add(s);
                continue;
            }
            s.takeFeedback(drawn);
            s.sendFrames(ms);
        }
        now.clear();
        spare = now;
        watchingDrawn.addAll(watching);
        watching.clear();
    }

    /** The frame drawn last is on the screen. */
    public void presented(Presented p) {
        long seconds = p.nanoTime / 1_000_000_000;
        for (int i = 0; i < drawn.size(); i++) {
            drawn.get(i).sendPresented((int) (seconds >>> 32), (int) seconds, (int) (p.nanoTime % 1_000_000_000), p.refreshNanos,
                    (int) (p.sequence >>> 32), (int) p.sequence, p.flags);
        }
        drawn.clear();
        for (int i = 0; i < watchingDrawn.size(); i++) watchingDrawn.get(i).accept(p);
        watchingDrawn.clear();
    }
}
