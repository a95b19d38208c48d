package weft.appd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import weft.api.Containment;
import weft.api.Places;
import weft.api.gateway.Children;
import weft.api.packages.AppPackage;
import weft.api.packages.AppPackage.Engine;
import weft.api.packages.Packages;
import weft.runtime.launch.RuntimeCommand;

/** The distribution's runtimes, one folder an engine, in their sandbox; the JDK that the platform itself runs on is theirs too. */
final class SandboxedRuntimes implements RuntimePool.RuntimeSource, AutoCloseable {
    private static final int USUAL_MB = 64, COMPILER_HEAP_MB = 512;
    private final Places places;
    private final Packages packages;
    private final CompiledModules compiled;
    private final SandboxChoice choice;

    SandboxedRuntimes(Places places, Packages packages) {
        this.places = places;
        this.packages = packages;
        this.choice = new SandboxChoice(places.config());
        this.compiled = new CompiledModules(List.of(places.dist().resolve("compiled")), places.cache().resolve("compiled"), () -> runtime("", COMPILER_HEAP_MB, Engine.chicory));
    }

    /** Compiles ahead what is installed and not compiled yet, so that a launch finds it done. Returns at once. */
    void prepare() {
        compiled.later(() -> {
            for (AppPackage app : packages.installed()) app.module().ifPresent(this::compiled);
        });
    }

    @Override
    public Set<Engine> named() {
        var engines = EnumSet.noneOf(Engine.class);
        for (AppPackage app : packages.installed()) app.module().flatMap(AppPackage.Module::engine).ifPresent(engines::add);
        return engines;
    }

    private RuntimeCommand runtime(String token, int heapMb, Engine engine) {
        return new RuntimeCommand(Path.of(System.getProperty("java.home")), places.dist().resolve(folder(engine)),
                places.runtime().resolve("gateway.sock"), places.runtime().resolve("portal.sock"), token, heapMb, choice.choose());
    }

    private static String folder(Engine engine) {
        return switch (engine) {
            case graalwasm -> "runtime-graalwasm";
            case chicory -> "runtime";
        };
    }

    @Override
    public Children.Command command(String token, int memoryMb, Engine engine) throws IOException {
        RuntimeCommand command = runtime(token, RuntimeCommand.heapFor(memoryMb), engine);
        return new Children.Command(command.argv(), command.environment());
    }

    @Override
    public Containment.Sandbox sandbox() {
        return switch (choice.choose()) {
            case NAMESPACES -> Containment.Sandbox.namespaces;
            case LANDLOCK -> Containment.Sandbox.landlock;
        };
    }

    @Override
    public Optional<Path> compiled(AppPackage.Module module) {
        return RuntimePool.engine(module) == Engine.chicory ? compiled.find(module.file()) : Optional.empty();
    }

    @Override
    public int usualMemoryMb() {
        return USUAL_MB;
    }

    @Override
    public void close() {
        compiled.close();
    }
}
