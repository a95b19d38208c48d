package weft.packages.manifest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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
 * bounded, paths stay inside, and what a person cannot see means nothing. A {@code manifest.webmanifest} beside it fills in
 * what it leaves out ({@link WebManifest}).
 */
public final class Manifest {
    public static final String FILE = "wapp.toml";
    private static final int MAX_BYTES = 64 << 10, MAX_ARGS = 64, MAX_INSTANCES = 16;
    static final int MAX_NAME = 64;
    private static final long S = 1000;
    private static final String NAME = "what people call the app";
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
        var toml = parse(source, source.text(MAX_BYTES));
        var web = WebManifest.read(folder);
        var app = new Manifest(folder, source).app(toml, revision, web);
        return new Read(app, Stream.concat(source.warnings().stream(), web.warnings().stream()).toList());
    }

    /** The id alone, of a manifest whose other files are not at hand. @param name what the user knows the manifest by */
    public static AppId id(byte[] manifest, String name) {
        var source = new Source(Path.of(name));
        var toml = parse(source, source.text(manifest, MAX_BYTES));
        var about = new Section(source, "", toml, TomlPosition.positionAt(1, 1)).table("package");
        return id(about.orElseThrow(() -> source.invalid(TomlPosition.positionAt(1, 1), "[package] is missing; it holds id, name and version")));
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

    private AppPackage app(TomlParseResult toml, Optional<String> revision, WebManifest web) {
        var all = new Section(source, "", toml, TomlPosition.positionAt(1, 1));
        all.warnOfOthersThan(TABLES);
        var about = all.table("package").orElseThrow(() -> all.invalid("[package] is missing; it holds id, name and version"));
        about.warnOfOthersThan(PACKAGE_KEYS);
        about.text("author");
        about.text("license");
        AppId id = id(about);
        String name = about.has("name") ? about.required("name", NAME) : web.name().orElseGet(() -> about.required("name", NAME));
        if (name.codePointCount(0, name.length()) > MAX_NAME) throw about.invalid("name", "name is longer than " + MAX_NAME + " characters");
        var requires = all.table("requires").map(Requirements::read).orElse(Map.of());
        var runtime = all.table("runtime");
        var ui = all.table("ui");
        if (runtime.isEmpty() && ui.isEmpty()) about.warn("there is neither [runtime] nor [ui]: the app has no module and no page");
        return new AppPackage(id, name, version(about), about.text("description").orElse(""), folder, revision, icon(about).or(web::icon).orElse(""),
                CapabilityList.read(about), (int) about.number("instances", 1, 1, MAX_INSTANCES), runtime.map(this::module), ui.map(this::ui), requires, web.offers());
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

    private Optional<String> icon(Section about) {
        return about.text("icon").map(name -> {
            if (!Icon.isOne(name)) throw about.invalid("icon", "the icon must be a file ending in .svg or .png");
            try {
                return Icon.read(about.inside("icon", name, folder)).orElseThrow(() -> about.invalid("icon", "the icon is larger than " + Icon.MAX_BYTES + " bytes"));
            } catch (IOException e) {
                throw about.invalid("icon", "the icon " + Printable.text(name) + " cannot be read; is it in the package?");
            }
        });
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
