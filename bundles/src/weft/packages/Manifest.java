package weft.packages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.Printable;
import weft.api.WeftException;
import weft.api.packages.AppPackage;
import weft.api.packages.Capability;

/**
 * Reads {@code wapp.toml}: TOML 1.0, of which the keys of docs/contracts are known. What is wrong is told with file and
 * line; an unknown key is only a warning. Nothing of a manifest is trusted: sizes are bounded, paths stay inside.
 */
final class Manifest {
    static final String FILE = "wapp.toml";
    private static final int MAX_BYTES = 64 << 10, MAX_TEXT = 500, MAX_CAPABILITIES = 32, MAX_ARGS = 64, MAX_ICON = 256 << 10;
    private static final Set<String> PACKAGE_KEYS = Set.of("id", "name", "version", "description", "author", "license", "icon", "capabilities");
    private static final Set<String> RUNTIME_KEYS = Set.of("module", "abi", "ready_timeout_s", "memory_mb", "restart", "args", "manual_ready");
    private static final Set<String> UI_KEYS = Set.of("entry", "window", "background");
    private final Path folder;
    private final TomlParseResult toml;
    private final List<String> warnings = new ArrayList<>();

    private Manifest(Path folder, TomlParseResult toml) {
        this.folder = folder;
        this.toml = toml;
    }

    /** An app and what its manifest might have said by mistake. */
    record Read(AppPackage app, List<String> warnings) {}

