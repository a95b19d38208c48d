package weft.runtime.wasi;

import java.util.TreeMap;

/** The guest's descriptors by number: the lowest free one is the next, as POSIX has it. */
final class DescriptorTable {
    private static final int MAX = 1024;
    private final TreeMap<Integer, Descriptor> open = new TreeMap<>();

    void put(int number, Descriptor descriptor) {
        open.put(number, descriptor);
    }

    int add(Descriptor descriptor) {
        for (int n = 0; n < MAX; n++) {
            if (open.putIfAbsent(n, descriptor) == null) return n;
        }
        descriptor.close();
        throw new WasiFailure(WasiErrno.MFILE);
    }

    Descriptor get(long number) {
        Descriptor d = open.get((int) number);
        if (d == null) throw new WasiFailure(WasiErrno.BADF);
        return d;
    }

    /** @throws WasiFailure NOTCAPABLE if the guest gave these rights up */
    Descriptor get(long number, long rights) {
        Descriptor d = get(number);
        d.require(rights);
        return d;
    }

    void close(long number) {
        get(number).close();
        open.remove((int) number);
    }

    void renumber(long from, long to) {
        Descriptor moved = get(from);
        Descriptor replaced = get(to);
        if (from == to) return;
        replaced.close();
        open.put((int) to, moved);
        open.remove((int) from);
    }

    void moved(String from, String to) {
        open.values().forEach(d -> d.moved(from, to));
    }

    /** Writes what streams still hold. */
    void flush() {
        for (Descriptor d : open.values()) if (d instanceof Stream) d.close();
    }
}
