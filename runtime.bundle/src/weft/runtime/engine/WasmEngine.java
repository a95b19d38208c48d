package weft.runtime.engine;

import java.util.List;

/** Runs core WebAssembly modules. One engine runs one guest at a time; its memory is bounded by the module's own maximum. */
public interface WasmEngine {
    /** How guests are executed, for the log: {@code interpreted} or {@code compiled}. */
    String mode();

    /** Loads what running a guest needs, by running a tiny one, so that the real one starts sooner. */
    void warmUp();

    /**
     * Loads a module and links it; its start function, if any, runs. The instance belongs to the calling thread, but for
     * {@link WasmInstance#stop}.
     *
     * @param wasm    the binary
     * @param imports every function that the module imports
     * @throws InvalidModule if the engine does not accept the binary
     * @throws GuestTrap     if the start function, or the initialization of memory, traps
     */
    WasmInstance instantiate(byte[] wasm, List<Linked> imports) throws InvalidModule, GuestTrap;

    /** An import and what stands behind it. */
    record Linked(ModuleOutline.Import type, HostFunction function) {}
}
