package weft.compositor.protocol;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import weft.compositor.Host;
import weft.compositor.backend.Backend;
import weft.compositor.backend.HeadlessBackend;
import weft.compositor.output.OutputIdentity;
import weft.compositor.output.OutputMode;
import weft.compositor.output.OutputSettings;
import weft.compositor.output.OutputWords;
import weft.compositor.render.RenderDevice;
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

    /** One that draws with a device, which is its own from then on. */
    TestCompositor(RenderDevice device) throws Exception {
        loop = new EventLoop();
        ownLoop = true;
        host = new Host(loop, new HeadlessBackend(loop, WIDTH, HEIGHT), device, "us", true, Map.of());
        fixture = new Fixture(host.display());
    }

    /** One on another backend, in a loop that stays the caller's. */
    TestCompositor(EventLoop loop, Backend backend) throws Exception {
        this.loop = loop;
        ownLoop = false;
        host = new Host(loop, backend, "us", true);
        fixture = new Fixture(host.display());
    }

    /** One with several outputs, written in short, called WEFT-1 and so on. */
    TestCompositor(List<String> outputs) throws Exception {
        loop = new EventLoop();
        ownLoop = true;
        var backend = new HeadlessBackend(loop);
        int right = 0, number = 0;
        for (var o : outputs) {
            var settings = OutputWords.Short.parse(o).settings(right);
            right = settings.area().right();
            backend.add(new OutputIdentity("WEFT-" + ++number, "", "", ""), settings.mode(), settings);
        }
        host = new Host(loop, backend, "us", true);
        fixture = new Fixture(host.display());
    }

    HeadlessBackend headless() {
        return (HeadlessBackend) host.backend();
    }

    /** How an output is shown. */
    OutputSettings settings(String output) {
        return host.outputs().all().stream().filter(o -> o.identity().name().equals(output)).findFirst().orElseThrow().settings();
    }

    /** Shows an output in another way. */
    void change(String output, UnaryOperator<OutputSettings> change) throws IOException {
        if (!host.outputs().apply(Map.of(output, change.apply(settings(output))))) throw new AssertionError(output + " cannot be so");
        settle();
    }

    /** The only output has another size. */
    void resize(int width, int height) throws IOException {
        change("WEFT-1", s -> s.withMode(new OutputMode(width, height, 0)));
    }

    /** The colour at a pixel of an output, upright, all damage drawn. */
    int pixel(String output, int x, int y) {
        return 0xff000000 | host.picture(output).get(x, y);
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
        return 0xff000000 | host.picture((String) null).get(x, y);
    }

    Window window(int number) {
        return host.workspace().views().stream().map(v -> v.window()).filter(w -> w.id() == number).findFirst().orElseThrow();
    }

    /** The window that was made last. */
    Window lastWindow() {
        return List.copyOf(host.workspace().views()).getLast().window();
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
