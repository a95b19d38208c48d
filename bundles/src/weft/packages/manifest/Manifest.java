package weft.packages.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.Printable;
import weft.api.WeftException;
import weft.api.packages.AppPackage;

/**
 * Reads {@code wapp.toml}: TOML 1.0, of which the keys of docs/apps.md are known. What is wrong is told as
 * {@code FILE:LINE:COLUMN: sentence}; an unknown key is only a warning. Nothing of a manifest is trusted: sizes are
 * bounded, paths stay inside, and what a person cannot see means nothing.
 */
public final class Manifest {
    public static final String FILE = "wapp.toml";
    private static final int MAX_BYTES = 64 << 10, MAX_NAME = 64, MAX_ICON = 256 << 10, MAX_ARGS = 64, MAX_INSTANCES = 16;
    private static final long S = 1000;
    private static final Set<String> TABLES = Set.of("package", "runtime", "ui", "requires");
    private static final Set<String> PACKAGE_KEYS = Set.of("id", "name", "version", "description", "author", "license", "icon", "capabilities", "instances");
    private static final Set<String> RUNTIME_KEYS = Set.of("module", "abi", "engine", "args", "memory_mb", "cpu_weight", "ready_timeout_s", "manual_ready", "grace_s", "restart");
    private static final Set<String> UI_KEYS = Set.of("entry", "window"), WINDOW_KEYS = Set.of("width", "height");
    private final Path folder;
    private final Source source;

    private Manifest(Path folder, Source source) {
        this.folder = folder;
        this.source = source;
    }

    /** An app and what its manifest might have said by mistake. */
    public record Read(AppPackage app, List<String> warnings) {}

    /**
     * @param revision what the package is known by, see {@link AppPackage#revision()}
     * @throws WeftException INVALID, with file, line and column
     * @throws IOException if there is no manifest, or it cannot be read
     */
    public static Read read(Path folder, Optional<String> revision) throws IOException {
        var source = new Source(folder.resolve(FILE));
        var toml = parse(source, text(source));
        var app = new Manifest(folder, source).app(toml, revision);
        return new Read(app, source.warnings());
    }

    /** The id alone, of a manifest whose other files are not at hand. @param name what the user knows the manifest by */
    public static AppId id(byte[] manifest, String name) {
        var source = new Source(Path.of(name));
        var toml = parse(source, text(source, manifest));
        var about = new Section(source, "", toml, TomlPosition.positionAt(1, 1)).table("package");
        return id(about.orElseThrow(() -> source.invalid(TomlPosition.positionAt(1, 1), "[package] is missing; it holds id, name and version")));
    }

    private static String text(Source source) throws IOException {
        try (InputStream in = Files.newInputStream(source.file(), LinkOption.NOFOLLOW_LINKS)) {
            return text(source, in.readNBytes(MAX_BYTES + 1));
        }
    }

