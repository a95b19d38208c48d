package weft.vm;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import weft.ffi.Drm;
import weft.os.Fd;
import weft.wayland.client.Connection;
import weft.wayland.protocol.client.WlBuffer;
import weft.wayland.protocol.client.WlCompositor;
import weft.wayland.protocol.client.WlKeyboard;
import weft.wayland.protocol.client.WlSeat;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.XdgSurface;
import weft.wayland.protocol.client.XdgToplevel;
import weft.wayland.protocol.client.XdgWmBase;
import weft.wayland.protocol.client.ZwpLinuxBufferParamsV1;
import weft.wayland.protocol.client.ZwpLinuxDmabufFeedbackV1;
import weft.wayland.protocol.client.ZwpLinuxDmabufV1;

/**
 * A client inside the guest whose window shows memory of devices: at first of the display device; by the key U of another, by V of one that is not done
 * with it yet, by S it is. F makes it full-screen, G shows the other one of two pictures then; N shows a second window, X takes it away. O tells how many frames there were, P where the display shows the pointer, Q ends it. Prints what it hears, a line each.
 */
final class DmabufProbe implements WlKeyboard.Events, ZwpLinuxDmabufFeedbackV1.Events, ZwpLinuxBufferParamsV1.Events {
    static final int DUMB = 0xff12ab34, OTHER = 0xffc81e5a, UNDONE = 0xff2f4fd8, SECOND = 0xffe0c020;
    static final int[] FULL = {0xff207090, 0xff902070};
    static final int WIDTH = 400, HEIGHT = 300;
    private static final int U = 22, V = 47, S = 31, Q = 16, F = 33, G = 34, N = 49, X = 45, O = 24, P = 25, XRGB = 0x34325258, PLANE_CURSOR = 2;
    private final Connection connection;
    private final ZwpLinuxDmabufV1 dmabuf;
    private final WlSurface surface;
    private final WlCompositor compositor;
    private final XdgWmBase shell;
    private final XdgToplevel toplevel;
    private final WlBuffer[] full = new WlBuffer[FULL.length];
    private final int card;
    private DeviceMemory drawing;
    private int fence;
    private String showing;
    private int width, height, shownFull = -1;
    private boolean fullscreen;
    private WlSurface second;
    private XdgSurface secondWindow;
    private XdgToplevel secondToplevel;

    private DmabufProbe(Connection connection) throws IOException {
        this.connection = connection;
        card = DeviceMemory.open("/dev/dri/card0");
        connection.roundtrip();
        var registry = connection.registry();
        dmabuf = registry.bind(ZwpLinuxDmabufV1.TYPE, 4);
        compositor = registry.bind(WlCompositor.TYPE, 4);
        surface = compositor.createSurface();
        dmabuf.getSurfaceFeedback(surface).setEvents(this);
        registry.bind(WlSeat.TYPE, 5).getKeyboard().setEvents(this);
        shell = registry.bind(XdgWmBase.TYPE, 1);
        shell.setEvents(XdgWmBase::pong);
        var window = shell.getXdgSurface(surface);
        toplevel = window.getToplevel();
        toplevel.setEvents(new XdgToplevel.Events() {
            @Override
            public void configure(XdgToplevel self, int w, int h, byte[] states) {
                width = w;
                height = h;
            }
        });
        window.setEvents((self, serial) -> {
            self.ackConfigure(serial);
            if (showing == null) show("dumb");
            else if (fullscreen && width > WIDTH && shownFull < 0) showFull();
        });
        surface.commit();
    }

    public static void main(String... arguments) throws IOException {
        try (var connection = Connection.connect(System.getenv())) {
            new DmabufProbe(connection);
            while (true) connection.dispatch(-1);
        }
    }

    private static void say(String line) {
        System.out.println("PROBE " + line);
        System.out.flush();
    }

    /** The other one of two pictures as large as the display. */
    private void showFull() {
        try {
            if (full[0] == null) for (int i = 0; i < full.length; i++) full[i] = immediately(DeviceMemory.dumb(card, width, height, FULL[i]), width, height, "full " + i);
            shownFull = (shownFull + 1) % full.length;
            int now = shownFull;
            surface.attach(full[now], 0, 0);
            surface.damage(0, 0, width, height);
            surface.frame().setEvents((callback, time) -> say("drawn full " + now));
            surface.commit();
        } catch (IOException e) {
            say("failed: " + e);
        }
    }

    private WlBuffer immediately(DeviceMemory memory, int w, int h, String name) {
        var params = dmabuf.createParams();
        try (Fd fd = memory.shared) {
            params.add(fd, 0, 0, memory.stride, 0, 0);
        }
        var buffer = params.createImmed(w, h, XRGB, 0);
        params.destroy();
        buffer.setEvents(b -> say("released " + name));
        return buffer;
    }

