package weft.compositor.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.XdgSurface;
import weft.wayland.protocol.client.XdgToplevel;
import weft.wayland.wire.IntArrays;

/** An ordinary window: takes the size it is asked for, fills itself with one colour. */
final class TestWindow {
    final WlSurface surface;
    final XdgSurface xdg;
    final XdgToplevel toplevel;
    final List<Integer> states = new ArrayList<>();
    private final TestClient client;
    private final int argb;
    int width, height, configures;
    boolean closed, obeys = true;
    private boolean drawn;

    TestWindow(TestClient client, int width, int height, int argb) throws IOException {
        this.client = client;
        this.argb = argb;
        this.width = width;
        this.height = height;
        surface = client.surface();
        xdg = client.shell().getXdgSurface(surface);
        toplevel = xdg.getToplevel();
        toplevel.setEvents(new XdgToplevel.Events() {
            @Override
            public void configure(XdgToplevel self, int w, int h, byte[] newStates) {
                boolean other = w > 0 && h > 0 && (w != TestWindow.this.width || h != TestWindow.this.height);
                if (other && obeys) {
                    TestWindow.this.width = w;
                    TestWindow.this.height = h;
                    drawn = false;
                }
                states.clear();
                for (int s : IntArrays.ints(newStates)) states.add(s);
            }

            @Override
            public void close(XdgToplevel self) {
                closed = true;
            }
        });
        xdg.setEvents((self, serial) -> {
            configures++;
            self.ackConfigure(serial);
            if (!drawn && obeys) draw();
        });
    }

    /** Shows it, and waits until it is shown. */
    TestWindow map() throws IOException {
        surface.commit();
        client.roundtrip();
        client.roundtrip();
        client.roundtrip();
        return this;
    }

    void draw() {
        try {
            surface.attach(client.buffer(width, height, argb), 0, 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        surface.damage(0, 0, width, height);
        surface.commit();
        drawn = true;
    }
}
