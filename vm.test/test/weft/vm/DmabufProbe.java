package weft.vm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import weft.os.Fd;
import weft.wayland.client.Connection;
import weft.wayland.protocol.client.WlBuffer;
import weft.wayland.protocol.client.WlCompositor;
import weft.wayland.protocol.client.WlKeyboard;
import weft.wayland.protocol.client.WlSeat;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.XdgToplevel;
import weft.wayland.protocol.client.XdgWmBase;
import weft.wayland.protocol.client.ZwpLinuxBufferParamsV1;
import weft.wayland.protocol.client.ZwpLinuxDmabufFeedbackV1;
import weft.wayland.protocol.client.ZwpLinuxDmabufV1;

/**
 * A client inside the guest whose window shows memory of devices: at first of the display device; by the key U of another, by V of one that is not done
 * with it yet, by S it is. Q ends it. Prints what it hears, a line each.
 */
final class DmabufProbe implements WlKeyboard.Events, ZwpLinuxDmabufFeedbackV1.Events, ZwpLinuxBufferParamsV1.Events {
    static final int DUMB = 0xff12ab34, OTHER = 0xffc81e5a, UNDONE = 0xff2f4fd8;
    static final int WIDTH = 400, HEIGHT = 300;
    private static final int U = 22, V = 47, S = 31, Q = 16, XRGB = 0x34325258;
    private final Connection connection;
    private final ZwpLinuxDmabufV1 dmabuf;
    private final WlSurface surface;
    private final int card;
    private DeviceMemory drawing;
    private int fence;
    private String showing;

    private DmabufProbe(Connection connection) throws IOException {
        this.connection = connection;
        card = DeviceMemory.open("/dev/dri/card0");
        connection.roundtrip();
        var registry = connection.registry();
        dmabuf = registry.bind(ZwpLinuxDmabufV1.TYPE, 4);
        surface = registry.bind(WlCompositor.TYPE, 4).createSurface();
        dmabuf.getSurfaceFeedback(surface).setEvents(this);
        registry.bind(WlSeat.TYPE, 5).getKeyboard().setEvents(this);
        var shell = registry.bind(XdgWmBase.TYPE, 1);
        shell.setEvents(XdgWmBase::pong);
        var window = shell.getXdgSurface(surface);
        window.getToplevel().setEvents(new XdgToplevel.Events() {});
        window.setEvents((self, serial) -> {
            self.ackConfigure(serial);
            if (showing == null) show("dumb");
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
            case Q -> {
                connection.close();
                System.exit(0);
            }
            default -> { }
        }
    }
}
