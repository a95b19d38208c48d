package weft.packages.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import weft.api.ErrorCode;
import weft.api.WeftException;

/** C: every {@code src/*.c} of the project and the kit's own, by clang for {@code wasm32-wasi}. */
public final class CModule implements ModuleBuild {
    private static final int LIMIT_MINUTES = 5;
    private final Path kit;

    /** @param kit holds {@code include/} and the kit's sources */
    public CModule(Path kit) {
        this.kit = kit;
    }

    @Override
    public boolean builds(Path project) throws IOException {
        return !sources(project.resolve("src")).isEmpty();
    }

    private static List<Path> sources(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (var all = Files.list(folder)) {
            return all.filter(p -> p.toString().endsWith(".c")).sorted().toList();
        }
    }

    @Override
    public void build(Path project, Path module) throws IOException, InterruptedException {
        Files.createDirectories(module.getParent());
        Path part = Files.createTempFile(module.getParent(), ".", ".wasm");
        try {
            var command = new ArrayList<>(List.of("clang", "--target=wasm32-wasi", "-std=gnu11", "-Os", "-Wall", "-Wextra", "-I" + kit.resolve("include"), "-Wl,--strip-all", "-o", part.toString()));
            for (Path source : sources(project.resolve("src"))) command.add(source.toString());
            for (Path source : sources(kit)) command.add(source.toString());
            run(command);
            Files.setPosixFilePermissions(part, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(part, module, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void run(List<String> command) throws InterruptedException {
        Process clang;
        try {
            clang = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        } catch (IOException e) {
            throw new WeftException(ErrorCode.UNAVAILABLE, "clang is missing, which compiles C for WebAssembly: install clang, lld, wasi-libc and libclang-rt-dev-wasm32.");
        }
        if (!clang.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) clang.destroyForcibly().waitFor();
        if (clang.exitValue() != 0) throw new WeftException(ErrorCode.INVALID, "The module does not compile.");
    }
}
