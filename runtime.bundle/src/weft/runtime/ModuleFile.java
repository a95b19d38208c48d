package weft.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import weft.os.Fd;
import weft.runtime.engine.HostFunction;
import weft.runtime.engine.InvalidModule;
import weft.runtime.engine.ModuleOutline;
import weft.runtime.engine.WasmEngine;
import weft.runtime.launch.RuntimeCommand;

/** An app's module as it came, judged by its outline before any engine sees it. */
record ModuleFile(byte[] wasm, ModuleOutline outline) {
    private static final int MAX_BYTES = 64 << 20, PAGES_PER_MB = (1 << 20) / ModuleOutline.PAGE;

    /** Reads the module to its end and closes the descriptor. */
    static ModuleFile read(Fd fd) throws StartFailure {
        if (fd == null) throw new StartFailure("The app's module is missing.");
        try (fd) {
            byte[] wasm = readAll(fd);
            return new ModuleFile(wasm, ModuleOutline.of(wasm));
        } catch (IOException e) {
            throw new StartFailure("The app's module cannot be read (" + e.getMessage() + ").");
        } catch (InvalidModule e) {
            throw new StartFailure("The app's module " + e.getMessage() + ".");
        }
    }

    static byte[] readAll(Fd fd) throws IOException, StartFailure {
        byte[] bytes = new byte[1 << 16];
        int length = 0;
        for (int n; (n = fd.read(bytes, length, bytes.length - length)) > 0; ) {
            length += n;
            if (length > MAX_BYTES) throw new StartFailure("The app's module is larger than " + (MAX_BYTES >> 20) + " MB.");
            if (length == bytes.length) bytes = Arrays.copyOf(bytes, 2 * length);
        }
        return Arrays.copyOf(bytes, length);
    }

    /** The module with its memory bounded by what the manifest allows. */
    byte[] bounded(int memoryMb) throws StartFailure {
        long heapMb = Runtime.getRuntime().maxMemory() >> 20;
        // The heap shows itself a few percent smaller than it was asked for.
        if (memoryMb < 1 || RuntimeCommand.heapFor(memoryMb) * 0.95 > heapMb)
            throw new StartFailure("The app asks for " + memoryMb + " MB of memory; this runtime was started with less.");
        long pages = (long) memoryMb * PAGES_PER_MB;
        long needed = outline.memory().map(ModuleOutline.Memory::initialPages).orElse(0L);
        if (needed > pages) throw new StartFailure("The app needs at least " + (needed + PAGES_PER_MB - 1) / PAGES_PER_MB
                + " MB of memory, but its manifest allows " + memoryMb + " MB.");
        return outline.withMaximum(wasm, pages);
    }

    /** What stands behind each import. */
    List<WasmEngine.Linked> link(Map<String, Map<String, HostFunction>> offered) throws StartFailure {
        var linked = new ArrayList<WasmEngine.Linked>();
        for (var i : outline.imports()) {
            HostFunction function = offered.getOrDefault(i.module(), Map.of()).get(i.name());
            if (function == null) throw new StartFailure("The app needs \"" + i.name() + "\" of \"" + i.module() + "\", which this version does not offer.");
            linked.add(new WasmEngine.Linked(i, function));
        }
        return linked;
    }
}
