package weft.compositor.backend;

import weft.os.EventLoop;
import weft.os.OsException;

/**
 * Decides when an output is drawn: at once when something is damaged while it is idle, else when the frame before is on
 * the screen; never otherwise. Clients that want a frame although nothing has changed are answered at the time at which
 * a frame would have been seen.
 *
 * <pre>
 *              damage                    drawn                        seen
 *   IDLE ────────────────▶ QUEUED ────────────────▶ WAITING_FOR_VBLANK ────▶ IDLE, or QUEUED if damaged meanwhile
 *    │                       ▲ damage
 *    └───────────▶ WAITING_FOR_ESTIMATED_VBLANK ────▶ IDLE
 *     frame wanted                           its time
 *   SUSPENDED while nobody sees the output: begins and ends whatever the state
 * </pre>
 */
public final class RedrawLoop {
    public enum State { IDLE, QUEUED, WAITING_FOR_VBLANK, WAITING_FOR_ESTIMATED_VBLANK, SUSPENDED }

    /** What the loop drives. */
    public interface Output {
        /** Draws what is damaged and presents it; returns false if nothing was damaged. */
        boolean draw();

        /** Whether a client waits for a frame. */
        boolean isFrameWanted();

        /** A frame was drawn, or could have been: answers who waited for it. */
        void frameDone();
    }

    private final Output output;
    private final EventLoop.Timer estimate;
    private final long origin = System.nanoTime();
    private long period;
    private State state = State.IDLE;
    private boolean damagedMeanwhile;

    public RedrawLoop(EventLoop loop, Output output, int refreshMillihertz) throws OsException {
        this.output = output;
        refresh(refreshMillihertz);
        estimate = loop.timer(this::estimatedVblank);
    }

    /** The output's rate is another. */
    public void refresh(int millihertz) {
        period = 1_000_000_000_000L / millihertz;
    }

    public State state() {
        return state;
    }

    /** Something has to be drawn. */
    public void damaged() {
        switch (state) {
            case IDLE -> state = State.QUEUED;
            case WAITING_FOR_ESTIMATED_VBLANK -> {
                estimate.stop();
                state = State.QUEUED;
            }
            case WAITING_FOR_VBLANK -> damagedMeanwhile = true;
            case QUEUED, SUSPENDED -> {}
        }
    }

    /** A client wants a frame, whether or not something has changed. */
    public void frameWanted() {
        if (state != State.IDLE) return;
        state = State.WAITING_FOR_ESTIMATED_VBLANK;
        estimate.startAt(HeadlessBackend.nextTick(origin, period, System.nanoTime()));
    }

    /** To be called before the event loop waits: draws if that is due, and returns whether it did. */
    public boolean beforeWait() {
        if (state != State.QUEUED) return false;
        damagedMeanwhile = false;
        state = State.WAITING_FOR_VBLANK;
        if (output.draw()) {
            output.frameDone();
            return true;
        }
        state = State.IDLE;
        if (output.isFrameWanted()) frameWanted();
        return false;
    }

    /** The frame drawn last is on the screen. */
    public void vblank() {
        if (state != State.WAITING_FOR_VBLANK) return;
        state = damagedMeanwhile ? State.QUEUED : State.IDLE;
        if (state == State.IDLE && output.isFrameWanted()) output.frameDone();
    }

    /** Nobody sees the output: nothing is drawn and nobody answered. */
    public void suspend() {
        estimate.stop();
        damagedMeanwhile = false;
        state = State.SUSPENDED;
    }

    /** It is seen again: there is something to draw. */
    public void resume() {
        if (state == State.SUSPENDED) state = State.QUEUED;
    }

    private void estimatedVblank() {
        if (state != State.WAITING_FOR_ESTIMATED_VBLANK) return;
        state = State.IDLE;
        output.frameDone();
    }

    /** Stops its timer. */
    public void close() {
        estimate.close();
    }
}
