package weft.stage.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import weft.api.ErrorCode;
import weft.api.Places;
import weft.api.WeftException;
import weft.os.JvmOptions;

/**
 * All that a stage's process may write to, and its own distribution: the session's bundles but for those that hold it together, the stage in the
 * gateway's place, and the build. It sees the user's files, apps and grants as they are, the grants in a copy.
 */
public final class StageFolder {
    private static final Set<String> HOLD_THE_SESSION = Set.of("bundles.gateway", "bundles.update", "bundles.proving", "bundles.console");
    private static final List<String> OF_THE_CONSOLE = List.of("org.apache.felix.http.jetty", "org.apache.felix.http.webconsole", "org.apache.felix.webconsole", "org.apache.felix.healthcheck.",
            "org.apache.felix.gogo.", "org.apache.felix.inventory");
    private final Places places;
    private final Path home;
    private final Map<String, String> environment;
    private final Optional<Bundle> build;

    /** A bundle in a jar. */
    public record Bundle(String name, String version, Path jar) {
        /** @throws WeftException NOT_FOUND or INVALID */
        public static Bundle of(Path jar) {
            if (!Files.isRegularFile(jar)) throw new WeftException(ErrorCode.NOT_FOUND, "There is no file " + jar + ".");
            try (var file = new JarFile(jar.toFile())) {
                var main = file.getManifest() == null ? null : file.getManifest().getMainAttributes();
                String name = main == null ? null : main.getValue("Bundle-SymbolicName");
                if (name == null) throw new WeftException(ErrorCode.INVALID, jar + " is not a bundle.");
                return new Bundle(name.split(";")[0].strip(), String.valueOf(main.getValue("Bundle-Version")), jar);
            } catch (IOException e) {
                throw new WeftException(ErrorCode.INVALID, jar + " cannot be read: " + e.getMessage(), e);
            }
        }

        @Override
        public String toString() {
            return name + " " + version;
        }
    }

    /**
     * @param build  what is looked at, in the place of the session's own; empty: the session's own bundles
     * @param bundles the session's bundles, jars
     * @param home   an empty folder, to be removed with all that is in it
     * @throws WeftException INVALID if the build cannot be looked at
     */
    public StageFolder(Places places, Path home, Optional<Path> build, List<Path> bundles, Map<String, String> environment) throws IOException {
        this.places = places;
        this.home = home;
        this.environment = environment;
        this.build = build.map(Bundle::of);
        this.build.ifPresent(b -> {
            if (HOLD_THE_SESSION.contains(b.name()) || b.name().equals("ipc-api.bundle") || b.name().equals("native.bundle"))
                throw new WeftException(ErrorCode.INVALID, b.name() + " answers no requests that could be compared.");
        });
        for (String folder : List.of("run", "state/weft/0", "cache", "config", "data", "dist/bundles"))
            Files.createDirectories(home.resolve(folder), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (Path jar : bundles) if (isWanted(Bundle.of(jar).name())) Files.createSymbolicLink(home.resolve("dist/bundles").resolve(jar.getFileName()), jar.toRealPath());
        Files.createSymbolicLink(home.resolve("dist/bundles/bundles.stage.jar"), places.dist().resolve("stage/lib/bundles.stage.jar").toRealPath());
        if (this.build.isPresent()) Files.copy(this.build.get().jar(), jar(), StandardCopyOption.REPLACE_EXISTING);
        for (String kept : List.of("apps", "platform", "jdk.jsa")) if (Files.exists(places.dist().resolve(kept))) Files.createSymbolicLink(home.resolve("dist").resolve(kept), places.dist().resolve(kept).toRealPath());
        Path grants = places.state().resolve("grants.json");
        if (Files.exists(grants)) Files.copy(grants, home.resolve("state/weft/0/grants.json"));
    }

    private boolean isWanted(String bundle) {
        return !HOLD_THE_SESSION.contains(bundle) && !bundle.equals("shell.bundle") && OF_THE_CONSOLE.stream().noneMatch(bundle::startsWith) && !bundle.equals(build.map(Bundle::name).orElse(""));
    }

    /** The build's own copy of its jar. */
    public Path jar() {
        return home.resolve("dist/bundles/build.jar");
    }

    public Optional<Bundle> build() {
        return build;
    }

    /** Without a build, these are asked for to be sure that everybody is there. */
    Set<String> expected() {
        return build.isPresent() ? Set.of() : Set.of("QUERY_RUNNING", "QUERY_INSTALLED_APPS", "QUERY_GRANTS");
    }

    Path socket() {
        return home.resolve("run/stage.sock");
    }

    ProcessBuilder command() throws IOException {
        Path java = Path.of(System.getProperty("java.home")), platform = places.dist().resolve("platform");
        String classes = String.join(":", Files.readAllLines(platform.resolve("classpath")).stream().map(n -> platform.resolve("lib").resolve(n).toString()).toList());
        var argv = new ArrayList<>(List.of("/usr/bin/bwrap", "--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--cap-drop", "ALL", "--new-session",
                "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"));
        Path sockets = Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", ""));
        if (sockets.isAbsolute() && Files.isDirectory(sockets)) argv.addAll(List.of("--tmpfs", sockets.toString()));
        argv.addAll(List.of("--bind", home.toString(), home.toString(), "--chdir", home.toString(), "--", java.resolve("bin/java").toString()));
        argv.addAll(JvmOptions.arguments(platform.resolve("jvm.options"), java));
        argv.addAll(List.of("-cp", classes, "weft.platform.Main"));
        var builder = new ProcessBuilder(argv).redirectErrorStream(true).redirectOutput(home.resolve("log").toFile());
        boolean apps = Files.isDirectory(places.data().resolve("apps"));
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "LANG", "C.UTF-8", "HOME", environment.getOrDefault("HOME", "/"), "WEFT_DIST", home.resolve("dist").toString(),
                "WEFT_RUNTIME_DIR", home.resolve("run").toString(), "XDG_STATE_HOME", home.resolve("state").toString(), "XDG_CACHE_HOME", home.resolve("cache").toString(),
                "XDG_CONFIG_HOME", home.resolve("config").toString(), "XDG_DATA_HOME", (apps ? places.data().getParent() : home.resolve("data")).toString(), "WEFT_STAGE", socket().toString()));
        builder.environment().put("WEFT_STAGE_BUNDLE", build.map(Bundle::name).orElse(""));
        return builder;
    }

    /** The last line of its log that says something. */
    String lastWords() {
        try (Stream<String> lines = Files.lines(home.resolve("log"), java.nio.charset.StandardCharsets.ISO_8859_1)) {
            return lines.filter(l -> !l.isBlank()).reduce((first, last) -> last).map(weft.api.Printable::text).orElse("it said nothing");
        } catch (IOException e) {
            return "it said nothing";
        }
    }

    void remove() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            for (Path p : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(p);
        }
    }
}
