package weft.wayland.wire;

import java.util.Arrays;

/** The objects of one half of the id space, by id; ids are dense, so this is an array. */
final class IdRange {
    private final int first;
    private final int max;
    private WireObject[] objects = new WireObject[32];
    private int[] free = new int[32];
    private int freeCount;
    private int used;

    /** @param max how many objects there may be at once */
    IdRange(int first, int max) {
        this.first = first;
        this.max = max;
    }

    WireObject get(int id) {
        int i = id - first;
        return i >= 0 && i < used ? objects[i] : null;
    }

    /** Whether the peer may give this id to a new object: not taken, and no gap below it. */
    boolean accepts(int id) {
        int i = id - first;
        return i >= 0 && i <= used && (i == used || objects[i] == null);
    }

    boolean full() {
        return used >= max;
    }

    boolean hasRoom() {
        return freeCount > 0 || used < max;
    }

    void put(int id, WireObject object) {
        int i = id - first;
        if (i == used) {
            if (used == objects.length) objects = Arrays.copyOf(objects, used * 2);
            used++;
        }
        objects[i] = object;
    }

    /** Finds an id for an object of ours. */
    int allocate(WireObject object) {
        if (!hasRoom()) throw new IllegalStateException("more than " + max + " objects");
        int id = freeCount > 0 ? free[--freeCount] : first + used;
        put(id, object);
        return id;
    }

    void remove(int id, boolean reusable) {
        objects[id - first] = null;
        if (!reusable) return;
        if (freeCount == free.length) free = Arrays.copyOf(free, freeCount * 2);
        free[freeCount++] = id;
    }

    /** One past the highest id ever used. */
    int end() {
        return first + used;
    }
}
