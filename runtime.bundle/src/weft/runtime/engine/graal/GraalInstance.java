package weft.runtime.engine.graal;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import weft.runtime.engine.GuestExit;
import weft.runtime.engine.GuestTrap;
import weft.runtime.engine.OutOfGuestMemory;
import weft.runtime.engine.WasmInstance;

/** A linked module in a context of its own. */
final class GraalInstance implements WasmInstance {
    private final Context context;
    private final Value exports;
    private final GraalMemory memory;

    GraalInstance(Context context, Value exports, GraalMemory memory) {
        this.context = context;
        this.exports = exports;
        this.memory = memory;
    }

    @Override
    public boolean grow(long pages) {
        context.enter();
        try {
            return memory.grow(pages);
        } finally {
            context.leave();
        }
    }

    @Override
    public void run(String function) throws GuestTrap {
        try {
            exports.getMember(function).executeVoid();
        } catch (PolyglotException e) {
            throw trap(e);
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            throw new GuestTrap(function + " cannot be called without arguments");
        }
    }

    @Override
    public void stop() {
        context.close(true);
    }

    /** The trap that an exception stands for; an exit is thrown as it is. */
    static GuestTrap trap(PolyglotException e) {
        if (e.isHostException()) {
            Throwable cause = e.asHostException();
            if (cause instanceof GuestExit exit) throw exit;
            if (cause instanceof OutOfGuestMemory) return new GuestTrap("out of bounds memory access in a call to the system");
            if (cause instanceof OutOfMemoryError) return GuestTrap.outOfMemory();
            throw new IllegalStateException("a call of the guest failed inside the runtime", cause);
        }
        if (e.isCancelled()) return new GuestTrap("stopped from outside");
        if (e.isResourceExhausted()) return new GuestTrap("out of memory or stack");
        if (e.isInternalError()) throw new IllegalStateException("the WebAssembly engine failed", e);
        return new GuestTrap(plain(String.valueOf(e.getMessage())));
    }

    private static String plain(String message) {
        if (message.contains("out-of-bounds")) return "out of bounds memory access";
        if (message.equals("unreachable")) return "it gave up by itself (unreachable instruction)";
        return message;
    }
}
