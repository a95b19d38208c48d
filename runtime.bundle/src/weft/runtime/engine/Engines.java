package weft.runtime.engine;

import weft.runtime.engine.chicory.ChicoryEngine;
import weft.runtime.engine.graal.GraalWasmEngine;

/** Which engine this process runs guests with: the system property {@code weft.engine}, which the distribution's options set. */
public enum Engines {
    /** GraalWasm with its compiler: without it, the engine is not made. */
    graalwasm,
    chicory;

    /** @throws IllegalStateException if it cannot be had as it was asked for; the message is a sentence for people */
    public static WasmEngine make() {
        return switch (valueOf(System.getProperty("weft.engine", chicory.name()))) {
            case graalwasm -> compiled();
            case chicory -> new ChicoryEngine();
        };
    }

    // A JDK that the compiler does not fit makes GraalWasm interpret, without a word.
    private static WasmEngine compiled() {
        WasmEngine engine = new GraalWasmEngine();
        if (!engine.mode().equals("compiled"))
            throw new IllegalStateException("GraalWasm's compiler does not work with this JDK (" + Runtime.version() + "): apps would be interpreted");
        return engine;
    }
}
