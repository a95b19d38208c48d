package weft.compositor.protocol;

import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.WpPresentation;
import weft.wayland.protocol.server.WpPresentationFeedback;
import weft.wayland.server.Display;

/** {@code wp_presentation}: tells when a commit was seen, on the monotonic clock. */
final class Presentation implements WpPresentation.Requests {
    private static final int CLOCK_MONOTONIC = 1;

    Presentation(Display display) {
        display.addGlobal(WpPresentation.TYPE, 1, p -> {
            p.setRequests(this);
            p.sendClockId(CLOCK_MONOTONIC);
        });
    }

    @Override
    public void feedback(WpPresentation self, WlSurface surface, WpPresentationFeedback callback) {
        Surface.of(surface).pending().addFeedback(callback);
    }
}
