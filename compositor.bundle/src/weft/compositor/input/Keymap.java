package weft.compositor.input;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.function.LongUnaryOperator;
import weft.ffi.XkbCommon;
import weft.os.Fd;
import weft.os.Memfd;
import weft.os.OsException;

/** A compiled keymap, and its text in sealed memory that all clients share. */
public final class Keymap implements AutoCloseable {
    private final long context, handle;
    private final Fd memory;
    private final int bytes;

    /**
     * @param layout such as {@code us} or {@code de}; empty for the system's default
     * @throws IllegalArgumentException if there is no such layout
     */
    public Keymap(String layout) throws OsException {
        this(XkbCommon.newContext(), context -> XkbCommon.newKeymap(context, new XkbCommon.Names("evdev", "pc105", layout, "", "")), "no keymap for layout " + layout);
    }

    /**
     * A keymap from its text, as xkbcommon reads it.
     *
     * @throws IllegalArgumentException if it does not compile
     */
    public static Keymap parse(String text) throws OsException {
        return new Keymap(XkbCommon.newContext(), context -> XkbCommon.newKeymap(context, text), "the text is no keymap");
    }

    private Keymap(long context, LongUnaryOperator compile, String failure) throws OsException {
        this.context = context;
        handle = compile.applyAsLong(context);
        if (handle == 0) {
            XkbCommon.unrefContext(context);
            throw new IllegalArgumentException(failure);
        }
        byte[] text = (XkbCommon.keymapText(handle) + '\0').getBytes(StandardCharsets.UTF_8);
        bytes = text.length;
        memory = Memfd.create("keymap", bytes);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment.copy(text, 0, Memfd.map(memory.number(), bytes, true, arena), ValueLayout.JAVA_BYTE, 0, bytes);
        }
        Memfd.seal(memory, Memfd.SEAL_SEAL | Memfd.SEAL_SHRINK | Memfd.SEAL_GROW | Memfd.SEAL_WRITE);
    }

    /** The text's memory. Stays this object's. */
    public Fd memory() {
        return memory;
    }

    /** The text's length with its final zero byte. */
    public int bytes() {
        return bytes;
    }

    /** Whether a key (an evdev code) repeats while it is held. */
    public boolean repeats(int key) {
        return XkbCommon.repeats(handle, key + KeyboardState.EVDEV_OFFSET);
    }

    long handle() {
        return handle;
    }

    @Override
    public void close() {
        memory.close();
        XkbCommon.unrefKeymap(handle);
        XkbCommon.unrefContext(context);
    }
}
