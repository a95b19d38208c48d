package weft.runtime;

import java.util.Optional;
import java.util.Set;
import weft.os.Fd;
import weft.os.StandardOutput;
import weft.runtime.engine.Engines;
import weft.runtime.engine.InvalidModule;
import weft.runtime.engine.ModuleOutline;
import weft.runtime.guest.GuestLog;
import weft.runtime.launch.RuntimeCommand;
import weft.runtime.sandbox.Sandbox;
import weft.runtime.sandbox.SandboxNotInForce;

/**
 * Compiles one module ahead: it comes on standard input, a {@link CompiledFile} goes to standard output. A module is anybody's, so this happens in the
 * sandbox as running it does. Exit codes: 0; 1 if the module or the engine is not fit for it; 77 if the sandbox is not in force.
 */
final class CompileModule {
    private static final int INPUT = 0, ERROR = 2, UNFIT = 1, SANDBOX = 77;

    private CompileModule() {}

    public static void main(String[] args) throws Exception {
        var log = new GuestLog(new Fd(ERROR));
        try (Fd out = StandardOutput.takeOver()) {
            var engine = Engines.make();
            engine.warmUp();
            Sandbox.enter(RuntimeCommand.sandbox(System.getenv()), Set.of(out.number()));
            byte[] wasm = ModuleFile.readAll(new Fd(INPUT));
            ModuleOutline.of(wasm);
            Optional<byte[]> compiled = engine.compile(wasm);
            if (compiled.isEmpty()) throw new IllegalStateException("this engine compiles nothing ahead");
            byte[] bytes = CompiledFile.of(wasm, compiled.get());
            out.write(bytes, 0, bytes.length);
        } catch (SandboxNotInForce e) {
            end(log, SANDBOX, "the sandbox is not in force: " + e.getMessage());
        } catch (InvalidModule | StartFailure | IllegalStateException e) {
            end(log, UNFIT, "not compiled: " + e.getMessage());
        }
    }

    private static void end(GuestLog log, int code, String line) {
        log.own(line);
        Runtime.getRuntime().halt(code);
    }
}
