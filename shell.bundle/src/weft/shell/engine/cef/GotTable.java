package weft.shell.engine.cef;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import weft.ffi.NativeLibrary;

/**
 * The global offset table of a loaded x86-64 library: for each foreign function that it calls, the slot that holds the
 * function's address (elf(5), {@code R_X86_64_JUMP_SLOT}). Replacing a slot redirects the calls of this library alone.
 */
final class GotTable {
    private static final int PT_LOAD = 1, PT_DYNAMIC = 2, JUMP_SLOT = 7, PROGRAM_HEADER = 56, RELOCATION = 24, SYMBOL = 24;
    private static final long DT_PLTRELSZ = 2, DT_STRTAB = 5, DT_SYMTAB = 6, DT_JMPREL = 23;
    private static final long PAGE = 4096;
    private static final MethodHandle MPROTECT = NativeLibrary.libc().function("mprotect", 3);
    private static final int PROT_READ = 1, PROT_WRITE = 2;
    private final Map<String, Long> slots = new HashMap<>();
    private final ByteBuffer elf;

    private GotTable(ByteBuffer elf, long base) {
        this.elf = elf;
        var dynamic = dynamicSection();
        long relocations = fileOffset(dynamic.get(DT_JMPREL));
        long symbols = fileOffset(dynamic.get(DT_SYMTAB)), strings = fileOffset(dynamic.get(DT_STRTAB));
        for (long r = relocations; r < relocations + dynamic.get(DT_PLTRELSZ); r += RELOCATION) {
            long info = elf.getLong((int) r + 8);
            if ((int) info != JUMP_SLOT) continue;
            long name = strings + Integer.toUnsignedLong(elf.getInt((int) (symbols + (info >>> 32) * SYMBOL)));
            slots.put(text((int) name), base + elf.getLong((int) r));
        }
    }

    /** @throws IOException if the file cannot be read or is not loaded in this process */
    static GotTable of(Path library) throws IOException {
        Path real = library.toRealPath();
        try (var file = FileChannel.open(real)) {
            return new GotTable(file.map(FileChannel.MapMode.READ_ONLY, 0, file.size()).order(ByteOrder.LITTLE_ENDIAN), base(real));
        }
    }

    // The loader's mappings are private; the shared one is ours, of the file that is being read.
    private static long base(Path library) throws IOException {
        try (var maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.filter(l -> l.endsWith(" " + library)).map(l -> l.split("\\s+")).filter(f -> f[1].endsWith("p") && Long.parseLong(f[2], 16) == 0)
                    .mapToLong(f -> Long.parseUnsignedLong(f[0].split("-")[0], 16)).findFirst()
                    .orElseThrow(() -> new IOException(library + " is not loaded"));
        }
    }

    private Map<Long, Long> dynamicSection() {
        var out = new HashMap<Long, Long>();
        for (int p : programHeaders(PT_DYNAMIC)) {
            int start = (int) elf.getLong(p + 8), length = (int) elf.getLong(p + 32);
            for (int o = start; o < start + length; o += 16) out.put(elf.getLong(o), elf.getLong(o + 8));
        }
        return out;
    }

    private int[] programHeaders(int type) {
        int first = (int) elf.getLong(32), count = elf.getShort(56) & 0xFFFF;
        return java.util.stream.IntStream.range(0, count).map(i -> first + i * PROGRAM_HEADER).filter(p -> elf.getInt(p) == type).toArray();
    }

    private long fileOffset(long address) {
        for (int p : programHeaders(PT_LOAD)) {
            long start = elf.getLong(p + 16);
            if (address >= start && address < start + elf.getLong(p + 32)) return address - start + elf.getLong(p + 8);
        }
        throw new IllegalStateException("no segment holds " + Long.toHexString(address));
    }

    private String text(int at) {
        var out = new StringBuilder();
        for (byte b; (b = elf.get(at++)) != 0; ) out.append((char) b);
        return out.toString();
    }

    /**
     * Sends the library's calls of a function to {@code target} from now on. The slot lies in memory that the loader made
     * read-only (RELRO), so its page is opened for the moment of the write.
     *
     * @return what the slot held before
     * @throws IllegalStateException if the library does not call such a function
     */
    MemorySegment redirect(String function, MethodHandle target, FunctionDescriptor shape) {
        Long slot = slots.get(function);
        if (slot == null) throw new IllegalStateException("the library does not call " + function);
        var stub = Linker.nativeLinker().upcallStub(target, shape, Arena.global());
        var cell = MemorySegment.ofAddress(slot).reinterpret(8);
        protect(slot & -PAGE, PROT_READ | PROT_WRITE);
        var before = cell.get(ValueLayout.ADDRESS, 0);
        cell.set(ValueLayout.ADDRESS, 0, stub);
        protect(slot & -PAGE, PROT_READ);
        return before;
    }

    private static void protect(long page, int protection) {
        try {
            if ((int) (long) MPROTECT.invokeExact(page, PAGE, (long) protection) != 0) throw new IllegalStateException("mprotect failed");
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }
}
