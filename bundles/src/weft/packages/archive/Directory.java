package weft.packages.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import weft.packages.archive.Archive.Entry;

/**
 * The directory of an archive, read strictly (PKWARE APPNOTE 6.3.10, of which little is allowed): the file is the
 * entries one after the other, the central directory, and its end record, with nothing before, between or behind; each
 * local header says what the directory says; no encryption, no extra fields, no comments, no links, no folders.
 */
final class Directory {
    private static final int LOCAL = 0x04034b50, CENTRAL = 0x02014b50, END = 0x06054b50, LOCAL_BYTES = 30, CENTRAL_BYTES = 46, END_BYTES = 22;
    private static final int MAX_ENTRIES = 4096, MAX_NAME = 1024, MAX_RATIO = 200, UTF_8 = 0x800, ENCRYPTED = 0x2041, SIZES_BEHIND = 8, UNIX = 3;
    private static final int KIND = 0xF000, REGULAR = 0x8000, LINK = 0xA000, FOLDER = 0x4000, PRIVILEGES = 06000;
    private static final long MAX_FILE = 256L << 20, MAX_TOTAL = 512L << 20, RATIO_FROM = 1 << 20, U32 = 0xFFFFFFFFL;
    private final Archive archive;

    /** What a header says; central and local headers share this much. */
    private record Header(int flags, int method, int time, long crc, long compressed, long size, String name) {}

    private record Listed(Header header, long offset) {}

    Directory(Archive archive) {
        this.archive = archive;
    }

    List<Entry> read() throws IOException {
        long size = archive.size();
        if (size > Archive.MAX_BYTES) throw archive.refused("it is larger than " + (Archive.MAX_BYTES >> 20) + " MB");
        if (size < END_BYTES) throw archive.refused("it is no .wapp archive");
        ByteBuffer end = archive.read(size - END_BYTES, END_BYTES);
        if (end.getInt(0) != END || end.getShort(20) != 0) throw noEnd(size);
        int count = end.getShort(10) & 0xFFFF;
        if (count > MAX_ENTRIES) throw archive.refused("it lists more than " + MAX_ENTRIES + " files");
        if (end.getShort(4) != 0 || end.getShort(6) != 0 || (end.getShort(8) & 0xFFFF) != count) throw archive.refused("it is one of several parts");
        long bytes = end.getInt(12) & U32, offset = end.getInt(16) & U32;
        if (offset + bytes != size - END_BYTES || bytes > (long) count * (CENTRAL_BYTES + MAX_NAME)) throw archive.refused("its directory is not where it says");
        var listed = central(archive.read(offset, (int) bytes), count);
        refuseDoubles(listed);
        return local(listed, offset);
    }

    private RuntimeException noEnd(long size) throws IOException {
        int window = (int) Math.min(size, 0xFFFF + END_BYTES);
        ByteBuffer tail = archive.read(size - window, window);
        for (int i = window - END_BYTES; i >= 0; i--) if (tail.getInt(i) == END) return archive.refused("something was added behind its end");
        return archive.refused("it is no .wapp archive, or it is cut off");
    }

    private List<Listed> central(ByteBuffer in, int count) {
        var all = new ArrayList<Listed>();
        long total = 0;
        for (int i = 0; i < count; i++) {
            if (in.remaining() < CENTRAL_BYTES || in.getInt(in.position()) != CENTRAL) throw archive.refused("its directory is damaged");
            int at = in.position(), nameBytes = in.getShort(at + 28) & 0xFFFF;
            if (nameBytes > MAX_NAME || in.remaining() < CENTRAL_BYTES + nameBytes) throw archive.refused("its directory is damaged");
            Header header = header(in, at + 8, name(in, at + CENTRAL_BYTES, nameBytes));
            if (in.getShort(at + 30) != 0 || in.getShort(at + 32) != 0) throw archive.refused(header.name, "has extra fields or a comment, which a package does not have");
            if (in.getShort(at + 34) != 0) throw archive.refused("it is one of several parts");
            check(header, (in.getShort(at + 4) >> 8) & 0xFF, in.getInt(at + 38));
            total += header.size;
            if (total > MAX_TOTAL) throw archive.refused("it would unpack to more than " + (MAX_TOTAL >> 20) + " MB");
            all.add(new Listed(header, in.getInt(at + 42) & U32));
            in.position(at + CENTRAL_BYTES + nameBytes);
        }
        if (in.hasRemaining()) throw archive.refused("its directory lists more than it says");
        return all;
    }

