package weft.compositor.protocol;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import weft.compositor.Host;
import weft.compositor.backend.Backend;
import weft.compositor.backend.HeadlessBackend;
import weft.compositor.window.Window;
import weft.os.EventLoop;
import weft.wayland.testing.Fixture;

/** A whole compositor and its clients, in one loop and one thread. */
final class TestCompositor implements AutoCloseable {
    static final int WIDTH = 800, HEIGHT = 600, LEFT = 0x110;
    private final EventLoop loop;
    private final boolean ownLoop;
    private final Host host;
    private final Fixture fixture;

    TestCompositor() throws Exception {
        this(true);
    }

    TestCompositor(boolean strict) throws Exception {
        loop = new EventLoop();
        ownLoop = true;
        host = new Host(loop, new HeadlessBackend(loop, WIDTH, HEIGHT), "us", strict);
        fixture = new Fixture(host.display());
    }

    /** One on another backend, in a loop that stays the caller's. */
    TestCompositor(EventLoop loop, Backend backend) throws Exception {
        this.loop = loop;
        ownLoop = false;
        host = new Host(loop, backend, "us", true);
        fixture = new Fixture(host.display());
    }

    Host host() {
        return host;
    }

    Fixture fixture() {
        return fixture;
    }

    TestClient connect() throws IOException {
        return new TestClient(this, fixture.connect());
    }

    TestClient connectPrivileged() throws IOException {
        return new TestClient(this, fixture.connect(true));
    }

    /** Lets clients and compositor handle everything asked so far, and what follows from it. */
    void settle() throws IOException {
        fixture.roundtrip();
        fixture.roundtrip();
    }

    void until(BooleanSupplier condition) throws IOException {
        fixture.until(condition);
    }

    /** The colour on the output, all damage drawn. */
    int pixel(int x, int y) {
        return host.picture().get(x, y);
    }

    Window window(int number) {
        return host.workspace().views().stream().map(v -> v.window()).filter(w -> w.id() == number).findFirst().orElseThrow();
    }

    /** The window that was made last. */
    Window lastWindow() {
        return java.util.List.copyOf(host.workspace().views()).getLast().window();
    }

    int windows() {
        return host.workspace().views().size();
    }

    void move(double x, double y) throws IOException {
        host.globals().seat().pointerMoved(x, y);
        settle();
    }

    void button(int button, boolean pressed) throws IOException {
        host.globals().seat().pointerButton(button, pressed);
        settle();
    }

    void click(double x, double y) throws IOException {
        move(x, y);
        button(LEFT, true);
        button(LEFT, false);
    }

    void key(int key, boolean pressed) throws IOException {
        host.globals().seat().key(key, pressed);
        settle();
    }

    void tap(int key) throws IOException {
        key(key, true);
        key(key, false);
    }

    @Override
    public void close() {
        fixture.close();
        host.close();
        if (ownLoop) loop.close();
    }
}
