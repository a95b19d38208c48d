package weft.cli.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.api.AppId;
import weft.api.Places;
import weft.api.Printable;
import weft.api.packages.AppPackage;
import weft.api.packages.Capability;
import weft.cli.Failure;
import weft.cli.Main;
import weft.cli.Table;
import weft.codec.RecordTree;
import weft.packages.InstalledPackages;
import weft.packages.signature.AppKey;
import weft.packages.store.AppStore;
import weft.packages.store.AppStore.Mode;
import weft.packages.store.PackageContent;
import weft.packages.store.Staged;

/** The verbs about what is installed. */
final class StoreVerbs {
    private final Places places;
    private final AppOptions options;
    private final ProjectVerbs projects;
    private final AppStore store;
    private final InstalledPackages installed;

    StoreVerbs(Places places, AppOptions options, ProjectVerbs projects) {
        this.places = places;
        this.options = options;
        this.projects = projects;
        Path system = places.dist().resolve("apps");
        store = new AppStore(places.data().resolve("apps"), places.data().resolve("data"), system, new ContractsOfJars(places), step -> { });
        installed = new InstalledPackages(store, system);
    }

    void check(Optional<String> what) throws IOException {
        Path path = Path.of(what.orElse("."));
        List<String> warnings;
        if (Files.isDirectory(path)) {
            warnings = PackageContent.check(ProjectVerbs.project(path.toString()), Optional.empty()).warnings();
        } else {
            warnings = unpacked(path, Staged::warnings);
        }
        warnings.forEach(w -> System.err.println("weft: " + w));
        if (options.has("--json")) Main.print(Map.of("warnings", warnings));
        else System.out.println(path + (warnings.isEmpty() ? " is right." : " is right, but see the warnings."));
    }

    private interface Look<T> {
        T at(Staged staged) throws IOException;
    }

    private static <T> T unpacked(Path archive, Look<T> look) throws IOException {
        Path folder = Files.createTempDirectory("weft-");
        try (var staged = Staged.unpack(archive, folder)) {
            return look.at(staged);
        } finally {
            Files.delete(folder);
        }
    }

    void install(String what) throws IOException, InterruptedException {
        put(what, Mode.INSTALL, "is installed");
    }

    void update(String what) throws IOException, InterruptedException {
        put(what, options.has("--older") ? Mode.UPDATE_TO_OLDER : Mode.UPDATE, "is what is launched from now on");
    }

    private void put(String what, Mode mode, String outcome) throws IOException, InterruptedException {
        Path archive = Path.of(what);
        if (Files.isDirectory(archive)) {
            archive = projects.pack(ProjectVerbs.project(what), Optional.empty());
            projects.signWithKey(archive, Optional.empty());
        }
        try (var platform = RunningPlatform.connect(places).orElse(null)) {
            if (platform == null) put(archive, mode, outcome);
            else put(platform, archive, mode, outcome);
        }
    }

    private void put(RunningPlatform platform, Path archive, Mode mode, String outcome) throws IOException, InterruptedException {
        var installed = platform.put(archive, mode, options.has("--yes"));
        RunningPlatform.warnings(installed).forEach(w -> System.err.println("weft: " + w));
        done(withoutWarnings(installed), outcome);
    }

    private void put(Path archive, Mode mode, String outcome) throws IOException {
        var read = store.put(archive, mode, this::approved);
        read.warnings().forEach(w -> System.err.println("weft: " + w));
        done(tree(read.app()), outcome);
    }

    private static Map<String, Object> withoutWarnings(Map<String, Object> installed) {
        var tree = new LinkedHashMap<>(installed);
        tree.remove("warnings");
        return tree;
    }

    private boolean approved(AppPackage app, List<Capability> asked, boolean update) {
        if (options.has("--yes")) return true;
        System.err.println(app.name() + " " + app.version() + " (" + app.id() + ") asks for" + (update ? " more than the installed version:" : ":"));
        for (Capability c : asked) System.err.println("  " + c.name() + "  — " + Printable.text(c.reason()));
        var terminal = System.console();
        if (terminal == null || !terminal.isTerminal()) throw Failure.failed("Nobody is here to approve that; --yes does.");
        System.err.print("Allow it to ask for that? [y/N] ");
        String answer = terminal.readLine();
        return answer != null && answer.strip().toLowerCase(java.util.Locale.ROOT).matches("y|yes");
    }

    private void done(Map<String, Object> app, String outcome) {
        if (options.has("--json")) Main.print(app);
        else System.out.println(app.get("name") + " " + app.get("version") + " (" + app.get("app_id") + ") " + outcome + ".");
    }

