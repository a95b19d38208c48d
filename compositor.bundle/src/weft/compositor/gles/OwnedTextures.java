package weft.compositor.gles;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Textures of what the system itself draws and keeps in the heap, such as a bar's picture: they live no longer than that. Those of which the owner was collected are freed
 * before the next frame, so there is never more on the GPU than in the heap.
 */
final class OwnedTextures implements AutoCloseable {
    private final Map<Object, Entry> entries = new WeakHashMap<>();
    private final Set<Entry> all = new HashSet<>();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

    /** What was made of an owner when it was in a state. */
    private static final class Entry extends PhantomReference<Object> {
        final GlesTexture[] textures;
        final Object state;

        Entry(Object owner, ReferenceQueue<Object> queue, Object state, GlesTexture[] textures) {
            super(owner, queue);
            this.state = state;
            this.textures = textures;
        }

        void free() {
            for (var t : textures) t.close();
        }
    }

    interface Maker {
        GlesTexture[] make();
    }

    /** The textures of an owner, which has no {@code equals} of its own; made when it is seen first, and anew when its state is another. */
    GlesTexture[] of(Object owner, Object state, Maker maker) {
        var known = entries.get(owner);
        if (known != null && known.state.equals(state)) return known.textures;
        if (known != null) forget(known);
        var made = new Entry(owner, collected, state, maker.make());
        all.add(made);
        entries.put(owner, made);
        return made.textures;
    }

    /** Frees those of owners that are gone. */
    void sweep() {
        for (Object gone; (gone = collected.poll()) != null; ) forget((Entry) gone);
    }

    private void forget(Entry entry) {
        if (all.remove(entry)) entry.free();
    }

    /** How many owners have textures. */
    int count() {
        return all.size();
    }

    @Override
    public void close() {
        for (var e : all) e.free();
        all.clear();
        entries.clear();
    }
}