    // The fields from "flags" on, which have the same order in both kinds of header.
    private static Header header(ByteBuffer in, int at, String name) {
        return new Header(in.getShort(at) & 0xFFFF, in.getShort(at + 2) & 0xFFFF, in.getInt(at + 4), in.getInt(at + 8) & U32,
                in.getInt(at + 12) & U32, in.getInt(at + 16) & U32, name);
    }

    private String name(ByteBuffer in, int at, int length) {
        byte[] bytes = new byte[length];
        in.get(at, bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw archive.refused("it has a file whose name is not UTF-8");
        }
    }

    private void check(Header h, int madeBy, int attributes) {
        if ((h.flags & ENCRYPTED) != 0) throw archive.refused(h.name, "is encrypted");
        if ((h.flags & SIZES_BEHIND) != 0) throw archive.refused(h.name, "does not tell its size before its bytes");
        if ((h.flags & ~UTF_8) != 0 || h.method != 0 && h.method != 8) throw archive.refused(h.name, "is packed in a way that a package does not use");
        int mode = madeBy == UNIX ? attributes >>> 16 : 0, kind = mode & KIND;
        if (kind == LINK) throw archive.refused(h.name, "is a link");
        if (kind == FOLDER) throw archive.refused(h.name, "is a folder; a package lists files only");
        if (kind != 0 && kind != REGULAR) throw archive.refused(h.name, "is a device or another special file");
        if ((mode & PRIVILEGES) != 0) throw archive.refused(h.name, "wants the rights of its owner (set-uid or set-gid)");
        EntryName.problem(h.name).ifPresent(problem -> {
            throw archive.refused(h.name, problem);
        });
        if (h.size > MAX_FILE) throw archive.refused(h.name, "is larger than " + (MAX_FILE >> 20) + " MB");
        if (h.size > RATIO_FROM && h.size / MAX_RATIO > h.compressed) throw archive.refused(h.name, "unpacks to more than " + MAX_RATIO + " times its size");
        if (h.method == 0 && h.size != h.compressed) throw archive.refused(h.name, "has two sizes");
    }

    private void refuseDoubles(List<Listed> listed) {
        var keys = new HashMap<String, String>();
        var folders = new HashSet<String>();
        for (Listed l : listed) {
            String name = l.header.name, other = keys.putIfAbsent(EntryName.key(name), name);
            if (other != null) throw archive.refused(name, other.equals(name) ? "is there twice" : "is the same as another one where case or forms of characters do not count");
            for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) folders.add(EntryName.key(name.substring(0, slash)));
        }
        for (Listed l : listed) if (folders.contains(EntryName.key(l.header.name))) throw archive.refused(l.header.name, "is a file and a folder at once");
    }

    private List<Entry> local(List<Listed> listed, long end) throws IOException {
        var entries = new ArrayList<Entry>();
        long expected = 0;
        for (Listed l : listed.stream().sorted(Comparator.comparingLong(Listed::offset)).toList()) {
            String name = l.header.name;
            if (l.offset < expected) throw archive.refused(name, "overlaps another one");
            if (l.offset > expected) throw archive.refused("it holds bytes that belong to no file");
            if (l.offset + LOCAL_BYTES > end) throw archive.refused(name, "lies outside of the archive");
            ByteBuffer in = archive.read(l.offset, LOCAL_BYTES);
            int nameBytes = in.getShort(26) & 0xFFFF;
            if (in.getInt(0) != LOCAL || nameBytes > MAX_NAME) throw archive.refused(name, "has no header of its own");
            if (in.getShort(28) != 0) throw archive.refused(name, "has extra fields, which a package does not have");
            var header = header(in, 6, name(archive.read(l.offset + LOCAL_BYTES, nameBytes), 0, nameBytes));
            if (!header.equals(l.header)) throw archive.refused(name, "is described differently by its own header and by the directory");
            long at = l.offset + LOCAL_BYTES + nameBytes;
            expected = at + l.header.compressed;
            if (expected > end) throw archive.refused(name, "lies outside of the archive");
            entries.add(new Entry(name, header.method == 8, header.crc, header.compressed, header.size, at));
        }
        if (expected != end) throw archive.refused("it holds bytes that belong to no file");
        return entries;
    }
}
