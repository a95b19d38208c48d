package weft.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;

/**
 * What {@code dist/runtime} holds besides jars: the engine's one native library, unpacked here because a sandboxed
 * runtime cannot write it anywhere.
 */
final class RuntimeFiles {
    private static final String ATTACH = "META-INF/resources/engine/libtruffleattach/linux/amd64/bin/libtruffleattach.so";
    private final Path runtime;
    private final Problems problems;

    RuntimeFiles(Path root, Problems problems) {
        this.runtime = root.resolve("dist/runtime");
        this.problems = problems;
    }

    void run() throws IOException {
        if (!Files.isDirectory(runtime.resolve("lib"))) return;
        try (var jars = Files.newDirectoryStream(runtime.resolve("lib"), "truffle-api-*.jar")) {
            for (Path jar : jars) unpack(jar);
        }
    }

    private void unpack(Path jar) throws IOException {
        Path target = runtime.resolve("libtruffleattach.so");
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
