package weft.runtime.wasi;

import java.nio.charset.StandardCharsets;
import weft.runtime.engine.GuestMemory;

/** The functions fd_*. */
final class DescriptorFunctions {
    private static final int DIRENT = 24;
    private final DescriptorTable table;

    DescriptorFunctions(DescriptorTable table) {
        this.table = table;
    }

    void register(Wasi wasi) {
        wasi.add("fd_close", (m, a) -> table.close(a[0]));
        wasi.add("fd_renumber", (m, a) -> table.renumber(a[0], a[1]));
        registerBytes(wasi);
        wasi.add("fd_sync", (m, a) -> table.get(a[0], Rights.FD_SYNC).sync());
        wasi.add("fd_datasync", (m, a) -> table.get(a[0], Rights.FD_DATASYNC).sync());
        wasi.add("fd_advise", (m, a) -> advise(table.get(a[0], Rights.FD_ADVISE), a[1], a[2], a[3]));
        wasi.add("fd_allocate", (m, a) -> allocate(table.get(a[0], Rights.FD_ALLOCATE), a[1], a[2]));
        wasi.add("fd_readdir", (m, a) -> {
            m.require(a[4], 4);
            m.putInt(a[4], list(m, table.get(a[0], Rights.FD_READDIR).folder(), a[1], a[2], a[3]));
        });
        wasi.add("fd_fdstat_get", (m, a) -> describe(m, table.get(a[0]), a[1]));
        wasi.add("fd_fdstat_set_flags", (m, a) -> table.get(a[0], Rights.FD_FDSTAT_SET_FLAGS).flags((int) a[1]));
        wasi.add("fd_fdstat_set_rights", (m, a) -> narrow(table.get(a[0]), a[1], a[2]));
        wasi.add("fd_filestat_get", (m, a) -> putStatus(m, a[1], table.get(a[0], Rights.FD_FILESTAT_GET).status()));
        wasi.add("fd_filestat_set_size", (m, a) -> table.get(a[0], Rights.FD_FILESTAT_SET_SIZE).truncate(a[1]));
        wasi.add("fd_prestat_get", (m, a) -> {
            int length = preopened(a[0]).length;
            m.putLong(a[1], (long) length << 32);
        });
        wasi.add("fd_prestat_dir_name", (m, a) -> {
            byte[] name = preopened(a[0]);
            if (a[2] < name.length) throw new WasiFailure(WasiErrno.NAMETOOLONG);
            m.write(a[1], name, 0, name.length);
        });
        wasi.add("fd_filestat_set_times", (m, a) -> table.get(a[0], Rights.FD_FILESTAT_SET_TIMES).times(Times.of(a[1], a[2], (int) a[3])));
    }

    // Where the answer goes is looked at first: what is read or written must not be lost for a wrong address.
    private void registerBytes(Wasi wasi) {
        wasi.add("fd_read", (m, a) -> {
            m.require(a[3], 4);
            var vectors = new Vectors(m, a[1], a[2]);
            vectors.require();
            m.putInt(a[3], table.get(a[0], Rights.FD_READ).read(vectors));
        });
        wasi.add("fd_pread", (m, a) -> {
            m.require(a[4], 4);
            var vectors = new Vectors(m, a[1], a[2]);
            vectors.require();
            m.putInt(a[4], table.get(a[0], Rights.FD_READ).readAt(a[3], vectors));
        });
        wasi.add("fd_write", (m, a) -> {
            m.require(a[3], 4);
            m.putInt(a[3], table.get(a[0], Rights.FD_WRITE).write(new Vectors(m, a[1], a[2]).gather()));
        });
        wasi.add("fd_pwrite", (m, a) -> {
            m.require(a[4], 4);
            m.putInt(a[4], table.get(a[0], Rights.FD_WRITE).writeAt(a[3], new Vectors(m, a[1], a[2]).gather()));
        });
        wasi.add("fd_seek", (m, a) -> {
            m.require(a[3], 8);
            boolean asks = a[1] == 0 && a[2] == 1;
            m.putLong(a[3], table.get(a[0], asks ? Rights.FD_SEEK | Rights.FD_TELL : Rights.FD_SEEK).seek(a[1], (int) a[2]));
        });
        wasi.add("fd_tell", (m, a) -> m.putLong(a[1], table.get(a[0], Rights.FD_TELL).seek(0, 1)));
    }

    // Rights can be given up, never taken back.
    private static void narrow(Descriptor d, long base, long inheriting) {
        if ((base & ~d.base()) != 0 || (inheriting & ~d.inheriting()) != 0) throw new WasiFailure(WasiErrno.NOTCAPABLE);
        d.narrow(base, inheriting);
    }

    private byte[] preopened(long fd) {
        if (!(table.get(fd) instanceof Folder folder)) throw new WasiFailure(WasiErrno.BADF);
        return folder.preopened().orElseThrow(() -> new WasiFailure(WasiErrno.BADF)).getBytes(StandardCharsets.UTF_8);
    }

    private static void advise(Descriptor d, long offset, long length, long advice) {
        if (offset < 0 || length < 0 || advice > 5) throw new WasiFailure(WasiErrno.INVAL);
        if (d.fileType() != Descriptor.REGULAR_FILE) throw new WasiFailure(WasiErrno.BADF);
    }

    private static void allocate(Descriptor d, long offset, long length) {
        if (offset < 0 || length <= 0 || offset + length < 0) throw new WasiFailure(WasiErrno.INVAL);
        d.allocate(offset + length);
    }

    // A name that does not fit is cut: the guest sees that by a full buffer, and asks again from that entry on.
    private static int list(GuestMemory memory, Folder folder, long buffer, long length, long cookie) {
        memory.require(buffer, length);
        int used = 0;
        long next = cookie;
        for (Folder.Entry e : folder.entries(cookie)) {
            byte[] name = e.name().getBytes(StandardCharsets.UTF_8);
            byte[] entry = new byte[DIRENT + name.length];
            var fields = java.nio.ByteBuffer.wrap(entry).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            // d_next, d_ino, d_namlen, d_type
            fields.putLong(++next).putLong(e.inode()).putInt(name.length).put((byte) e.kind());
            System.arraycopy(name, 0, entry, DIRENT, name.length);
            int part = (int) Math.min(entry.length, length - used);
            memory.write(buffer + used, entry, 0, part);
            used += part;
            if (used == length) break;
        }
        return used;
    }

    // struct fdstat: filetype@0, flags@2, rights@8, inheriting rights@16
    private static void describe(GuestMemory memory, Descriptor d, long address) {
        memory.putLong(address, 0);
        memory.putByte(address, d.fileType());
        memory.putShort(address + 2, d.flags());
        memory.putLong(address + 8, d.base());
        memory.putLong(address + 16, d.inheriting());
    }

    // struct filestat: dev@0, ino@8, filetype@16, nlink@24, size@32, atim@40, mtim@48, ctim@56
    static void putStatus(GuestMemory memory, long address, Descriptor.Status s) {
        memory.putLong(address, 0);
        memory.putLong(address + 8, s.inode());
        memory.putLong(address + 16, s.kind());
        memory.putLong(address + 24, 1);
        memory.putLong(address + 32, s.size());
        memory.putLong(address + 40, s.accessedNanos());
        for (int i = 48; i <= 56; i += 8) memory.putLong(address + i, s.modifiedNanos());
    }
}
