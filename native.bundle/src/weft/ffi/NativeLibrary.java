package weft.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * A shared library, opened for the life of the process, whose functions are linked with longs alone: pointers and
 * integers travel in the same registers, and each distinct shape costs milliseconds at start.
 */
public final class NativeLibrary {
    private static final Linker LINKER = Linker.nativeLinker();
    private final String name;
    private final SymbolLookup symbols;

    private NativeLibrary(String name, SymbolLookup symbols) {
        this.name = name;
        this.symbols = symbols;
    }

    /** The C library and what the process has already loaded. */
    public static NativeLibrary libc() {
        return new NativeLibrary("libc", LINKER.defaultLookup());
    }

    /**
     * Opens a library by its file name, such as {@code libxkbcommon.so.0}.
     *
     * @throws UnsatisfiedLinkError naming the library, if it is not installed
     */
    public static NativeLibrary open(String fileName) {
        try {
            return new NativeLibrary(fileName, SymbolLookup.libraryLookup(fileName, Arena.global()));
        } catch (IllegalArgumentException e) {
            throw new UnsatisfiedLinkError(fileName + " is not installed");
        }
    }

    /** A function of {@code arity} longs that returns a long; an {@code int} result has undefined upper bits. */
    public MethodHandle function(String symbol, int arity) {
        return LINKER.downcallHandle(find(symbol), longs(arity));
    }

    /** A function of another shape than longs, for the few that take or return floating point numbers. */
    public MethodHandle function(String symbol, FunctionDescriptor shape) {
        return LINKER.downcallHandle(find(symbol), shape);
    }

    /** The address of a symbol, or 0 where the library lacks it. */
    public long address(String symbol) {
        return symbols.find(symbol).map(s -> s.address()).orElse(0L);
    }

    /** Where a function lies, for {@link LongCall}. */
    MemorySegment find(String symbol) {
        return symbols.find(symbol).orElseThrow(() -> new UnsatisfiedLinkError(name + " has no " + symbol));
    }

    private static FunctionDescriptor longs(int arity) {
        var arguments = new MemoryLayout[arity];
        Arrays.fill(arguments, ValueLayout.JAVA_LONG);
        return FunctionDescriptor.of(ValueLayout.JAVA_LONG, arguments);
    }
}
