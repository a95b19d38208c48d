package weft.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The demo apps and the test guests. {@code apps/NAME/src/*.c} becomes {@code dist/apps/ID/module.wasm}, beside the
 * app's {@code wapp.toml} and {@code ui/}; {@code apps/sdk} becomes {@code dist/sdk}; each {@code runtime.bundle/test-guests/NAME.c} becomes
 * {@code dist/test-guests/NAME.wasm}. Compiled by clang for {@code wasm32-wasi}; nothing is done where nothing changed.
 */
final class GuestModules {
    private final Path root;
    private final Path sdk;
    private final Problems problems;

    GuestModules(Path root, Problems problems) {
        this.root = root;
        this.sdk = root.resolve("apps/sdk/c");
        this.problems = problems;
    }

    void run() throws Exception {
        for (Path app : list(root.resolve("apps"))) if (Files.exists(app.resolve("wapp.toml"))) app(app);
        mirror(root.resolve("apps/sdk"), root.resolve("dist/sdk"));
        for (Path guest : list(root.resolve("runtime.bundle/test-guests"))) testGuest(guest);
    }

    private void app(Path app) throws Exception {
        Path target = root.resolve("dist/apps").resolve(id(app.resolve("wapp.toml")));
        mirror(app.resolve("ui"), target.resolve("ui"));
        copyIfChanged(app.resolve("wapp.toml"), target.resolve("wapp.toml"));
        var sources = new ArrayList<>(list(app.resolve("src")).stream().filter(p -> p.toString().endsWith(".c")).toList());
        if (sources.isEmpty()) return;
        sources.add(sdk.resolve("weft_json.c"));
        compile(sources, target.resolve("module.wasm"));
    }

    // The first line of the form id = "…": the manifest's own reader checks the rest at run time.
    private static String id(Path manifest) throws IOException {
        return Files.readAllLines(manifest).stream().filter(l -> l.matches("id *= *\"[a-z0-9.-]+\" *"))
                .map(l -> l.replaceAll(".*\"(.*)\".*", "$1")).findFirst().orElseThrow(() -> new IOException(manifest + " has no id"));
    }

    private void testGuest(Path source) throws Exception {
        String name = source.getFileName().toString();
        Path target = root.resolve("dist/test-guests").resolve(name.replaceAll("\\.[a-z]+$", ".wasm"));
        if (name.endsWith(".c")) compile(List.of(source, sdk.resolve("weft_json.c")), target);
    }

    private void compile(List<Path> sources, Path target) throws Exception {
        if (fresh(sources, target)) return;
        Files.createDirectories(target.getParent());
        Path part = target.resolveSibling(target.getFileName() + ".part");
        var command = new ArrayList<>(List.of("clang", "--target=wasm32-wasi", "-std=gnu11", "-Os", "-Wall", "-Wextra", "-Werror",
                "-I" + sdk.resolve("include"), "-Wl,--strip-all", "-o", part.toString()));
        sources.forEach(s -> command.add(s.toString()));
        try {
            var clang = new ProcessBuilder(command).inheritIO().start();
            if (!clang.waitFor(2, TimeUnit.MINUTES) || clang.exitValue() != 0) {
                clang.destroyForcibly();
                problems.add(sources.getFirst() + " does not compile for WebAssembly");
                return;
            }
        } catch (IOException e) {
            problems.add("clang cannot be run: install clang, lld, wasi-libc and libclang-rt-14-dev-wasm32");
            return;
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private boolean fresh(List<Path> sources, Path target) throws IOException {
        if (!Files.exists(target)) return false;
        var since = Files.getLastModifiedTime(target);
        var inputs = new ArrayList<>(sources);
        inputs.addAll(list(sdk.resolve("include")));
        for (Path p : inputs) if (Files.getLastModifiedTime(p).compareTo(since) > 0) return false;
        return true;
    }

    /** Makes the target folder hold what the source folder does. */
    private static void mirror(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) return;
        try (Stream<Path> files = Files.walk(from)) {
            for (Path p : files.filter(Files::isRegularFile).toList()) copyIfChanged(p, to.resolve(from.relativize(p)));
        }
        try (Stream<Path> files = Files.walk(to)) {
            for (Path p : files.filter(Files::isRegularFile).toList()) if (!Files.exists(from.resolve(to.relativize(p)))) Files.delete(p);
        }
    }

    private static void copyIfChanged(Path from, Path to) throws IOException {
        if (Files.exists(to) && Files.mismatch(from, to) < 0) return;
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }
}
