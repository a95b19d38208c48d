package weft.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;

/**
 * What {@code dist/runtime} and its kin hold besides jars: GraalVM's one native library, unpacked here because a sandboxed
 * runtime cannot write it anywhere; and the classes of a rehearsed run in a form that the JVM maps instead of loading
 * and linking them (JEP 514), good for exactly these jars, options and JDK.
 */
final class RuntimeFiles {
    private static final String ATTACH = "META-INF/resources/engine/libtruffleattach/linux/amd64/bin/libtruffleattach.so";
    private final Path runtime;
    private final Path compiled;
    private final Path chicory;
    private final Path module;
    private final Problems problems;

    RuntimeFiles(Path root, Problems problems) {
        this.runtime = root.resolve("dist/runtime");
        this.compiled = root.resolve("dist/runtime-compiled");
        this.chicory = root.resolve("dist/runtime-chicory");
        this.module = root.resolve("dist/apps/org.weft.notes/module.wasm");
        this.problems = problems;
    }

    void run() throws IOException, InterruptedException {
        for (Path folder : List.of(runtime, compiled)) {
            if (!Files.isDirectory(folder.resolve("lib"))) continue;
            try (var jars = Files.newDirectoryStream(folder.resolve("lib"), "truffle-api-*.jar")) {
                for (Path jar : jars) unpack(jar, folder.resolve("libtruffleattach.so"));
            }
        }
        // The compiler's modules and such a cache exclude each other.
        for (Path folder : List.of(runtime, chicory))
            if (problems.none() && Files.isDirectory(folder.resolve("lib")) && !fresh(folder)) rehearse(folder);
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
        Path cache = runtime.resolve("runtime.aot");
        Files.deleteIfExists(cache);
        Path part = runtime.resolve("runtime.aot.part");
        String path = String.join(":", Files.readAllLines(runtime.resolve("classpath")).stream().map(n -> runtime.resolve("lib").resolve(n).toString()).toList());
        var command = List.of(ProcessHandle.current().info().command().orElseThrow(), "-XX:AOTCacheOutput=" + part, "-XX:SharedBaseAddress=" + ClassArchive.anyAddress(), "-Xmx224m", "-Xlog:aot=off,cds=off",
                "@" + runtime.resolve("jvm.options"), "-Dtruffle.attach.library=" + runtime.resolve("libtruffleattach.so"), "-cp", path,
                "weft.runtime.Rehearsal", module.toString());
        Path log = runtime.resolveSibling("rehearsal.log");
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (!process.waitFor(3, TimeUnit.MINUTES) || process.exitValue() != 0 || !Files.exists(part)) {
            process.destroyForcibly();
            problems.add("the rehearsal of an app runtime failed:\n" + Files.readString(log));
            return;
        }
        Files.move(part, cache, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