    private void showSecond() {
        second = compositor.createSurface();
        secondWindow = shell.getXdgSurface(second);
        secondToplevel = secondWindow.getToplevel();
        secondToplevel.setEvents(new XdgToplevel.Events() {});
        secondWindow.setEvents((self, serial) -> {
            self.ackConfigure(serial);
            try {
                second.attach(immediately(DeviceMemory.dumb(card, WIDTH, HEIGHT, SECOND), WIDTH, HEIGHT, "second"), 0, 0);
                second.commit();
            } catch (IOException e) {
                say("failed: " + e);
            }
        });
        second.commit();
    }

    private void hideSecond() {
        secondToplevel.destroy();
        secondWindow.destroy();
        second.destroy();
    }

    /** Asks the compositor for its only output. */
    private static void sayFrames() {
        try (var control = SocketChannel.open(UnixDomainSocketAddress.of("/run/control"))) {
            control.write(ByteBuffer.wrap("{\"id\":1,\"type\":\"OUTPUTS\",\"body\":{}}\n".getBytes(StandardCharsets.UTF_8)));
            String answer = new BufferedReader(Channels.newReader(control, StandardCharsets.UTF_8)).readLine();
            var counts = Pattern.compile("\"frames\":(\\d+),\"scanned_out\":(\\d+)").matcher(answer);
            say(counts.find() ? "frames " + counts.group(1) + " " + counts.group(2) : "failed: " + answer);
        } catch (IOException e) {
            say("failed: " + e);
        }
    }

    /** What the kernel says of the plane that is for the pointer. */
    private void sayPointer() {
        Drm.enable(card, Drm.CAP_UNIVERSAL_PLANES);
        Drm.enable(card, Drm.CAP_ATOMIC);
        for (var plane : Drm.planes(card)) {
            var state = Drm.properties(card, plane.id(), Drm.PLANE);
            if (state.get("type").value() != PLANE_CURSOR) continue;
            if (state.get("FB_ID").value() == 0) say("no pointer");
            else say("pointer at " + (int) state.get("CRTC_X").value() + " " + (int) state.get("CRTC_Y").value());
            return;
        }
        say("no plane");
    }

    private void show(String what) {
        showing = what;
        try {
            var memory = switch (what) {
                case "dumb" -> DeviceMemory.dumb(card, WIDTH, HEIGHT, DUMB);
                case "other" -> DeviceMemory.dumb(DeviceMemory.open(DeviceMemory.vgem()), WIDTH, HEIGHT, OTHER);
                default -> {
                    drawing = DeviceMemory.dumb(DeviceMemory.open(DeviceMemory.vgem()), WIDTH, HEIGHT, UNDONE);
                    fence = drawing.drawing();
                    yield drawing;
                }
            };
            var params = dmabuf.createParams();
            params.setEvents(this);
            try (Fd fd = memory.shared) {
                params.add(fd, 0, 0, memory.stride, 0, 0);
            }
            params.create(WIDTH, HEIGHT, XRGB, 0);
        } catch (IOException e) {
            say("failed: " + e);
        }
    }

    @Override
    public void created(ZwpLinuxBufferParamsV1 self, WlBuffer buffer) {
        String what = showing;
        buffer.setEvents(b -> say("released " + what));
        surface.attach(buffer, 0, 0);
        surface.damage(0, 0, WIDTH, HEIGHT);
        surface.frame().setEvents((callback, time) -> say("drawn " + what));
        surface.commit();
    }

    @Override
    public void failed(ZwpLinuxBufferParamsV1 self) {
        say("refused " + showing);
    }

    @Override
    public void mainDevice(ZwpLinuxDmabufFeedbackV1 self, byte[] device) {
        try {
            long number = ((Number) Files.getAttribute(Path.of("/dev/dri/card0"), "unix:rdev")).longValue();
            say("main device is card0: " + (ByteBuffer.wrap(device).order(ByteOrder.nativeOrder()).getLong() == number));
        } catch (IOException e) {
            say("failed: " + e);
        }
    }

    @Override
    public void trancheFlags(ZwpLinuxDmabufFeedbackV1 self, int flags) {
        say("tranche " + flags);
    }

    @Override
    public void formatTable(ZwpLinuxDmabufFeedbackV1 self, Fd fd, int size) {
        fd.close();
    }

    @Override
    public void keymap(WlKeyboard self, int format, Fd fd, int size) {
        fd.close();
    }

    @Override
    public void key(WlKeyboard self, int serial, int time, int key, int state) {
        if (state != WlKeyboard.KEY_STATE_PRESSED) return;
        switch (key) {
            case U -> show("other");
            case V -> show("undone");
            case S -> {
                try {
                    drawing.drawn(fence);
                } catch (IOException e) {
                    say("failed: " + e);
                }
            }
            case F -> {
                fullscreen = true;
                toplevel.setFullscreen(null);
            }
            case G -> showFull();
            case N -> showSecond();
            case X -> hideSecond();
            case O -> sayFrames();
            case P -> sayPointer();
            case Q -> {
                connection.close();
                System.exit(0);
            }
            default -> { }
        }
    }
}
