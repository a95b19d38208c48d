package weft.runtime.engine.graal;

import java.lang.reflect.Field;
import org.graalvm.polyglot.Value;
import org.graalvm.wasm.memory.WasmMemory;
import org.graalvm.wasm.memory.WasmMemoryLibrary;

/**
 * The engine's own memory object behind a polyglot value. The polyglot interface reads many bytes at once but writes at
 * most eight: a file of a megabyte would be 131,072 calls.
 */
final class EngineMemory {
    private static final Field RECEIVER = receiver();
    private final WasmMemory memory;

    private EngineMemory(WasmMemory memory) {
        this.memory = memory;
    }

    /** @throws IllegalStateException if this version of the engine keeps it elsewhere */
    static EngineMemory of(Value exported) {
        try {
            return new EngineMemory((WasmMemory) RECEIVER.get(exported));
        } catch (IllegalAccessException | ClassCastException e) {
            throw new IllegalStateException("the engine's memory cannot be reached", e);
        }
    }

    /** The caller has made sure that it lies inside. */
    void write(long address, byte[] from, int offset, int length) {
        WasmMemoryLibrary.getUncached().initialize(memory, null, from, offset, address, length);
    }

    /** By so many pages; whether it could. */
    boolean grow(long pages) {
        return WasmMemoryLibrary.getUncached().grow(memory, pages) >= 0;
    }

    private static Field receiver() {
        try {
            Field field = Value.class.getSuperclass().getDeclaredField("receiver");
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("this version of GraalVM is not known", e);
        }
    }
}
