package weft.tool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Unpacks the web engine's native files into {@code dist/engine/natives}: the Maven artifact
 * {@code me.friwi:jcef-natives-linux-amd64} of the version that {@code central.pmvn} pins for {@code jcef-api}, without
 * the 219 locales that are never shown. Unpacked once for a user, into {@code $XDG_CACHE_HOME/weft/engine/VERSION}; each
 * checkout gets hard links (copies where the file systems differ). The file {@code .version}, written last, says which
 * version is there.
 */
final class WebEngineNatives {
    private static final String API = "me.friwi:jcef-api:", NATIVES = "me.friwi:jcef-natives-linux-amd64:";
    private static final String GET = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy";
    private static final String LOCALE = "en-US.pak", MARKER = ".version";
    private final Path libraries;
    private final Path target;

    /** @param target the folder to fill; its other contents are left alone */
    WebEngineNatives(Path workspace, Path target) {
        this.libraries = workspace.resolve("cnf/ext/central.pmvn");
        this.target = target;
    }

    /** Does nothing where the pinned version is in place, or none is pinned. */
    void unpack() throws IOException, InterruptedException {
        Optional<String> pinned = version();
        if (pinned.isEmpty() || holds(target, pinned.get())) return;
        Path cache = cacheFolder(pinned.get());
        if (!holds(cache, pinned.get())) download(pinned.get(), cache);
        deleteTree(target);
        link(cache, target);
        mark(target, pinned.get());
    }

    private Optional<String> version() throws IOException {
        try (var lines = Files.lines(libraries)) {
            return lines.filter(l -> l.startsWith(API)).map(l -> l.substring(API.length()).strip()).findFirst();
        }
    }

    private static boolean holds(Path folder, String version) throws IOException {
        Path marker = folder.resolve(MARKER);
        return Files.exists(marker) && Files.readString(marker).strip().equals(version);
    }

    private static void mark(Path folder, String version) throws IOException {
        Files.writeString(folder.resolve(MARKER), version + "\n");
    }

    private static Path cacheFolder(String version) {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path cache = xdg != null && xdg.startsWith("/") ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
        return cache.resolve("weft/engine").resolve(version);
    }

    private static void download(String version, Path cache) throws IOException, InterruptedException {
        Files.createDirectories(cache.getParent());
        Path work = Files.createTempDirectory(cache.getParent(), "unpack-");
        try {
            System.out.println("  web engine: fetching " + version + " (148 MB) ...");
            run(List.of("mvn", "-q", "-B", "-Dstyle.color=never", GET, "-Dartifact=" + NATIVES + version, "-DoutputDirectory=" + work, "-Dmdep.useBaseVersion=true"));
            System.out.println("  web engine: unpacking ...");
            Path natives = Files.createDirectory(work.resolve("natives"));
            untar(onlyFile(work, ".jar"), natives);
            keepOneLocale(natives.resolve("locales"));
            mark(natives, version);
            deleteTree(cache);
            Files.move(natives, cache, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
            // Another checkout unpacked it meanwhile.
            if (!holds(cache, version)) throw e;
        } finally {
            deleteTree(work);
        }
    }

    private static Path onlyFile(Path folder, String suffix) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(suffix)).findFirst()
                    .orElseThrow(() -> new IOException("no " + suffix + " was fetched into " + folder));
        }
    }

    private static void untar(Path jar, Path folder) throws IOException, InterruptedException {
        try (var zip = new ZipFile(jar.toFile())) {
            ZipEntry archive = zip.stream().filter(e -> e.getName().endsWith(".tar.gz")).findFirst()
                    .orElseThrow(() -> new IOException(jar + " holds no archive"));
            var tar = new ProcessBuilder("tar", "xzf", "-", "--no-same-owner", "-C", folder.toString()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
            try (InputStream in = zip.getInputStream(archive); var out = tar.getOutputStream()) {
                in.transferTo(out);
            }
            finish(tar, "tar");
        }
    }

    private static void keepOneLocale(Path locales) throws IOException {
        try (var all = Files.list(locales)) {
            for (Path p : all.filter(p -> !p.getFileName().toString().equals(LOCALE)).toList()) Files.delete(p);
        }
    }

    private static void link(Path from, Path to) throws IOException {
        try (var walk = Files.walk(from)) {
            for (Path p : walk.filter(p -> !p.getFileName().toString().equals(MARKER)).toList()) {
                Path copy = to.resolve(from.relativize(p).toString());
                if (Files.isDirectory(p)) Files.createDirectories(copy);
                else linkOrCopy(p, copy);
            }
        }
    }

    private static void linkOrCopy(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (var walk = Files.walk(folder)) {
            for (Path p : walk.sorted(java.util.Comparator.reverseOrder()).toList()) Files.deleteIfExists(p);
        }
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("MAVEN_OPTS", "--sun-misc-unsafe-memory-access=allow");
        finish(builder.start(), command.getFirst());
    }

    private static void finish(Process process, String name) throws IOException, InterruptedException {
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException(name + " did not end within 10 minutes");
        }
        if (process.exitValue() != 0) throw new IOException(name + " failed with exit code " + process.exitValue());
    }
}
