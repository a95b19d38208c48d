package weft.runtime.engine.graal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.ByteSequence;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import weft.runtime.engine.GuestTrap;
import weft.runtime.engine.HostFunction;
import weft.runtime.engine.InvalidModule;
import weft.runtime.engine.WasmEngine;
import weft.runtime.engine.WasmInstance;

/**
 * GraalWasm. It is given no access at all: no files, no environment, no threads, no host classes, none of its own WASI;
 * a guest reaches only the functions that it was linked with.
 */
public final class GraalWasmEngine implements WasmEngine {
    private static final String LANGUAGE = "wasm";
    private static final int I64 = 0x7E;
    private final Engine engine = Engine.newBuilder(LANGUAGE).option("engine.WarnInterpreterOnly", "false").build();

    @Override
    public String mode() {
        return engine.getImplementationName().equals("Interpreted") ? "interpreted" : "compiled";
    }

    @Override
    public WasmInstance instantiate(byte[] wasm, Optional<byte[]> compiled, List<Linked> imports) throws InvalidModule, GuestTrap {
        var context = Context.newBuilder(LANGUAGE).engine(engine).build();
        Value module;
        try {
            module = context.eval(Source.newBuilder(LANGUAGE, ByteSequence.create(wasm), "module").cached(false).buildLiteral());
        } catch (PolyglotException e) {
            context.close(true);
            throw new InvalidModule("is not valid WebAssembly: " + e.getMessage());
        }
        var memory = new GraalMemory();
        try {
            var exports = module.newInstance(linked(imports, memory)).getMember("exports");
            memory.bind(exports.getMember("memory"));
            return new GraalInstance(context, exports, memory);
        } catch (PolyglotException e) {
            context.close(true);
            throw GraalInstance.trap(e);
        }
    }

    private static ProxyObject linked(List<Linked> imports, GraalMemory memory) {
        var modules = new HashMap<String, Map<String, Object>>();
        for (Linked i : imports)
            modules.computeIfAbsent(i.type().module(), m -> new HashMap<>()).put(i.type().name(), executable(i, memory));
        var members = new HashMap<String, Object>();
        modules.forEach((module, functions) -> members.put(module, ProxyObject.fromMap(functions)));
        return ProxyObject.fromMap(members);
    }

    private static ProxyExecutable executable(Linked linked, GraalMemory memory) {
        int count = linked.type().parameters().size();
        var wide = new boolean[count];
        for (int i = 0; i < count; i++) wide[i] = linked.type().parameters().get(i) == I64;
        boolean wideResult = linked.type().results().contains(I64);
        HostFunction function = linked.function();
        return arguments -> {
            var raw = new long[count];
            for (int i = 0; i < count; i++) raw[i] = wide[i] ? arguments[i].asLong() : arguments[i].asInt() & 0xffffffffL;
            long result = function.call(memory, raw);
            return wideResult ? (Object) result : (Object) (int) result;
        };
    }
}
