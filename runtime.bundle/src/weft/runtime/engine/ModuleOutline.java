package weft.runtime.engine;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a module asks for and offers, read from its binary (WebAssembly core specification 5.5) before any engine sees it.
 *
 * @param imports   the functions it imports
 * @param functions the names of the functions it exports
 * @param memory    its own memory, if it has one
 */
public record ModuleOutline(List<Import> imports, Set<String> functions, Optional<Memory> memory) {
    public static final int PAGE = 65536;
    private static final int MAX_ENTRIES = 100_000, CUSTOM = 0, TYPE = 1, IMPORT = 2, MEMORY = 5, EXPORT = 7;

    /** An imported function; parameters and results by their type bytes, such as 0x7F for i32. */
    public record Import(String module, String name, List<Integer> parameters, List<Integer> results) {}

    /** The memory's limits in pages of 64 KiB, and where the binary holds the section that says so. */
    public record Memory(long initialPages, Optional<Long> maximumPages, int sectionStart, int sectionEnd, int flags) {}

    /** @throws InvalidModule if the outline cannot be read, or asks for what is not offered here (imported memories, tables, globals) */
    public static ModuleOutline of(byte[] wasm) throws InvalidModule {
        var in = new WasmBinary(wasm, 0, wasm.length);
        if (wasm.length < 8 || in.octet() != 0 || in.octet() != 'a' || in.octet() != 's' || in.octet() != 'm')
            throw new InvalidModule("is not WebAssembly");
        int version = in.octet();
        in.skip(3);
        if (version != 1) throw new InvalidModule("is a WebAssembly component; this version runs core modules");
        return sections(in);
    }

    private static ModuleOutline sections(WasmBinary in) throws InvalidModule {
        List<Signature> types = List.of();
        List<Import> imports = List.of();
        Set<String> functions = Set.of();
        Optional<Memory> memory = Optional.empty();
        while (!in.atEnd()) {
            int start = in.position(), id = in.octet();
            var section = in.part(in.number());
            switch (id) {
                case TYPE -> types = types(section);
                case IMPORT -> imports = imports(section, types);
                case MEMORY -> memory = memory(section, start, in.position());
                case EXPORT -> functions = exports(section);
                case CUSTOM -> { }
                default -> {
                    if (id > 13) throw new InvalidModule("has a section of the unknown kind " + id);
                }
            }
        }
        return new ModuleOutline(List.copyOf(imports), Set.copyOf(functions), memory);
    }

    private record Signature(List<Integer> parameters, List<Integer> results) {}

    private static int count(WasmBinary in) throws InvalidModule {
        long n = in.number();
        if (n > MAX_ENTRIES) throw new InvalidModule("has more than " + MAX_ENTRIES + " entries in one section");
        return (int) n;
    }

    private static List<Signature> types(WasmBinary in) throws InvalidModule {
        var types = new ArrayList<Signature>();
        for (int n = count(in); n > 0; n--) {
            if (in.octet() != 0x60) throw new InvalidModule("uses types that are not offered here");
            types.add(new Signature(valueTypes(in), valueTypes(in)));
        }
        return types;
    }

    private static List<Integer> valueTypes(WasmBinary in) throws InvalidModule {
        var out = new ArrayList<Integer>();
        for (int n = count(in); n > 0; n--) out.add(in.octet());
        return List.copyOf(out);
    }

    private static List<Import> imports(WasmBinary in, List<Signature> types) throws InvalidModule {
        var imports = new ArrayList<Import>();
        for (int n = count(in); n > 0; n--) {
            String module = in.name(), name = in.name();
            if (in.octet() != 0) throw new InvalidModule("imports " + module + " " + name + ", which is not a function");
            long type = in.number();
            if (type >= types.size()) throw new InvalidModule("names a type that it does not have");
            Signature s = types.get((int) type);
            imports.add(new Import(module, name, s.parameters, s.results));
        }
        return imports;
    }

    private static Optional<Memory> memory(WasmBinary in, int start, int end) throws InvalidModule {
        int n = count(in);
        if (n == 0) return Optional.empty();
        if (n > 1) throw new InvalidModule("has more than one memory");
        int flags = in.octet();
        if (flags > 1) throw new InvalidModule("uses shared or 64-bit memory, which is not offered here");
        long initial = in.number();
        return Optional.of(new Memory(initial, flags == 1 ? Optional.of(in.number()) : Optional.empty(), start, end, flags));
    }

    private static Set<String> exports(WasmBinary in) throws InvalidModule {
        var names = new HashSet<String>();
        for (int n = count(in); n > 0; n--) {
            String name = in.name();
            if (in.octet() == 0) names.add(name);
            in.number();
        }
        return names;
    }

    public boolean imports(String module, String name) {
        return imports.stream().anyMatch(i -> i.module.equals(module) && i.name.equals(name));
    }

    /**
     * The same module, whose memory cannot grow beyond a number of pages: the engine itself then refuses.
     *
     * @param wasm the binary that this outline was read from
     */
    public byte[] withMaximum(byte[] wasm, long pages) {
        if (memory.isEmpty()) return wasm;
        Memory m = memory.get();
        var body = new ByteArrayOutputStream();
        body.write(1);
        body.write(1);
        writeNumber(body, m.initialPages);
        writeNumber(body, Math.min(pages, m.maximumPages.orElse(pages)));
        var out = new ByteArrayOutputStream(wasm.length + 8);
        out.write(wasm, 0, m.sectionStart);
        out.write(MEMORY);
        writeNumber(out, body.size());
        out.writeBytes(body.toByteArray());
        out.write(wasm, m.sectionEnd, wasm.length - m.sectionEnd);
        return out.toByteArray();
    }

    /** Whether its memory may grow to so many pages, as far as the module itself is concerned. */
    public boolean mayGrowTo(long pages) {
        return memory.isPresent() && memory.get().maximumPages.orElse(pages) >= pages;
    }

    private static void writeNumber(ByteArrayOutputStream out, long value) {
        for (; value > 127; value >>>= 7) out.write((int) (value & 127 | 128));
        out.write((int) value);
    }
}
