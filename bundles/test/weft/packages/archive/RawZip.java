package weft.packages.archive;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** A ZIP file as an attacker writes it: every field can say something else than it should. */
final class RawZip {
    final List<File> files = new ArrayList<>();
    byte[] before = {}, behind = {}, comment = {};
    int count = -1, disk;

    /** One file; what is not set is right. */
    static final class File {
        byte[] name, localName, data, extra = {}, localExtra = {}, gap = {};
        int method, flags = 0x800, localFlags = -1, mode = 0100644, madeBy = 3;
        long size, compressed, localSize = -1, crc, offset = -1;

        File name(String text) {
            name = localName = text.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        File mode(int mode) {
            this.mode = mode;
            return this;
        }
    }

    RawZip() {}

    RawZip with(String name, String content) {
        add(name, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A stored file. */
    File add(String name, byte[] content) {
        var f = new File().name(name);
        var crc = new CRC32();
        crc.update(content);
        f.data = content;
        f.size = f.compressed = content.length;
        f.crc = crc.getValue();
        files.add(f);
        return f;
    }

    /** A packed file. */
    File addDeflated(String name, byte[] content) {
        var f = add(name, content);
        var deflater = new Deflater(9, true);
        deflater.setInput(content);
        deflater.finish();
        var out = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        while (!deflater.finished()) out.write(buffer, 0, deflater.deflate(buffer));
        f.data = out.toByteArray();
        f.compressed = f.data.length;
        f.method = 8;
        return f;
    }

    byte[] bytes() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(before);
        var offsets = new ArrayList<Long>();
        for (File f : files) {
            out.writeBytes(f.gap);
            offsets.add(f.offset >= 0 ? f.offset : out.size());
            out.writeBytes(buffer(30).putInt(0x04034b50).putShort((short) 20).putShort((short) (f.localFlags >= 0 ? f.localFlags : f.flags)).putShort((short) f.method).putInt(0x210000)
                    .putInt((int) f.crc).putInt((int) f.compressed).putInt((int) (f.localSize >= 0 ? f.localSize : f.size)).putShort((short) f.localName.length).putShort((short) f.localExtra.length).array());
            out.writeBytes(f.localName);
            out.writeBytes(f.localExtra);
            out.writeBytes(f.data);
        }
        int start = out.size();
        for (int i = 0; i < files.size(); i++) central(out, files.get(i), offsets.get(i));
        int n = count >= 0 ? count : files.size(), bytes = out.size() - start;
        out.writeBytes(buffer(22).putInt(0x06054b50).putShort((short) disk).putShort((short) disk).putShort((short) n).putShort((short) n).putInt(bytes).putInt(start).putShort((short) comment.length).array());
        out.writeBytes(comment);
        out.writeBytes(behind);
        return out.toByteArray();
    }

    private static void central(ByteArrayOutputStream out, File f, long offset) {
        out.writeBytes(buffer(46).putInt(0x02014b50).putShort((short) (f.madeBy << 8 | 20)).putShort((short) 20).putShort((short) f.flags).putShort((short) f.method).putInt(0x210000)
                .putInt((int) f.crc).putInt((int) f.compressed).putInt((int) f.size).putShort((short) f.name.length).putShort((short) f.extra.length).putShort((short) 0).putShort((short) 0)
                .putShort((short) 0).putInt(f.mode << 16).putInt((int) offset).array());
        out.writeBytes(f.name);
        out.writeBytes(f.extra);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
