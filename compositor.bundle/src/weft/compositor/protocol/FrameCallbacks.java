package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Surfaces whose clients wait for a frame: for a hint when to draw the next (wl_surface.frame), or for the time at which
 * the last was seen (wp_presentation). Each is paced by the output that shows most of its window. Surfaces of which nothing can be
 * seen, for they are hidden or covered, wait until that is otherwise.
 */
public final class FrameCallbacks {
    private final List<Watch> watching = new ArrayList<>();
    private List<Surface> waiting = new ArrayList<>(), spare = new ArrayList<>();

    /** When a frame became visible, on the monotonic clock; a refresh interval of 0 is unknown. */
    public record Presented(long nanoTime, int refreshNanos, long sequence, int flags) {}

    record Watch(Surface surface, Consumer<Presented> watcher) {}

    void add(Surface s) {
        if (!waiting.contains(s)) waiting.add(s);
        want(s);
    }

    private static void want(Surface s) {
        if (!s.isSeen()) return;
        var output = s.showing();
        if (output != null) output.frameWanted();
    }

    /** Calls back when the next frame that is drawn of a surface's output has been seen. */
    void watch(Surface s, Consumer<Presented> watcher) {
        for (int i = 0; i < watching.size(); i++) if (watching.get(i).watcher == watcher) return;
        watching.add(new Watch(s, watcher));
    }

    void unwatch(Consumer<Presented> watcher) {
        watching.removeIf(w -> w.watcher == watcher);
    }

    void remove(Surface s) {
        waiting.remove(s);
    }

    /** Outputs have come or gone: who waited for one that is gone waits for another. */
    void outputsChanged() {
        for (int i = 0; i < waiting.size(); i++) want(waiting.get(i));
    }

    /** Whether a visible surface waits for a frame of an output. */
    public boolean areWanted(Output output) {
        for (int i = 0; i < waiting.size(); i++) if (waiting.get(i).isSeen() && waiting.get(i).showing() == output) return true;
        return false;
    }

    /** A frame of an output has been drawn, or could have been. */
    public void drawn(Output output, long nanoTime) {
        var now = waiting;
        waiting = spare;
        int ms = (int) (nanoTime / 1_000_000);
        for (int i = 0; i < now.size(); i++) {
            var s = now.get(i);
            if (!s.isSeen() || s.showing() != output) {
                waiting.add(s);
                continue;
            }
            s.takeFeedback(output.drawn);
            s.sendFrames(ms);
        }
        now.clear();
        spare = now;
        for (int i = 0; i < watching.size(); i++) {
            var w = watching.get(i);
            if (w.surface.showing() != output) continue;
            output.watched.add(w);
            watching.remove(i--);
        }
    }

    /** The frame of an output that was drawn last is on the screen. */
    public void presented(Output output, Presented p) {
        long seconds = p.nanoTime / 1_000_000_000;
        for (int i = 0; i < output.drawn.size(); i++) {
            output.drawn.get(i).sendPresented((int) (seconds >>> 32), (int) seconds, (int) (p.nanoTime % 1_000_000_000), p.refreshNanos,
                    (int) (p.sequence >>> 32), (int) p.sequence, p.flags);
        }
        output.drawn.clear();
        for (int i = 0; i < output.watched.size(); i++) output.watched.get(i).watcher.accept(p);
        output.watched.clear();
    }
}