    /** @throws WeftException INVALID, with file and line */
    static Read read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (Files.size(file) > MAX_BYTES) throw new WeftException(ErrorCode.INVALID, file + " is larger than " + MAX_BYTES + " bytes");
        String text = Files.readString(file);
        refuseHidden(file, text);
        var toml = Toml.parse(text);
        if (toml.hasErrors()) {
            var first = toml.errors().getFirst();
            throw invalid(file, first.position(), Printable.text(first.getMessage()));
        }
        var manifest = new Manifest(folder, toml);
        return new Read(manifest.app(), manifest.warnings);
    }

    // What a person cannot see must not mean anything.
    private static void refuseHidden(Path file, String text) {
        int line = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') line++;
            boolean hidden = Character.isISOControl(c) && c != '\n' && c != '\t' && c != '\r' || Character.getType(c) == Character.FORMAT;
            if (hidden) throw invalid(file, TomlPosition.positionAt(line, 1), "the character U+%04X is not allowed".formatted((int) c));
        }
    }

    private AppPackage app() {
        TomlTable about = table(toml, "package").orElseThrow(() -> invalid(TomlPosition.positionAt(1, 1), "[package] is missing"));
        unknown(about, "package", PACKAGE_KEYS);
        unknown(toml, "", Set.of("package", "runtime", "ui", "requires"));
        String id = required(about, "package", "id");
        return new AppPackage(id(about, id), required(about, "package", "name"), version(about), optional(about, "description").orElse(""),
                folder, icon(about), capabilities(about), table(toml, "runtime").map(this::module), table(toml, "ui").map(this::ui));
    }

    private AppId id(TomlTable about, String id) {
        try {
            return new AppId(id);
        } catch (WeftException e) {
            throw invalid(about.inputPositionOf("id"), e.getMessage());
        }
    }

    private String version(TomlTable about) {
        String version = required(about, "package", "version");
        if (!version.matches("(0|[1-9][0-9]{0,8})(\\.(0|[1-9][0-9]{0,8})){2}(-[0-9A-Za-z.-]{1,64})?(\\+[0-9A-Za-z.-]{1,64})?"))
            throw invalid(about.inputPositionOf("version"), "version must be like 1.2.3");
        return version;
    }

    private String icon(TomlTable about) {
        var name = optional(about, "icon");
        if (name.isEmpty()) return "";
        Path file = inside(about, "icon", name.get());
        try {
            if (Files.size(file) > MAX_ICON) throw invalid(about.inputPositionOf("icon"), "the icon is larger than " + MAX_ICON + " bytes");
            String type = name.get().endsWith(".svg") ? "image/svg+xml" : "image/png";
            return "data:" + type + ";base64," + java.util.Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw invalid(about.inputPositionOf("icon"), "the icon " + Printable.text(name.get()) + " cannot be read");
        }
    }

    private List<Capability> capabilities(TomlTable about) {
        TomlArray array = typed(about, "capabilities", TomlArray.class, "a list").orElse(null);
        if (array == null) return List.of();
        if (array.size() > MAX_CAPABILITIES) throw invalid(about.inputPositionOf("capabilities"), "more than " + MAX_CAPABILITIES + " capabilities");
        var out = new ArrayList<Capability>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof TomlTable one)) throw invalid(array.inputPositionOf(i), "a capability must be like { name = \"fs:rw:app-data\", reason = \"…\" }");
            var capability = new Capability(required(one, "capability", "name"), required(one, "capability", "reason"));
            if (!known(capability)) throw invalid(one.inputPositionOf("name"), "there is no capability " + Printable.text(capability.name()));
            out.add(capability);
        }
        return out;
    }

    private static boolean known(Capability c) {
        return c.file().isPresent() || c.name().matches("net:fetch:[a-z0-9*.:-]{1,253}|sys:notifications|sys:clipboard:(read|write)|hw:gpu|app:launch|app:message:[a-z0-9.-]{1,128}");
    }

    private AppPackage.Module module(TomlTable runtime) {
        unknown(runtime, "runtime", RUNTIME_KEYS);
        return new AppPackage.Module(inside(runtime, "module", required(runtime, "runtime", "module")), texts(runtime, "args"),
                (int) number(runtime, "memory_mb", 64, 1, 1024), number(runtime, "ready_timeout_s", 30, 1, 600) * 1000,
                typed(runtime, "manual_ready", Boolean.class, "true or false").orElse(false));
    }

    private AppPackage.Ui ui(TomlTable ui) {
        unknown(ui, "ui", UI_KEYS);
        String entry = optional(ui, "entry").orElse("index.html");
        inside(ui, "entry", entry);
        var window = table(ui, "window");
        return new AppPackage.Ui(folder.resolve("ui"), entry, (int) window.map(w -> number(w, "width", 640, 64, 8192)).orElse(640L).longValue(),
                (int) window.map(w -> number(w, "height", 480, 64, 8192)).orElse(480L).longValue());
    }

    // One plain path inside the package: its parts are names, and no link leads out of it.
    private Path inside(TomlTable table, String key, String name) {
        Path path = Path.of(name);
        boolean plain = !path.isAbsolute() && !name.isEmpty() && path.normalize().equals(path) && !name.startsWith("..");
        if (!plain) throw invalid(table.inputPositionOf(key), key + " must be a path inside the package");
        Path file = folder.resolve(path);
        for (Path p = file; !p.equals(folder); p = p.getParent())
            if (Files.isSymbolicLink(p)) throw invalid(table.inputPositionOf(key), Printable.text(name) + " is a link");
        return file;
    }

    // Values.

    private Optional<TomlTable> table(TomlTable in, String key) {
        return typed(in, key, TomlTable.class, "a table");
    }

    private String required(TomlTable table, String where, String key) {
        return optional(table, key).filter(s -> !s.isBlank()).orElseThrow(() -> {
            var keys = table.keySet().iterator();
            TomlPosition near = table.contains(key) ? table.inputPositionOf(key) : keys.hasNext() ? table.inputPositionOf(keys.next()) : TomlPosition.positionAt(1, 1);
            return invalid(near, where + "." + key + " is missing");
        });
    }

    private Optional<String> optional(TomlTable table, String key) {
        var text = typed(table, key, String.class, "text");
        if (text.isPresent() && text.get().length() > MAX_TEXT) throw invalid(table.inputPositionOf(key), key + " is longer than " + MAX_TEXT + " characters");
        return text;
    }

    private List<String> texts(TomlTable table, String key) {
        var array = typed(table, key, TomlArray.class, "a list").orElse(null);
        if (array == null) return List.of();
        if (array.size() > MAX_ARGS || !array.toList().stream().allMatch(String.class::isInstance))
            throw invalid(table.inputPositionOf(key), key + " must be a list of at most " + MAX_ARGS + " texts");
        return array.toList().stream().map(String.class::cast).toList();
    }

    private long number(TomlTable table, String key, long otherwise, long min, long max) {
        long n = typed(table, key, Long.class, "a whole number").orElse(otherwise);
        if (n < min || n > max) throw invalid(table.inputPositionOf(key), key + " must be from " + min + " to " + max);
        return n;
    }

    private <T> Optional<T> typed(TomlTable table, String key, Class<T> type, String what) {
        Object value = table.get(List.of(key));
        if (value == null || type.isInstance(value)) return Optional.ofNullable(type.cast(value));
        throw invalid(table.inputPositionOf(List.of(key)), key + " must be " + what);
    }

    private void unknown(TomlTable table, String where, Set<String> known) {
        for (String key : table.keySet()) {
            if (known.contains(key)) continue;
            warnings.add(folder.resolve(FILE) + ":" + line(table.inputPositionOf(List.of(key))) + ": unknown key " + Printable.text(where.isEmpty() ? key : where + "." + key));
        }
    }

    private WeftException invalid(TomlPosition at, String what) {
        return invalid(folder.resolve(FILE), at, what);
    }

    private static WeftException invalid(Path file, TomlPosition at, String what) {
        return new WeftException(ErrorCode.INVALID, file + ":" + line(at) + ": " + what);
    }

    private static int line(TomlPosition at) {
        return at == null ? 1 : at.line();
    }
}
