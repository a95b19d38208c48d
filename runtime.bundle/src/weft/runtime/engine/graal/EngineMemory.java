package weft.runtime.engine.graal;

import java.lang.reflect.Field;
import java.util.Optional;
import org.graalvm.polyglot.Value;
import org.graalvm.wasm.memory.WasmMemory;
import org.graalvm.wasm.memory.WasmMemoryLibrary;

/**
 * The engine's own memory object behind a polyglot value. The polyglot interface reads many bytes at once but writes at
 * most eight: a file of a megabyte would be 131,072 calls.
 */
final class EngineMemory {
    private static final Field RECEIVER = receiver();
    private static final Class<?> IN_AN_ARRAY = inAnArray();
    private static final Field ARRAY = field(IN_AN_ARRAY, "dynamicBuffer");
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

    /** Where it lies at present, from its first byte on; empty for one that is not in an array. */
    Optional<byte[]> array() {
        try {
            return IN_AN_ARRAY.isInstance(memory) ? Optional.of((byte[]) ARRAY.get(memory)) : Optional.empty();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the engine's memory cannot be reached", e);
        }
    }

    private static Field receiver() {
        return field(Value.class.getSuperclass(), "receiver");
    }

    private static Class<?> inAnArray() {
        try {
            return Class.forName(WasmMemory.class.getPackageName() + ".ByteArrayWasmMemory");
        } catch (ClassNotFoundException e) {
            throw unknown(e);
        }
    }

    private static Field field(Class<?> owner, String name) {
        try {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw unknown(e);
        }
    }

    private static IllegalStateException unknown(ReflectiveOperationException e) {
        return new IllegalStateException("this version of GraalVM is not known", e);
    }
}
