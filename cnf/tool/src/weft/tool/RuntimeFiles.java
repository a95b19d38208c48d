package weft.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;

/**
 * What runtimes have besides jars. {@code dist/runtime-graalwasm}: GraalVM's one native library, unpacked here because a sandboxed runtime cannot write it
 * anywhere. {@code dist/runtime}: the classes of a rehearsed run in a form that the JVM maps instead of loading and linking them (JEP 514), good for
 * exactly these jars, options and JDK. {@code dist/compiled}: the modules of the system's own apps, compiled ahead.
 */
final class RuntimeFiles {
    private static final String ATTACH = "META-INF/resources/engine/libtruffleattach/linux/amd64/bin/libtruffleattach.so";
    private final Path runtime, graalwasm, apps, compiled, module;
    private final Problems problems;

    RuntimeFiles(Path root, Problems problems) {
        this.runtime = root.resolve("dist/runtime");
        this.graalwasm = root.resolve("dist/runtime-graalwasm");
        this.apps = root.resolve("dist/apps");
        this.compiled = root.resolve("dist/compiled");
        this.module = apps.resolve("org.weft.notes/module.wasm");
        this.problems = problems;
    }

    void run() throws IOException, InterruptedException {
        if (Files.isDirectory(graalwasm.resolve("lib"))) {
            try (var jars = Files.newDirectoryStream(graalwasm.resolve("lib"), "truffle-api-*.jar")) {
                for (Path jar : jars) unpack(jar, graalwasm.resolve("libtruffleattach.so"));
            }
        }
        if (!problems.none() || !Files.isDirectory(runtime.resolve("lib"))) return;
        if (!fresh(runtime)) rehearse(runtime);
        if (problems.none()) compileAhead();
    }

    /** Compiles what is not yet, and removes what is of no app any more. */
    private void compileAhead() throws IOException, InterruptedException {
        var wanted = new java.util.HashMap<Path, Path>();
        try (var modules = Files.newDirectoryStream(apps, "*")) {
            for (Path app : modules) if (Files.exists(app.resolve("module.wasm"))) wanted.put(compiled.resolve(name(app.resolve("module.wasm"))), app.resolve("module.wasm"));
        }
        Files.createDirectories(compiled);
        try (var files = Files.newDirectoryStream(compiled)) {
            for (Path p : files) if (!wanted.containsKey(p)) Files.delete(p);
        }
        var arguments = new java.util.ArrayList<String>();
        wanted.forEach((file, of) -> {
            if (!Files.exists(file)) arguments.addAll(List.of(of.toString(), file.toString()));
        });
        if (!arguments.isEmpty()) java("compilation", List.of("@" + runtime.resolve("jvm.options")), "weft.runtime.CompileOwn", arguments);
    }

    // As weft.appd.CompiledModules names them: the module's content and the engine's version.
    private String name(Path module) throws IOException {
        return HexFormat.of().formatHex(hash(module)) + "-" + HexFormat.of().formatHex(hash(runtime.resolve("classpath")), 0, 8);
    }

    private static byte[] hash(Path file) throws IOException {
        try {
            return MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean fresh(Path runtime) throws IOException {
        Path cache = runtime.resolve("runtime.aot");
        if (!Files.exists(cache)) return false;
        var since = Files.getLastModifiedTime(cache);
        try (var files = Files.walk(runtime)) {
            for (Path p : files.filter(Files::isRegularFile).toList()) if (Files.getLastModifiedTime(p).compareTo(since) > 0) return false;
        }
        return true;
    }

    private void rehearse(Path runtime) throws IOException, InterruptedException {
        Path cache = runtime.resolve("runtime.aot"), part = runtime.resolve("runtime.aot.part");
        Files.deleteIfExists(cache);
        var options = List.of("-XX:AOTCacheOutput=" + part, "-XX:SharedBaseAddress=" + ClassArchive.anyAddress(), "-Xmx224m", "-Xlog:aot=off,cds=off", "@" + runtime.resolve("jvm.options"));
        if (java("rehearsal", options, "weft.runtime.Rehearsal", List.of(module.toString()))) Files.move(part, cache, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private boolean java(String what, List<String> options, String main, List<String> arguments) throws IOException, InterruptedException {
        String path = String.join(":", Files.readAllLines(runtime.resolve("classpath")).stream().map(n -> runtime.resolve("lib").resolve(n).toString()).toList());
        var command = new java.util.ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        command.addAll(options);
        command.addAll(List.of("-cp", path, main));
        command.addAll(arguments);
        Path log = runtime.resolveSibling("rehearsal.log");
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        boolean done = process.waitFor(3, TimeUnit.MINUTES) && process.exitValue() == 0;
        process.destroyForcibly();
        if (!done) problems.add("the " + what + " of an app runtime failed:\n" + Files.readString(log));
        return done;
    }

    private void unpack(Path jar, Path target) throws IOException {
        if (Files.exists(target) && Files.getLastModifiedTime(target).compareTo(Files.getLastModifiedTime(jar)) >= 0) return;
        try (var zip = new ZipFile(jar.toFile())) {
            var entry = zip.getEntry(ATTACH);
            if (entry == null) {
                problems.add(jar.getFileName() + " has no " + ATTACH);
                return;
            }
            Files.write(target, zip.getInputStream(entry).readAllBytes());
        }
    }
}
