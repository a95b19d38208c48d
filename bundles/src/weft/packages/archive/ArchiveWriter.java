package weft.packages.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes an archive: the same files give the same bytes, whenever, by whomever and from wherever they are packed (no
 * times, owners or modes are kept; the packing itself is that of the JDK's zlib). The file is there whole or not at all.
 */
public final class ArchiveWriter {
    private static final int LOCAL = 0x04034b50, CENTRAL = 0x02014b50, END = 0x06054b50, UTF_8 = 0x800, NEEDS = 20, MADE_BY_UNIX = 3 << 8 | NEEDS;
    private static final int FIRST_OF_1980 = 0x0021_0000, MODE = 0100644;
    private final FileChannel channel;
    private final List<Written> written = new ArrayList<>();

    private record Written(byte[] name, int method, int crc, int compressed, int size, int offset) {}

    private ArchiveWriter(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws IllegalArgumentException for a name that {@link EntryName} refuses */
    public static void write(Path target, SortedMap<String, Content> files) throws IOException {
        files.keySet().forEach(name -> EntryName.problem(name).ifPresent(p -> {
            throw new IllegalArgumentException(name + " " + p);
        }));
        Path part = Files.createTempFile(target.toAbsolutePath().getParent(), ".", ".part");
        try {
            try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                var writer = new ArchiveWriter(channel);
                for (var file : files.entrySet()) writer.add(file.getKey(), file.getValue());
                writer.finish();
                channel.force(true);
            }
            Files.setPosixFilePermissions(part, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void add(String name, Content content) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        long offset = channel.position();
        channel.position(offset + 30 + bytes.length);
        var crc = new CRC32();
        long size = pack(content, crc), compressed = channel.position() - offset - 30 - bytes.length;
        if (channel.position() > Archive.MAX_BYTES) throw new IOException("the archive would be larger than " + (Archive.MAX_BYTES >> 20) + " MB");
        var file = new Written(bytes, 8, (int) crc.getValue(), (int) compressed, (int) size, (int) offset);
        long end = channel.position();
        put(buffer(30 + bytes.length).putInt(LOCAL).putShort((short) NEEDS), file, b -> b.putShort((short) 0).put(bytes), offset);
        channel.position(end);
        written.add(file);
    }

    private long pack(Content content, CRC32 crc) throws IOException {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        byte[] in = new byte[1 << 16], out = new byte[1 << 16];
        long size = 0;
        try (InputStream bytes = content.open()) {
            for (int n; (n = bytes.read(in)) >= 0; ) {
                size += n;
                crc.update(in, 0, n);
                deflater.setInput(in, 0, n);
                while (!deflater.needsInput()) writeAll(ByteBuffer.wrap(out, 0, deflater.deflate(out)));
            }
            deflater.finish();
            while (!deflater.finished()) writeAll(ByteBuffer.wrap(out, 0, deflater.deflate(out)));
        } finally {
            deflater.end();
        }
        return size;
    }

    private void finish() throws IOException {
        long start = channel.position();
        for (Written file : written) {
            var head = buffer(46 + file.name.length).putInt(CENTRAL).putShort((short) MADE_BY_UNIX).putShort((short) NEEDS);
            put(head, file, b -> b.putShort((short) 0).putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(MODE << 16).putInt(file.offset).put(file.name), channel.position());
        }
        long bytes = channel.position() - start;
        short count = (short) written.size();
        writeAll(buffer(22).putInt(END).putShort((short) 0).putShort((short) 0).putShort(count).putShort(count).putInt((int) bytes).putInt((int) start).putShort((short) 0).flip());
    }

    private interface Rest {
        void put(ByteBuffer buffer);
    }

    // The fields that both headers have, and then the others.
    private void put(ByteBuffer head, Written f, Rest rest, long at) throws IOException {
        head.putShort((short) UTF_8).putShort((short) f.method).putInt(FIRST_OF_1980).putInt(f.crc).putInt(f.compressed).putInt(f.size).putShort((short) f.name.length);
        rest.put(head);
        channel.position(at);
        writeAll(head.flip());
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) channel.write(bytes);
    }
}
