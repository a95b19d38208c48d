package weft.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import weft.runtime.engine.Engines;
import weft.runtime.engine.WasmEngine;

/** Compiles the modules of the system's own apps ahead, when the distribution is made; without a sandbox, for they are the system's. Arguments: a module, a file, … */
final class CompileOwn {
    private CompileOwn() {}

    public static void main(String[] args) throws Exception {
        WasmEngine engine = Engines.make();
        for (int i = 0; i < args.length; i += 2) {
            byte[] wasm = Files.readAllBytes(Path.of(args[i]));
            Path file = Path.of(args[i + 1]), part = file.resolveSibling(file.getFileName() + ".part");
            Files.write(part, CompiledFile.of(wasm, engine.compile(wasm).orElseThrow()));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