    private static String text(Source source, byte[] bytes) {
        if (bytes.length > MAX_BYTES) throw new WeftException(ErrorCode.INVALID, source.file() + " is larger than " + MAX_BYTES + " bytes");
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new WeftException(ErrorCode.INVALID, source.file() + " is not UTF-8; save it in that encoding");
        }
    }

    private static TomlParseResult parse(Source source, String text) {
        source.refuseHidden(text);
        TomlParseResult toml;
        try {
            toml = Toml.parse(text);
        } catch (StackOverflowError e) {
            throw new WeftException(ErrorCode.INVALID, source.file() + " is nested too deeply");
        }
        if (toml.hasErrors()) {
            var first = toml.errors().getFirst();
            throw source.invalid(first.position(), Printable.text(first.getMessage()));
        }
        return toml;
    }

    private AppPackage app(TomlParseResult toml, Optional<String> revision) {
        var all = new Section(source, "", toml, TomlPosition.positionAt(1, 1));
        all.warnOfOthersThan(TABLES);
        var about = all.table("package").orElseThrow(() -> all.invalid("[package] is missing; it holds id, name and version"));
        about.warnOfOthersThan(PACKAGE_KEYS);
        about.text("author");
        about.text("license");
        AppId id = id(about);
        String name = about.required("name", "what people call the app");
        if (name.codePointCount(0, name.length()) > MAX_NAME) throw about.invalid("name", "name is longer than " + MAX_NAME + " characters");
        var requires = all.table("requires").map(Requirements::read).orElse(Map.of());
        var runtime = all.table("runtime");
        var ui = all.table("ui");
        if (runtime.isEmpty() && ui.isEmpty()) about.warn("there is neither [runtime] nor [ui]: the app has no module and no page");
        return new AppPackage(id, name, version(about), about.text("description").orElse(""), folder, revision, icon(about),
                CapabilityList.read(about), (int) about.number("instances", 1, 1, MAX_INSTANCES), runtime.map(this::module), ui.map(this::ui), requires);
    }

    private static AppId id(Section about) {
        String id = about.required("id", "a reverse DNS name such as org.example.notes");
        try {
            return new AppId(id);
        } catch (WeftException e) {
            throw about.invalid("id", e.getMessage() + ": at least three parts of a-z, 0-9 and -");
        }
    }

    private static String version(Section about) {
        String version = about.required("version", "such as 1.0.0");
        if (!Version.GRAMMAR.matcher(version).matches()) throw about.invalid("version", "version must be like 1.2.3 or 1.2.3-beta.1 (semver.org)");
        return version;
    }

    private String icon(Section about) {
        var name = about.text("icon");
        if (name.isEmpty()) return "";
        String type = name.get().endsWith(".svg") ? "image/svg+xml" : name.get().endsWith(".png") ? "image/png" : null;
        if (type == null) throw about.invalid("icon", "the icon must be a file ending in .svg or .png");
        Path file = about.inside("icon", name.get(), folder);
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(MAX_ICON + 1);
            if (bytes.length > MAX_ICON) throw about.invalid("icon", "the icon is larger than " + MAX_ICON + " bytes");
            return "data:" + type + ";base64," + java.util.Base64.getEncoder().encodeToString(bytes);
        } catch (IOException e) {
            throw about.invalid("icon", "the icon " + Printable.text(name.get()) + " cannot be read; is it in the package?");
        }
    }

    private AppPackage.Module module(Section runtime) {
        runtime.warnOfOthersThan(RUNTIME_KEYS);
        runtime.oneOf("abi", List.of("wasi-preview1"));
        var grace = runtime.has("grace_s") ? Optional.of(runtime.number("grace_s", 0, 1, 60) * S) : Optional.<Long>empty();
        return new AppPackage.Module(runtime.inside("module", runtime.required("module", "the WebAssembly module, such as module.wasm"), folder),
                runtime.texts("args", MAX_ARGS), (int) runtime.number("memory_mb", 64, 1, 1024), runtime.number("ready_timeout_s", 30, 1, 600) * S,
                runtime.flag("manual_ready"), (int) runtime.number("cpu_weight", 100, 1, 10_000), grace,
                runtime.oneOf("restart", List.of("never", "on-failure", "always")).map(r -> AppPackage.Restart.valueOf(r.replace('-', '_'))).orElse(AppPackage.Restart.never),
                runtime.oneOf("engine", List.of("graalwasm", "chicory")).map(AppPackage.Engine::valueOf));
    }

    private AppPackage.Ui ui(Section ui) {
        ui.warnOfOthersThan(UI_KEYS);
        String entry = ui.text("entry").orElse("index.html");
        ui.inside("entry", entry, folder.resolve("ui"));
        var window = ui.table("window");
        window.ifPresent(w -> w.warnOfOthersThan(WINDOW_KEYS));
        return new AppPackage.Ui(folder.resolve("ui"), entry, (int) window.map(w -> w.number("width", 640, 64, 8192)).orElse(640L).longValue(),
                (int) window.map(w -> w.number("height", 480, 64, 8192)).orElse(480L).longValue());
    }
}
