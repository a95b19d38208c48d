package weft.compositor.scene;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import weft.os.Fd;
import weft.os.Memfd;
import weft.os.OsException;
import weft.os.SharedBuffer;

/**
 * A picture in memory that devices share (linux-dmabuf): up to four planes, each a descriptor that this object owns. {@link Texture#of(Dmabuf, PixelFormat)}
 * shows it: a GPU imports it once, when it is first shown, and what it made of it stays here for as long as the buffer lives; the software renderer reads the
 * mapped memory, where that is linear. Unlike shared memory it cannot be cut short, so a mapping of it is safe to read. One thread: the loop's.
 */
public final class Dmabuf implements AutoCloseable {
    /** Modifiers (drm_fourcc.h): rows one after the other; and a layout that only the driver knows. */
    public static final long LINEAR = 0, IMPLICIT = 0x00ff_ffff_ffff_ffffL;
    private final int width, height, code;
    private final long modifier;
    private final List<Plane> planes;
    private RenderResource kept;
    private Arena arena;
    private MemorySegment memory;
    private Runnable onFree = () -> {};
    private List<Runnable> onEnd = List.of();
    private int holders;
    private boolean closed, reading;

    /** @param offset where its first row begins; {@code stride} is the length of a row; both in bytes */
    public record Plane(Fd descriptor, int offset, int stride) {}

    /**
     * @param code of the format, as in drm_fourcc.h
     * @param planes their descriptors are this object's from now on
     */
    public Dmabuf(int width, int height, int code, long modifier, List<Plane> planes) {
        this.width = width;
        this.height = height;
        this.code = code;
        this.modifier = modifier;
        this.planes = List.copyOf(planes);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Of the format, as in drm_fourcc.h. */
    public int code() {
        return code;
    }

    public long modifier() {
        return modifier;
    }

    public List<Plane> planes() {
        return planes;
    }

    /** What a renderer has made of it, or null. */
    public RenderResource kept() {
        return kept;
    }

    /** Keeps what a renderer has made of it, in place of what it had before. */
    public void keep(RenderResource resource) {
        if (kept != null && kept != resource) kept.close();
        kept = resource;
    }

    /** The mapped memory of a linear picture of one plane from its descriptor's start on, which the CPU reads until {@link #endRead}; null where there is no such thing, or a device draws it yet. Valid until it is closed. */
    public MemorySegment memory() {
        if (!isReadable() || !reading && !isDrawn()) return null;
        if (!reading) SharedBuffer.beginRead(descriptor());
        reading = true;
        return memory;
    }

    /** Whether the CPU could read it. */
    public boolean isReadable() {
        if (memory != null || closed || planes.size() != 1 || modifier != LINEAR && modifier != IMPLICIT) return memory != null;
        var plane = planes.getFirst();
        var mapping = Arena.ofConfined();
        try {
            memory = Memfd.map(descriptor(), plane.offset() + (long) plane.stride() * height, false, mapping);
            arena = mapping;
        } catch (OsException e) {
            mapping.close();
        }
        return memory != null;
    }

    /** What it holds is about to be another, or is not read any more. */
    public void endRead() {
        if (reading) SharedBuffer.endRead(descriptor());
        reading = false;
    }

    /** Whether what devices draw into it is drawn. */
    public boolean isDrawn() {
        return planes.stream().allMatch(p -> SharedBuffer.isWritten(p.descriptor().number()));
    }

    /** Of its first plane. */
    public int descriptor() {
        return planes.getFirst().descriptor().number();
    }

    /** Called whenever nobody shows it any more, unless it is closed. */
    public void onFree(Runnable listener) {
        onFree = listener;
    }

    /** Called once when its memory is let go. */
    public void onEnd(Runnable listener) {
        if (onEnd.isEmpty()) onEnd = new ArrayList<>(2);
        onEnd.add(listener);
    }

    /** Somebody shows it, and reads its memory until {@link #letGo}. */
    public void hold() {
        holders++;
    }

    public void letGo() {
        if (--holders > 0) return;
        endRead();
        if (closed) free();
        else onFree.run();
    }

    /** Frees what renderers keep of it and lets the memory go, once nobody shows it any more. */
    @Override
    public void close() {
        if (closed) return;
        closed = true;
        if (holders == 0) free();
    }

    private void free() {
        endRead();
        onEnd.forEach(Runnable::run);
        onEnd = List.of();
        keep(null);
        memory = null;
        if (arena != null) arena.close();
        for (var p : planes) p.descriptor().close();
    }
}
