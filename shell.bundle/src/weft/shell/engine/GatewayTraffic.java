package weft.shell.engine;

import weft.api.WeftException;
import weft.codec.Envelope;
import weft.os.EventLoop;
import weft.shell.engine.link.GatewayLink;

/** Hands what the gateway's threads hear over to the loop; what comes before the engine is ready waits there. */
final class GatewayTraffic implements GatewayLink.Listener {
    private final EventLoop loop;
    private Engine engine;

    GatewayTraffic(EventLoop loop) {
        this.loop = loop;
    }

    /** Before the loop runs. */
    void goesTo(Engine e) {
        engine = e;
    }

    @Override
    public void connected() {
        loop.post(() -> engine.connected());
    }

    @Override
    public void disconnected() {
        loop.post(() -> engine.disconnected());
    }

    @Override
    public void received(Envelope envelope) {
        loop.post(() -> engine.received(envelope));
    }

    @Override
    public void unsent(Envelope envelope, WeftException why) {
        loop.post(() -> engine.unsent(envelope, why));
    }
}
