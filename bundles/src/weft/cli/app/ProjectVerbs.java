package weft.cli.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.api.AppId;
import weft.api.Places;
import weft.cli.Failure;
import weft.cli.Main;
import weft.packages.build.AssemblyScriptModule;
import weft.packages.build.CModule;
import weft.packages.build.ModuleBuild;
import weft.packages.build.Packer;
import weft.packages.manifest.Manifest;
import weft.packages.signature.SigningKey;

/** The verbs about projects: new, build, sign. */
final class ProjectVerbs {
    private final Places places;
    private final AppOptions options;
    private final List<ModuleBuild> languages;

    ProjectVerbs(Places places, AppOptions options) {
        this.places = places;
        this.options = options;
        languages = List.of(new CModule(kit("c")), new AssemblyScriptModule(kit("assemblyscript"), places.cache().resolve("compilers")));
    }

    private Path kit(String language) {
        return places.dist().resolve("sdk").resolve(language);
    }

    void create(String name) throws IOException {
        Path folder = Path.of(name).toAbsolutePath().normalize();
        String last = folder.getFileName().toString(), language = options.value("--language").orElse("c");
        Path template = kit(language(language).language()).resolve("template");
        if (Files.exists(folder)) throw Failure.failed(folder + " exists already.");
        var id = new AppId(options.value("--id").orElse("org.example." + last.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^[-0-9]+|-+$", "")));
        String title = options.value("--name").orElse(Character.toTitleCase(last.charAt(0)) + last.substring(1));
        if (!title.matches("[\\p{L}\\p{N} ._+-]{1,64}")) throw Failure.failed("The name \"" + weft.api.Printable.text(title) + "\" is not of letters, digits, spaces and . _ + -; --name gives another one.");
        copy(kit("template"), folder, id, title);
        copy(template, folder, id, title);
        if (options.has("--json")) Main.print(Map.of("folder", folder.toString(), "app_id", id.value()));
        else System.out.println(folder + " holds " + title + " (" + id + "). Next: weft app install " + name);
    }

    private static void copy(Path template, Path folder, AppId id, String title) throws IOException {
        try (var files = Files.walk(template)) {
            for (Path from : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Path to = folder.resolve(template.relativize(from).toString());
                Files.createDirectories(to.getParent());
                Files.writeString(to, Files.readString(from).replace("@ID@", id.value()).replace("@NAME@", title));
            }
        }
    }

    private ModuleBuild language(String name) {
        return languages.stream().filter(l -> l.language().equals(name)).findFirst().orElseThrow(() -> Failure.failed("\"" + weft.api.Printable.text(name) + "\" is no language of apps here; there are " + String.join(", ", names(languages)) + "."));
    }

    private static List<String> names(List<ModuleBuild> languages) {
        return languages.stream().map(ModuleBuild::language).sorted().toList();
    }

    /** In what the project is written: what the user says, or the one that it has sources of; none if it comes with its module. */
    private Optional<ModuleBuild> languageOf(Path project) throws IOException {
        var written = new java.util.ArrayList<ModuleBuild>();
        for (ModuleBuild l : languages) if (!l.sources(project).isEmpty()) written.add(l);
        if (options.value("--language").isPresent()) {
            var said = language(options.value("--language").get());
            if (!written.contains(said)) throw Failure.failed("There are no sources of " + said.language() + " in " + project.resolve("src") + ".");
            return Optional.of(said);
        }
        if (written.size() > 1) throw Failure.failed("The project has sources of " + String.join(" and ", names(written)) + "; --language says which to build.");
        return written.stream().findFirst();
    }

    void build(Optional<String> folder) throws IOException, InterruptedException {
        Path project = project(folder.orElse("."));
        Path archive = pack(project, options.value("--output").map(Path::of));
        if (options.has("--json")) Main.print(Map.of("file", archive.toString(), "bytes", Files.size(archive)));
        else System.out.println(archive + " (" + Files.size(archive) + " bytes, not signed)");
    }

    static Path project(String folder) {
        Path project = Path.of(folder).toAbsolutePath().normalize();
        if (!Files.isRegularFile(project.resolve(Manifest.FILE))) throw Failure.failed("There is no " + Manifest.FILE + " in " + project + ".");
        return project;
    }

    /** Builds and packs; the warnings about the manifest go to standard error. */
    Path pack(Path project, Optional<Path> output) throws IOException, InterruptedException {
        var app = Manifest.read(project, Optional.empty()).app();
        var language = app.module().isPresent() ? languageOf(project) : Optional.<ModuleBuild>empty();
        if (language.isPresent()) language.get().build(project, app.module().get().file());
        Path archive = output.orElse(project.resolve("build").resolve(app.id() + "-" + app.version() + ".wapp")).toAbsolutePath();
        if (output.isEmpty()) Files.createDirectories(archive.getParent());
        if (!Files.isDirectory(archive.getParent())) throw Failure.failed("There is no folder " + archive.getParent() + ".");
        Packer.pack(project, archive).warnings().forEach(w -> System.err.println("weft: " + w));
        return archive;
    }

    void sign(String file) throws IOException {
        Path archive = Path.of(file).toAbsolutePath();
        if (!Files.isRegularFile(archive)) throw Failure.failed("There is no file " + archive + ".");
        var signature = signWithKey(archive, options.value("--replaces"));
        if (options.has("--json")) Main.print(Map.of("file", archive.toString(), "app_id", signature.app().value(), "key", signature.key().text()));
        else System.out.println(archive + " is signed as " + signature.app() + " by the key " + signature.key());
    }

    weft.packages.signature.PackageSignature signWithKey(Path archive, Optional<String> replaces) throws IOException {
        Path keys = places.config().resolve("keys"), file = SigningKey.file(keys, options.value("--key").orElse("default"));
        SigningKey key;
        try {
            key = SigningKey.read(file);
        } catch (NoSuchFileException e) {
            key = SigningKey.create(file);
            System.err.println("weft: " + file + " is your new key. Keep a copy: only it can sign updates.");
        }
        if (replaces.isPresent()) key = key.replacing(old(SigningKey.file(keys, replaces.get())), file);
        return Packer.sign(archive, key);
    }

    private static SigningKey old(Path file) throws IOException {
        try {
            return SigningKey.read(file);
        } catch (NoSuchFileException e) {
            throw Failure.failed("There is no key " + file + ".");
        }
    }
}
