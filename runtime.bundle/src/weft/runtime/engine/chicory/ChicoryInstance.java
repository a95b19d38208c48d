package weft.runtime.engine.chicory;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.InvalidException;
import java.util.Locale;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import weft.runtime.engine.GuestTrap;
import weft.runtime.engine.OutOfGuestMemory;
import weft.runtime.engine.WasmInstance;

/** A linked module. Compiled code looks at its thread's interruption wherever it could go on for ever. */
final class ChicoryInstance implements WasmInstance {
    private final Instance instance;
    private final ChicoryMemory memory;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private Thread running;
    private boolean stopped;

    ChicoryInstance(Instance instance, ChicoryMemory memory) {
        this.instance = instance;
        this.memory = memory;
    }

    @Override
    public boolean grow(long pages) {
        return memory.grow(pages);
    }

    @Override
    public void run(String function) throws GuestTrap {
        begin();
        try {
            if (!instance.exportType(function).params().isEmpty()) throw new GuestTrap(function + " cannot be called without arguments");
            instance.export(function).apply();
        } catch (ChicoryException | OutOfGuestMemory | StackOverflowError | OutOfMemoryError e) {
            throw trap(e);
        } finally {
            end();
        }
    }

    private void begin() throws GuestTrap {
        lock.lock();
        try {
            if (stopped) throw new GuestTrap(STOPPED);
            running = Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    // What was meant for the guest must not reach what its thread does next.
    private void end() {
        lock.lock();
        try {
            running = null;
            if (stopped) Thread.interrupted();
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stop() {
        lock.lock();
        try {
            stopped = true;
            if (running == Thread.currentThread()) return;
            if (running != null) running.interrupt();
            while (running != null) ended.awaitUninterruptibly();
        } finally {
            lock.unlock();
        }
    }

    private static final String STOPPED = "stopped from outside";

    /** The trap that a failure of the engine stands for. */
    static GuestTrap trap(Throwable e) {
        if (e instanceof OutOfMemoryError) return GuestTrap.outOfMemory();
        return new GuestTrap(switch (e) {
            case ChicoryInterruptedException _ -> STOPPED;
            case OutOfGuestMemory _ -> "out of bounds memory access in a call to the system";
            case StackOverflowError _ -> "call stack exhausted";
            case TrapException _, InvalidException _ -> plain(String.valueOf(e.getMessage()));
            case ChicoryException _ when e.getCause() instanceof StackOverflowError -> "call stack exhausted";
            default -> plain(String.valueOf(e.getMessage()));
        });
    }

    private static String plain(String message) {
        String small = message.toLowerCase(Locale.ROOT);
        if (small.contains("out of bounds memory")) return "out of bounds memory access";
        if (small.contains("unreachable")) return "it gave up by itself (unreachable instruction)";
        return message;
    }
}
