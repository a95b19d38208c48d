package weft.packages.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.api.ErrorCode;
import weft.api.Printable;
import weft.api.WeftException;
import weft.os.Fd;
import weft.os.FileAt;

/**
 * An archive opened for reading. Its directory and every local header are read and compared before anything is unpacked
 * (see {@link Directory}); what is unpacked is bounded by what they say. The file is opened once: what becomes of its
 * name meanwhile does not matter.
 */
public final class Archive implements AutoCloseable {
    static final long MAX_BYTES = 256L << 20;
    private final FileChannel channel;
    private final String name;
    private final SortedMap<String, Entry> entries;

    /**
     * A file in the archive.
     *
     * @param at where its bytes begin
     */
    public record Entry(String name, boolean deflated, long crc, long compressed, long size, long at) {}

    private Archive(FileChannel channel, String name) throws IOException {
        this.channel = channel;
        this.name = name;
        var all = new TreeMap<String, Entry>();
        for (Entry e : new Directory(this).read()) all.put(e.name(), e);
        entries = Collections.unmodifiableSortedMap(all);
    }

    /**
     * @throws WeftException INVALID if it is no sound archive, saying what is wrong with it
     * @throws IOException if it cannot be read
     */
    public static Archive open(Path file) throws IOException {
        return read(FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS), file.getFileName().toString());
    }

    /**
     * As {@link #open(Path)}, of a file that is open already; the descriptor stays the caller's.
     *
     * @param name for what is said about it
     * @throws WeftException INVALID also if it is not a file
     */
    public static Archive open(Fd file, String name) throws IOException {
        if (FileAt.status(file).kind() != FileAt.Kind.FILE) throw new WeftException(ErrorCode.INVALID, Printable.text(name) + " is refused: it is not a file.");
        return read(FileChannel.open(Path.of("/proc/self/fd/" + file.number()), StandardOpenOption.READ), name);
    }

    private static Archive read(FileChannel channel, String name) throws IOException {
        try {
            return new Archive(channel, Printable.text(name));
        } catch (Throwable t) {
            channel.close();
            throw t;
        }
    }

    /** By name. */
    public SortedMap<String, Entry> entries() {
        return entries;
    }

    /** The bytes of a file; reading fails with INVALID where they are not what the directory says. */
    public InputStream open(Entry entry) throws IOException {
        return new EntryStream(this, entry);
    }

    /** A file as a whole. @throws WeftException INVALID if it is larger than {@code max} */
    public byte[] bytes(Entry entry, int max) throws IOException {
        if (entry.size() > max) throw refused(entry.name(), "is larger than " + max + " bytes");
        try (var in = open(entry)) {
            return in.readAllBytes();
        }
    }

    /** What it is called in what is said about it. */
    public String name() {
        return name;
    }

    WeftException refused(String what) {
        return new WeftException(ErrorCode.INVALID, name + " is refused: " + what + ".");
    }

    WeftException refused(String entry, String what) {
        return refused("its file \"" + Printable.text(entry) + "\" " + what);
    }

    long size() throws IOException {
        return channel.size();
    }

    /** Exactly these bytes, little-endian. */
    ByteBuffer read(long at, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) if (channel.read(buffer, at + buffer.position()) < 0) throw refused("it is cut off");
        return buffer.flip();
    }

    int read(long at, byte[] into, int offset, int length) throws IOException {
        return channel.read(ByteBuffer.wrap(into, offset, length), at);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
