package weft.wayland.wire;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Bytes on their way out: small as long as the peer reads, growing up to a limit while it does not. */
final class OutputBuffer {
    private static final int INITIAL = 1 << 14;
    private final int limit;
    private Arena arena = Arena.ofShared();
    private MemorySegment memory = arena.allocate(INITIAL, 8);
    private long head;
    private long tail;

    OutputBuffer(int limit) {
        this.limit = limit;
    }

    MemorySegment memory() {
        return memory;
    }

    long address() {
        return memory.address() + head;
    }

    long size() {
        return tail - head;
    }

    long tail() {
        return tail;
    }

    void advance(long newTail) {
        tail = newTail;
    }

    /** Whether {@code bytes} fit after the tail as it is. */
    boolean fits(long bytes) {
        return tail + bytes <= memory.byteSize();
    }

    /** Makes {@code bytes} fit after the tail; false if that would exceed the limit. */
    boolean makeRoom(long bytes) {
        if (fits(bytes)) return true;
        if (size() + bytes > limit + INITIAL) return false;
        if (size() + bytes > memory.byteSize()) replace(Math.max(memory.byteSize() * 2, size() + bytes));
        else if (head > 0) move(memory);
        return true;
    }

    void consume(long bytes) {
        head += bytes;
        if (head < tail) return;
        clear();
        if (memory.byteSize() > INITIAL) replace(INITIAL);
    }

    void clear() {
        head = tail = 0;
    }

    private void replace(long bytes) {
        var bigger = Arena.ofShared();
        move(bigger.allocate(bytes, 8));
        arena.close();
        arena = bigger;
    }

    private void move(MemorySegment into) {
        MemorySegment.copy(memory, head, into, 0, size());
        memory = into;
        tail -= head;
        head = 0;
    }

    void close() {
        arena.close();
    }
}
