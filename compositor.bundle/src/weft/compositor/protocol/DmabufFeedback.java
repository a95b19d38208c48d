package weft.compositor.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import weft.compositor.backend.BufferDevice;
import weft.compositor.render.DmabufImport;
import weft.compositor.scene.Dmabuf;
import weft.compositor.scene.PixelFormat;
import weft.os.Errno;
import weft.os.Fd;
import weft.os.Memfd;
import weft.os.OsException;
import weft.wayland.protocol.server.ZwpLinuxDmabufFeedbackV1;

/** What {@code zwp_linux_dmabuf_feedback_v1} tells: the formats in a table that all clients share, the device, and which formats can be scanned out. */
final class DmabufFeedback {
    private static final int ENTRY_BYTES = 16;
    private final long mainDevice;
    private final List<DmabufImport.Format> formats;
    private final BufferDevice display;
    private final Fd table;
    private final int tableBytes;

    /**
     * @param mainDevice in whose memory pictures are drawn best
     * @param display that may scan some of the formats out
     */
    DmabufFeedback(long mainDevice, List<DmabufImport.Format> formats, BufferDevice display) throws OsException {
        this.mainDevice = mainDevice;
        this.formats = formats;
        this.display = display;
        var entries = ByteBuffer.allocate(ENTRY_BYTES * formats.size()).order(ByteOrder.nativeOrder());
        for (var f : formats) entries.putInt(f.code()).putInt(0).putLong(f.modifier());
        tableBytes = entries.capacity();
        table = Memfd.create("dmabuf formats", tableBytes);
        try {
            table.writeAt(0, entries.array(), 0, tableBytes);
            Memfd.seal(table, Memfd.SEAL_SHRINK | Memfd.SEAL_GROW | Memfd.SEAL_WRITE | Memfd.SEAL_SEAL);
        } catch (IOException e) {
            table.close();
            throw e instanceof OsException o ? o : new OsException("the table of formats: " + e.getMessage(), Errno.EIO);
        }
    }

    /** @param ofSurface whether it is for one surface, which may come to be scanned out */
    void send(ZwpLinuxDmabufFeedbackV1 to, boolean ofSurface) {
        to.sendFormatTable(table, tableBytes);
        to.sendMainDevice(bytes(mainDevice));
        var scannedOut = formats.stream().filter(f -> f.modifier() == Dmabuf.LINEAR && display.scanOut().contains(PixelFormat.ofDrm(f.code()))).toList();
        // The better one first.
        if (ofSurface && !scannedOut.isEmpty()) tranche(to, display.number(), scannedOut, ZwpLinuxDmabufFeedbackV1.TRANCHE_FLAGS_SCANOUT);
        tranche(to, mainDevice, formats, 0);
        to.sendDone();
    }

    private void tranche(ZwpLinuxDmabufFeedbackV1 to, long device, List<DmabufImport.Format> some, int flags) {
        var indices = ByteBuffer.allocate(2 * some.size()).order(ByteOrder.nativeOrder());
        for (var f : some) indices.putShort((short) formats.indexOf(f));
        to.sendTrancheTargetDevice(bytes(device));
        to.sendTrancheFlags(flags);
        to.sendTrancheFormats(indices.array());
        to.sendTrancheDone();
    }

    private static byte[] bytes(long device) {
        return ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(device).array();
    }
}
