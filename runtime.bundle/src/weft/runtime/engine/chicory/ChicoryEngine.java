package weft.runtime.engine.chicory;

import com.dylibso.chicory.compiler.Cache;
import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import weft.runtime.engine.GuestTrap;
import weft.runtime.engine.InvalidModule;
import weft.runtime.engine.ModuleOutline;
import weft.runtime.engine.WasmEngine;
import weft.runtime.engine.WasmInstance;

/**
 * Chicory. A module becomes classes of this JVM, which then compiles them as it does its own; making them can be done ahead.
 * Such a guest reaches only the functions that it was linked with.
 */
public final class ChicoryEngine implements WasmEngine {
    private static final String UNKNOWN = "Unhandled opcode: ";
    /** A function too large for one method of the JVM is interpreted, alone. */
    private static final InterpreterFallback TOO_LARGE = InterpreterFallback.SILENT;

    @Override
    public String mode() {
        return "compiled to bytecode";
    }

    @Override
    public Optional<byte[]> compile(byte[] wasm) throws InvalidModule {
        var kept = new Kept(null);
        try {
            machine(parsed(wasm), kept);
        } catch (ChicoryException e) {
            throw invalid(e);
        }
        return Optional.of(kept.bytes);
    }

    @Override
    public WasmInstance instantiate(byte[] wasm, Optional<byte[]> compiled, List<Linked> imports) throws InvalidModule, GuestTrap {
        WasmModule module = parsed(wasm);
        Function<Instance, Machine> machine;
        try {
            machine = machine(module, new Kept(compiled.orElse(null)));
        } catch (ChicoryException e) {
            throw invalid(e);
        }
        var memory = new ChicoryMemory();
        try {
            Instance instance = Instance.builder(module).withImportValues(linked(imports, memory)).withMachineFactory(machine)
                    .withMemoryFactory(ChunkedMemory::new).withInitialize(false).withStart(false).build();
            if (exportsMemory(module)) memory.bind((ChunkedMemory) instance.memory());
            instance.initialize(false);
            return new ChicoryInstance(instance, memory);
        } catch (com.dylibso.chicory.wasm.UnlinkableException e) {
            throw invalid(e);
        } catch (ChicoryException | weft.runtime.engine.OutOfGuestMemory | StackOverflowError | OutOfMemoryError e) {
            throw ChicoryInstance.trap(e);
        }
    }

    private static WasmModule parsed(byte[] wasm) throws InvalidModule {
        try {
            return Parser.parse(wasm);
        } catch (ChicoryException e) {
            throw invalid(e);
        }
    }

    private static InvalidModule invalid(ChicoryException e) {
        if (String.valueOf(e.getMessage()).startsWith(UNKNOWN))
            return new InvalidModule("uses instructions that Chicory does not run (" + e.getMessage().substring(UNKNOWN.length()) + "); with engine = \"graalwasm\" in its manifest it may run");
        return new InvalidModule("is not valid WebAssembly: " + e.getMessage());
    }

    private static Function<Instance, Machine> machine(WasmModule module, Cache kept) {
        return MachineFactoryCompiler.builder(module).withInterpreterFallback(TOO_LARGE).withCache(kept).compile();
    }

    private static boolean exportsMemory(WasmModule module) {
        var exports = module.exportSection();
        for (int i = 0; i < exports.exportCount(); i++)
            if (exports.getExport(i).exportType() == ExternalType.MEMORY && exports.getExport(i).name().equals("memory")) return true;
        return false;
    }

    private static ImportValues linked(List<Linked> imports, ChicoryMemory memory) {
        return ImportValues.builder().withFunctions(imports.stream().map(i -> function(i, memory)).toList()).build();
    }

    private static ImportFunction function(Linked linked, ChicoryMemory memory) {
        var parameters = linked.type().parameters().stream().map(ChicoryEngine::type).toList();
        var results = linked.type().results().stream().map(ChicoryEngine::type).toList();
        var narrow = new boolean[parameters.size()];
        for (int i = 0; i < narrow.length; i++) narrow[i] = parameters.get(i).equals(ValType.I32);
        boolean narrowResult = results.contains(ValType.I32);
        return new HostFunction(linked.type().module(), linked.type().name(), FunctionType.of(parameters, results), (instance, arguments) -> {
            for (int i = 0; i < narrow.length; i++) if (narrow[i]) arguments[i] &= 0xffffffffL;
            long result = linked.function().call(memory, arguments);
            if (results.isEmpty()) return null;
            return new long[] {narrowResult ? (int) result : result};
        });
    }

    private static ValType type(int octet) {
        return switch (octet) {
            case 0x7F -> ValType.I32;
            case 0x7E -> ValType.I64;
            case 0x7D -> ValType.F32;
            default -> ValType.F64;
        };
    }

    /** Hands Chicory what was compiled earlier, or keeps what it compiles now. */
    private static final class Kept implements Cache {
        private byte[] bytes;

        Kept(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public byte[] get(String key) {
            return bytes;
        }

        @Override
        public void putIfAbsent(String key, byte[] compiled) {
            if (bytes == null) bytes = compiled;
        }
    }
}
