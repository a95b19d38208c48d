package weft.appd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.runtime.launch.RuntimeCommand;

/** Modules are compiled ahead by the real compiler in the real sandbox. */
class CompiledModulesTest {
    private static final Path DIST = Path.of(System.getProperty("weft.root"), "dist"), COUNTER = DIST.resolve("apps/org.weft.counter/module.wasm");
    @TempDir
    Path folder;

    private CompiledModules modules() {
        return new CompiledModules(List.of(), folder, () -> new RuntimeCommand(Path.of(System.getProperty("java.home")), DIST.resolve("runtime"),
                Path.of("/none"), Path.of("/none"), "", 256));
    }

    // The rename is what makes it be there.
    private Path await(CompiledModules modules, Path module) throws Exception {
        try (var watch = folder.getFileSystem().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
            for (Optional<Path> found; ; ) {
                if ((found = modules.find(module)).isPresent()) return found.get();
                var key = watch.poll(2, TimeUnit.MINUTES);
                assertTrue(key != null, "nothing happens");
                key.pollEvents();
                key.reset();
            }
        }
    }

    @Test
    void a_module_is_compiled_once_and_found_by_its_content() throws Exception {
        var modules = modules();
        Path first = await(modules, COUNTER);
        var made = Files.getLastModifiedTime(first);
        Path copy = Files.copy(COUNTER, Files.createDirectory(folder.resolve("elsewhere")).resolve("m.wasm"));
        assertEquals(Optional.of(first), modules.find(copy));
        assertEquals(made, Files.getLastModifiedTime(first));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(first)));
        assertNotEquals(first, await(modules, DIST.resolve("apps/org.weft.notes/module.wasm")));
    }

    @Test
    void what_cannot_be_compiled_leaves_nothing() throws Exception {
        Path garbage = Files.writeString(Files.createDirectory(folder.resolve("elsewhere")).resolve("m.wasm"), "no module");
        try (var watch = folder.getFileSystem().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_DELETE);
            assertEquals(Optional.empty(), modules().find(garbage));
            for (int deleted = 0; deleted < 2; ) {
                var key = watch.poll(2, TimeUnit.MINUTES);
                assertTrue(key != null, "nothing happens");
                deleted += key.pollEvents().size();
                key.reset();
            }
        }
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }
}
