package weft.packages.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** C: every {@code src/*.c} of the project and the kit's own, by clang for {@code wasm32-wasi}. */
public final class CModule implements ModuleBuild {
    private static final String MISSING = "clang is missing, which compiles C for WebAssembly: install clang, lld, wasi-libc and libclang-rt-dev-wasm32.";
    private final Path kit;

    /** @param kit holds {@code include/} and the kit's sources */
    public CModule(Path kit) {
        this.kit = kit;
    }

    @Override
    public String language() {
        return "c";
    }

    @Override
    public List<Path> sources(Path project) throws IOException {
        return ModuleBuild.sources(project, ".c");
    }

    @Override
    public void build(Path project, Path module) throws IOException, InterruptedException {
        Compiler.make(module, project, part -> {
            var command = new ArrayList<>(List.of("clang", "--target=wasm32-wasi", "-std=gnu11", "-Os", "-Wall", "-Wextra", "-I" + kit.resolve("include"), "-Wl,--strip-all", "-o", part.toString()));
            for (Path source : sources(project)) command.add(source.toString());
            for (Path source : ModuleBuild.in(kit, ".c")) command.add(source.toString());
            return command;
        }, MISSING);
    }
}
