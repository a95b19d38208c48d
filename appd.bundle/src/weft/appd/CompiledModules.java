package weft.appd;

import java.io.File;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import weft.api.WeftException;
import weft.os.Patience;
import weft.runtime.launch.RuntimeCommand;

/**
 * What an engine made of modules ahead: one file a module, named by its SHA-256 and the engine's version, in a folder of the cache that no app can reach; those
 * of the system's own apps come with it. A module is compiled once, one after the other, by a process in the sandbox of apps; whoever needs it before that is
 * done goes without. Safe from any thread.
 */
final class CompiledModules implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("weft.appd");
    private static final int MAX_FILES = 64, LIMIT_S = 120;
    private final List<Path> shipped;
    private final Path folder;
    private final Supplier<RuntimeCommand> command;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("weft-compile").factory());
    private final Set<Path> underWay = ConcurrentHashMap.newKeySet();

    /**
     * @param shipped folders of such files, that are only looked into
     * @param command a runtime of the engine that compiles
     */
    CompiledModules(List<Path> shipped, Path folder, Supplier<RuntimeCommand> command) {
        this.shipped = shipped;
        this.folder = folder;
        this.command = command;
    }

    /** The file of this module; empty if there is none yet, and then one is begun. */
    Optional<Path> find(Path module) {
        try {
            String name = name(module);
            for (Path p : shipped) if (Files.isRegularFile(p.resolve(name))) return Optional.of(p.resolve(name));
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) return Optional.of(file);
            begin(module, file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} is not compiled ahead: {1}", module, e.getMessage());
        }
        return Optional.empty();
    }

    private String name(Path module) throws IOException {
        return HexFormat.of().formatHex(hash(Files.readAllBytes(module))) + "-"
                + HexFormat.of().formatHex(hash(Files.readAllBytes(command.get().runtime().resolve("classpath"))), 0, 8);
    }

    private static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void begin(Path module, Path file) {
        if (!underWay.add(file)) return;
        later(() -> compileOnce(module, file));
    }

    /** Does something on the thread that compiles. */
    void later(Runnable task) {
        try {
            thread.execute(() -> {
                try {
                    task.run();
                } catch (WeftException e) {
                    LOG.log(Level.WARNING, "nothing is compiled ahead: {0}", e.getMessage());
                }
            });
        } catch (RejectedExecutionException e) {
            // Closed: a successor sees to it.
        }
    }

    private void compileOnce(Path module, Path file) {
        try {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            compile(module, file);
            prune();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} is not compiled ahead: {1}", module, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.remove(file);
        }
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    // The new file takes its place whole, or not at all.
    private void compile(Path module, Path file) throws IOException, InterruptedException {
        Path part = Files.createTempFile(folder, "part", null), log = Files.createTempFile(folder, "part", null);
        try {
            RuntimeCommand compiler = command.get();
            var builder = new ProcessBuilder(compiler.compilerArgv()).redirectInput(module.toFile()).redirectOutput(part.toFile()).redirectError(log.toFile());
            builder.environment().clear();
            builder.environment().putAll(RuntimeCommand.compilerEnvironment());
            builder.environment().put(RuntimeCommand.SANDBOX, compiler.sandbox().name());
            Process process = builder.start();
            try {
                if (!process.waitFor(Patience.of(LIMIT_S), TimeUnit.SECONDS)) throw new IOException("it takes longer than " + Patience.of(LIMIT_S) + " s");
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            if (process.exitValue() != 0) throw new IOException(String.join(" ", LogTail.of(log)));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
            Files.deleteIfExists(log);
        }
    }

    private void prune() throws IOException {
        try (var files = Files.list(folder)) {
            var oldest = files.map(Path::toFile).sorted(Comparator.comparing(File::lastModified).reversed()).skip(MAX_FILES).toList();
            for (File f : oldest) if (f.isFile()) Files.deleteIfExists(f.toPath());
        }
    }
}
