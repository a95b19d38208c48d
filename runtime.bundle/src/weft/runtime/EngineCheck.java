package weft.runtime;

import weft.runtime.engine.Engines;
import weft.runtime.engine.WasmEngine;

/** Says in a sentence whether this JVM has the engine that its options ask for, for {@code ./weft doctor}. Exit code 0 if so. */
final class EngineCheck {
    private EngineCheck() {}

    public static void main(String[] args) {
        try {
            WasmEngine engine = Engines.make();
            engine.warmUp();
            System.out.println("WebAssembly " + engine.mode());
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
            System.exit(1);
        }
    }
}