    private static Map<String, Object> tree(AppPackage app) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("app_id", app.id().value());
        tree.put("name", app.name());
        tree.put("version", app.version());
        app.revision().ifPresent(r -> tree.put("revision", r));
        tree.put("capabilities", app.capabilities().stream().map(Capability::name).toList());
        return tree;
    }

    void rollback(String app) throws IOException, InterruptedException {
        AppId id = id(app);
        try (var platform = RunningPlatform.connect(places).orElse(null)) {
            done(platform == null ? tree(store.rollback(id)) : withoutWarnings(platform.rollback(id)), "is what is launched from now on");
        }
    }

    void remove(String app) throws IOException, InterruptedException {
        AppId id = id(app);
        try (var platform = RunningPlatform.connect(places).orElse(null)) {
            if (platform == null) store.remove(id, options.has("--data"));
            else platform.remove(id, options.has("--data"));
        }
        if (options.has("--json")) Main.print(Map.of("app_id", id.value()));
        else System.out.println(id + " is removed" + (options.has("--data") ? ", and its data." : "; its data stays."));
    }

    // An app by its id, or by the last part of it if that is clear.
    private AppId id(String name) throws IOException {
        if (name.contains(".")) return new AppId(name);
        var found = new java.util.TreeSet<String>();
        for (AppId id : store.ids()) if (id.value().endsWith("." + name)) found.add(id.value());
        for (AppPackage a : installed.installed()) if (a.id().value().endsWith("." + name)) found.add(a.id().value());
        if (found.size() == 1) return new AppId(found.first());
        throw Failure.failed(found.isEmpty() ? "There is no app \"" + Printable.text(name) + "\"; weft app list shows what is installed." : "\"" + name + "\" may mean " + String.join(" or ", found) + ".");
    }

    void list() {
        var apps = installed.installed();
        installed.problems().forEach(p -> System.err.println("weft: " + p));
        if (options.has("--json")) {
            Main.print(Map.of("apps", apps.stream().map(StoreVerbs::tree).toList()));
            return;
        }
        var table = new Table("APP", "NAME", "VERSION", "FROM", "ASKS FOR");
        for (AppPackage a : apps) table.add(a.id(), a.name(), a.version(), a.revision().isPresent() ? "you" : "the system", a.capabilities().isEmpty() ? "nothing" : names(a));
        System.out.print(table);
    }

    private static String names(AppPackage app) {
        return String.join(", ", app.capabilities().stream().map(Capability::name).toList());
    }

    void info(String what) throws IOException {
        if (Files.isRegularFile(Path.of(what))) {
            unpacked(Path.of(what), staged -> {
                tell(staged.app(), Optional.of(staged.signature().key()), Optional.empty());
                if (!options.has("--json")) staged.files().forEach((name, item) -> System.out.printf("  %s  %9d  %s%n", item.sha256().substring(0, 16), item.size(), name));
                return null;
            });
            return;
        }
        AppId id = id(what);
        AppPackage app = installed.verified(id);
        if (app.revision().isEmpty()) tell(app, Optional.empty(), Optional.empty());
        else tell(app, Optional.of(store.installed(id).key()), store.installed(id).previous());
    }

    private void tell(AppPackage app, Optional<AppKey> key, Optional<String> previous) {
        if (options.has("--json")) {
            var tree = tree(app);
            key.ifPresent(k -> tree.put("key", k.text()));
            previous.ifPresent(p -> tree.put("previous", p));
            tree.put("reasons", app.capabilities().stream().map(Capability::reason).toList());
            tree.put("web", RecordTree.write(app.web()));
            Main.print(tree);
            return;
        }
        line("app", app.id() + ", " + app.name() + " " + app.version());
        if (!app.description().isEmpty()) line("about", app.description());
        line("key", key.map(AppKey::text).orElse("none: it is part of the system"));
        app.capabilities().forEach(c -> line("asks for", c.name() + ": " + c.reason()));
        if (app.capabilities().isEmpty()) line("asks for", "nothing");
        app.web().shortcuts().forEach(x -> line("shortcut", x.name() + ": " + x.url()));
        app.web().fileHandlers().forEach(h -> h.accept().forEach((type, endings) -> line("opens", type + " (" + String.join(", ", endings) + "): " + h.action())));
        app.web().protocolHandlers().forEach(h -> line("opens", h.protocol() + ": " + h.url()));
        previous.ifPresent(p -> line("before", p));
    }

    private static void line(String label, String text) {
        System.out.printf("%-9s %s%n", label, Printable.text(text));
    }
}
