package weft.appd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import weft.api.Containment;
import weft.api.Places;
import weft.api.gateway.Children;
import weft.api.packages.AppPackage;
import weft.api.packages.AppPackage.Engine;
import weft.runtime.launch.RuntimeCommand;

/** The distribution's runtimes, one folder an engine, in their sandbox; the JDK that the platform itself runs on is theirs too. */
final class SandboxedRuntimes implements RuntimePool.RuntimeSource {
    private static final int USUAL_MB = 64, COMPILER_HEAP_MB = 512;
    private final Places places;
    private final CompiledModules compiled;
    private final SandboxChoice choice;

    SandboxedRuntimes(Places places) {
        this.places = places;
        this.choice = new SandboxChoice(places.config());
        this.compiled = new CompiledModules(places.cache().resolve("compiled"), () -> runtime("", COMPILER_HEAP_MB, Optional.of(Engine.chicory)));
    }

    private RuntimeCommand runtime(String token, int heapMb, Optional<Engine> engine) {
        return new RuntimeCommand(Path.of(System.getProperty("java.home")), places.dist().resolve(folder(engine)),
                places.runtime().resolve("gateway.sock"), places.runtime().resolve("portal.sock"), token, heapMb, choice.choose());
    }

    private static String folder(Optional<Engine> engine) {
        if (engine.isEmpty()) return "runtime";
        return switch (engine.get()) {
            case graalwasm -> "runtime-compiled";
            case chicory -> "runtime-chicory";
        };
    }

    @Override
    public Children.Command command(String token, int memoryMb, Optional<Engine> engine) throws IOException {
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
        return module.engine().filter(e -> e == Engine.chicory).flatMap(e -> compiled.find(module.file()));
    }

    @Override
    public int usualMemoryMb() {
        return USUAL_MB;
    }
}
