package weft.packages.build;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import weft.api.ErrorCode;
import weft.api.WeftException;

/**
 * AssemblyScript: {@code src/NAME.ts}, where NAME is the project's only such file, or {@code app}; what it imports comes along. The compiler is the
 * version of the kit's lock file; npm fetches it once, checked by the lock file's hashes, into a folder that may be deleted at any time.
 */
public final class AssemblyScriptModule implements ModuleBuild {
    private static final String MISSING = "AssemblyScript's compiler needs Node.js and npm, which are missing here: install nodejs and npm.";
    private static final List<String> LOCKED = List.of("package.json", "package-lock.json");
    private final Path kit;
    private final Path cache;

    /**
     * @param kit   holds the lock file and {@code library/}
     * @param cache where fetched compilers are kept
     */
    public AssemblyScriptModule(Path kit, Path cache) {
        this.kit = kit;
        this.cache = cache;
    }

    @Override
    public String language() {
        return "assemblyscript";
    }

    @Override
    public List<Path> sources(Path project) throws IOException {
        return ModuleBuild.sources(project, ".ts");
    }

    @Override
    public void build(Path project, Path module) throws IOException, InterruptedException {
        Path entry = entry(project), compiler = compiler().resolve("node_modules/assemblyscript/bin/asc.js");
        // The compiler finds libraries only relative to where it runs.
        Compiler.make(module, kit, part -> List.of("node", compiler.toString(), entry.toString(), "-o", part.toString(), "--lib", "library", "--exportStart", "_start",
                "--use", "abort=weft_abort", "--use", "trace=weft_trace", "--use", "seed=weft_seed", "-O2", "--noColors"), MISSING);
    }

    private Path entry(Path project) throws IOException {
        var sources = sources(project);
        if (sources.size() == 1) return sources.getFirst();
        return sources.stream().filter(p -> p.endsWith("app.ts")).findFirst()
                .orElseThrow(() -> new WeftException(ErrorCode.INVALID, "The project has several sources, and none of them is src/app.ts, where the app would begin."));
    }

    /** The folder whose {@code node_modules} is the locked compiler; fetched if it is not there. */
    private Path compiler() throws IOException, InterruptedException {
        Path folder = cache.resolve("assemblyscript-" + lockHash());
        if (Files.isDirectory(folder)) return folder;
        Files.createDirectories(cache);
        try (var lock = FileChannel.open(cache.resolve("assemblyscript.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE); var _ = lock.lock()) {
            if (!Files.isDirectory(folder)) fetch(folder);
        }
        return folder;
    }

    private void fetch(Path folder) throws IOException, InterruptedException {
        Path part = folder.resolveSibling(folder.getFileName() + ".part");
        remove(part);
        Files.createDirectories(part);
        try {
            for (String name : LOCKED) Files.copy(kit.resolve(name), part.resolve(name));
            System.err.println("weft: fetching AssemblyScript's compiler ...");
            if (!Compiler.run(part, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"), MISSING))
                throw new WeftException(ErrorCode.UNAVAILABLE, "AssemblyScript's compiler could not be fetched by npm; what it says is above.");
            Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            remove(part);
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (var all = Files.walk(folder)) {
            for (Path p : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(p);
        }
    }

    private String lockHash() throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (String name : LOCKED) digest.update(Files.readAllBytes(kit.resolve(name)));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
