package weft.packages.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The bytes of one file of an archive: exactly as many as its header says, with the checksum that it says. */
final class EntryStream extends InputStream {
    private final Archive archive;
    private final Archive.Entry entry;
    private final Inflater inflater;
    private final CRC32 crc = new CRC32();
    private final byte[] packed = new byte[1 << 14];
    private long taken, given;
    private boolean ended;

    EntryStream(Archive archive, Archive.Entry entry) {
        this.archive = archive;
        this.entry = entry;
        inflater = entry.deflated() ? new Inflater(true) : null;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (ended) return -1;
        if (length == 0) return 0;
        int n = inflater == null ? stored(into, offset, length) : inflated(into, offset, length);
        if (n < 0) {
            finish();
            return -1;
        }
        given += n;
        if (given > entry.size()) throw archive.refused(entry.name(), "is larger than it says");
        crc.update(into, offset, n);
        return n;
    }

    private int stored(byte[] into, int offset, int length) throws IOException {
        int want = (int) Math.min(length, entry.compressed() - taken);
        if (want == 0) return -1;
        int n = archive.read(entry.at() + taken, into, offset, want);
        if (n < 0) throw new EOFException(entry.name());
        taken += n;
        return n;
    }

    private int inflated(byte[] into, int offset, int length) throws IOException {
        try {
            while (true) {
                int n = inflater.inflate(into, offset, length);
                if (n > 0) return n;
                if (inflater.finished()) return -1;
                if (inflater.needsDictionary() || !fill()) throw archive.refused(entry.name(), "is damaged");
            }
        } catch (DataFormatException e) {
            throw archive.refused(entry.name(), "is damaged");
        }
    }

    private boolean fill() throws IOException {
        int want = (int) Math.min(packed.length, entry.compressed() - taken);
        if (want == 0) return false;
        int n = archive.read(entry.at() + taken, packed, 0, want);
        if (n < 0) throw new EOFException(entry.name());
        taken += n;
        inflater.setInput(packed, 0, n);
        return true;
    }

    private void finish() {
        ended = true;
        boolean rest = taken < entry.compressed() || inflater != null && inflater.getRemaining() > 0;
        if (rest) throw archive.refused(entry.name(), "has bytes behind its end");
        if (given != entry.size()) throw archive.refused(entry.name(), "is smaller than it says");
        if (crc.getValue() != entry.crc()) throw archive.refused(entry.name(), "is damaged");
    }

    @Override
    public void close() {
        if (inflater != null) inflater.end();
        ended = true;
    }
}
