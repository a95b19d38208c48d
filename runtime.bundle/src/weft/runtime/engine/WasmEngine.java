package weft.runtime.engine;

import java.util.List;
import java.util.Optional;

/** Runs core WebAssembly modules. One engine runs one guest at a time; its memory is bounded by the module's own maximum. */
public interface WasmEngine {
    /** How guests are executed, for the log: {@code interpreted}, {@code compiled} or {@code compiled to bytecode}. */
    String mode();

    /** Loads what compiling and running a guest needs, libraries of the JVM among it, by running a tiny one: in the sandbox no library can be loaded. */
    default void warmUp() {
        HostFunction touch = (memory, arguments) -> {
            memory.write(8, memory.read(0, 64), 0, 64);
            memory.putInt(0, memory.getInt(4));
            memory.putLong(8, memory.getLong(16));
            return arguments[0];
        };
        try {
            byte[] wasm = WarmUpModule.bytes();
            var imports = ModuleOutline.of(wasm).imports().stream().map(i -> new Linked(i, touch)).toList();
            var instance = instantiate(wasm, compile(wasm), imports);
            instance.run("_start");
            instance.stop();
        } catch (InvalidModule | GuestTrap e) {
            throw new AssertionError(e);
        }
    }

    /**
     * What this engine makes of a module before it runs it, for {@link #instantiate}: the same version of it understands that again. Empty if it
     * makes nothing that could be kept. What comes back is code: it must not pass through hands that may not write code.
     */
    default Optional<byte[]> compile(byte[] wasm) throws InvalidModule {
        return Optional.empty();
    }

    /**
     * Loads a module and links it; its start function, if any, runs. The instance belongs to the calling thread, but for
     * {@link WasmInstance#stop}.
     *
     * @param wasm     the binary; its memory's maximum may be another than when it was compiled
     * @param compiled what {@link #compile} made of it; empty to do that now
     * @param imports  every function that the module imports
     * @throws InvalidModule if the engine does not accept the binary
     * @throws GuestTrap     if the start function, or the initialization of memory, traps
     */
    WasmInstance instantiate(byte[] wasm, Optional<byte[]> compiled, List<Linked> imports) throws InvalidModule, GuestTrap;

    /** An import and what stands behind it. */
    record Linked(ModuleOutline.Import type, HostFunction function) {}
}
