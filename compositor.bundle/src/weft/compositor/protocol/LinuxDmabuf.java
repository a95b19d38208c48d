package weft.compositor.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weft.compositor.backend.BufferDevice;
import weft.compositor.render.DmabufImport;
import weft.compositor.scene.Dmabuf;
import weft.compositor.scene.PixelFormat;
import weft.os.OsException;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.ZwpLinuxBufferParamsV1;
import weft.wayland.protocol.server.ZwpLinuxDmabufFeedbackV1;
import weft.wayland.protocol.server.ZwpLinuxDmabufV1;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** {@code zwp_linux_dmabuf_v1}: buffers in memory that devices share, as far as what draws can show them. */
final class LinuxDmabuf implements ZwpLinuxDmabufV1.Requests {
    private static final int VERSION = 4, FIRST_WITH_MODIFIERS = 3, FIRST_WITH_FEEDBACK = 4;
    /** In one client's hands: each is an open descriptor here. */
    private static final int MOST_BUFFERS = 512;
    private final Display display;
    private final Screen screen;
    private final List<DmabufImport.Format> formats;
    private final DmabufFeedback feedback;
    private final Map<Client, Integer> buffers = new HashMap<>();

    /** @param screen asked for what can be shown at present; the formats are those of now */
    LinuxDmabuf(Display display, BufferDevice device, Screen screen) throws OsException {
        this.display = display;
        this.screen = screen;
        long drawing = screen.dmabufs().device();
        formats = screen.dmabufs().formats().stream().filter(f -> PixelFormat.ofDrm(f.code()) != null).toList();
        feedback = new DmabufFeedback(drawing == 0 ? device.number() : drawing, formats, device);
        display.addGlobal(ZwpLinuxDmabufV1.TYPE, VERSION, dmabuf -> {
            dmabuf.setRequests(this);
            if (dmabuf.version() >= FIRST_WITH_FEEDBACK) return;
            if (dmabuf.version() >= FIRST_WITH_MODIFIERS) for (var f : formats) dmabuf.sendModifier(f.code(), (int) (f.modifier() >>> 32), (int) f.modifier());
            else formats.stream().map(DmabufImport.Format::code).distinct().forEach(dmabuf::sendFormat);
        });
    }

    boolean offers(int code, long modifier) {
        return formats.contains(new DmabufImport.Format(code, modifier));
    }

    boolean canShow(Dmabuf picture) {
        return screen.dmabufs().canShow(picture);
    }

    Display display() {
        return display;
    }

    @Override
    public void createParams(ZwpLinuxDmabufV1 self, ZwpLinuxBufferParamsV1 id) {
        id.setRequests(new DmabufParams(this, id));
    }

    @Override
    public void getDefaultFeedback(ZwpLinuxDmabufV1 self, ZwpLinuxDmabufFeedbackV1 id) {
        id.setRequests(new ZwpLinuxDmabufFeedbackV1.Requests() {});
        feedback.send(id, false);
    }

    @Override
    public void getSurfaceFeedback(ZwpLinuxDmabufV1 self, ZwpLinuxDmabufFeedbackV1 id, WlSurface surface) {
        id.setRequests(new ZwpLinuxDmabufFeedbackV1.Requests() {});
        feedback.send(id, true);
    }

    /** Counts one more buffer of a client's until it is {@linkplain #ended ended}; returns false if it has too many. */
    boolean begin(Client client) {
        if (buffers.getOrDefault(client, 0) >= MOST_BUFFERS) return false;
        buffers.merge(client, 1, Integer::sum);
        return true;
    }

    void ended(Client client) {
        buffers.computeIfPresent(client, (c, n) -> n == 1 ? null : n - 1);
    }
}
