package weft.wayland.wire;

import java.util.Arrays;
import weft.ffi.Libc;

/** Descriptors in transit, first in first out, owned by the queue while they are in it. */
final class FdQueue {
    private final int limit;
    private int[] numbers = new int[32];
    private int head;
    private int tail;

    FdQueue(int limit) {
        this.limit = limit;
    }

    int size() {
        return tail - head;
    }

    /** Takes a descriptor over; beyond the limit it is closed and false returned. */
    boolean add(int fd) {
        if (size() >= limit) {
            Libc.close(fd);
            return false;
        }
        if (tail == numbers.length) makeRoom();
        numbers[tail++] = fd;
        return true;
    }

    /** Gives the first descriptor up to the caller; -1 if there is none. */
    int poll() {
        return head == tail ? -1 : numbers[head++];
    }

    /** The descriptors as an array whose first {@link #size} are the queue; valid until the next call. */
    int[] array() {
        if (head > 0) shift(numbers);
        return numbers;
    }

    void closeFirst(int count) {
        for (int i = 0; i < count; i++) Libc.close(numbers[head++]);
    }

    /** Takes back what was added last, so that {@code size} descriptors are left. */
    void closeDownTo(int size) {
        while (size() > size) Libc.close(numbers[--tail]);
    }

    private void makeRoom() {
        shift(head > 0 ? numbers : Arrays.copyOf(numbers, numbers.length * 2));
    }

    private void shift(int[] into) {
        System.arraycopy(numbers, head, into, 0, size());
        tail -= head;
        head = 0;
        numbers = into;
    }
}
