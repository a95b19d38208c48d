package weft.packages;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.packages.AppPackage;
import weft.api.packages.Packages;
import weft.packages.manifest.Manifest;
import weft.packages.store.AppStore;
import weft.packages.store.Seals;

/** The apps of the user, from their store, and those of the system, in their folders. A manifest is read again when it changed. */
public final class InstalledPackages implements Packages {
    private static final System.Logger LOG = System.getLogger("weft.packages");
    private static final int MAX_KNOWN = 1024;
    private final AppStore users;
    private final Path system;
    private final Seals seals = new Seals();
    private final Map<Path, Known> known = new LinkedHashMap<>();

    /** A manifest as it was read at a time: an app, or what is wrong with it. */
    private record Known(FileTime changed, Optional<AppPackage> app, WeftException problem) {}

    /** @param system holds ID folders */
    public InstalledPackages(AppStore users, Path system) {
        this.users = users;
        this.system = system;
    }

    /** The apps of the system alone. */
    public InstalledPackages(Path system) {
        this(new AppStore(system.resolve("none"), system.resolve("none"), system, step -> { }), system);
    }

    @Override
    public List<AppPackage> installed() {
        var apps = new LinkedHashMap<AppId, AppPackage>();
        for (Known k : read()) k.app().ifPresent(a -> apps.putIfAbsent(a.id(), a));
        return apps.values().stream().sorted(Comparator.comparing(AppPackage::name).thenComparing(a -> a.id().value())).toList();
    }

    @Override
    public List<String> problems() {
        return read().stream().filter(k -> k.app().isEmpty()).map(k -> k.problem().getMessage()).toList();
    }

    @Override
    public AppPackage find(AppId id) {
        var folder = system.resolve(id.value());
        return known(folder, id, Optional.empty()).or(() -> current(id).flatMap(r -> known(r.folder(), id, Optional.of(r.name()))))
                .map(k -> k.app().orElseThrow(k::problem)).orElseThrow(() -> notInstalled(id));
    }

    @Override
    public AppPackage find(AppId id, Optional<String> revision) {
        if (revision.isEmpty()) return find(id);
        return users.revision(id, revision.get()).flatMap(r -> known(r.folder(), id, revision)).map(k -> k.app().orElseThrow(k::problem)).orElseThrow(() -> notInstalled(id));
    }

    @Override
    public AppPackage verified(AppId id) {
        return verify(find(id));
    }

    /** Compares a revision with its signature; an app of the system is as right as the system itself. */
    AppPackage verify(AppPackage app) {
        if (app.revision().isEmpty()) return app;
        try {
            seals.check(app.id(), app.revision().get(), app.folder());
        } catch (IOException e) {
            LOG.log(Level.ERROR, "files of {0}: {1}", app.id(), e.getMessage());
            throw new WeftException(ErrorCode.INVALID, "The files of " + app.name() + " cannot be read; install it again.");
        }
        return app;
    }

    private static WeftException notInstalled(AppId id) {
        return new WeftException(ErrorCode.NOT_FOUND, "There is no app " + id + " installed.");
    }

    private Optional<AppStore.Revision> current(AppId id) {
        try {
            return users.current(id);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "what is installed of {0} cannot be read: {1}", id, e.getMessage());
            return Optional.empty();
        }
    }

    private List<Known> read() {
        var out = new ArrayList<Known>();
        for (Path app : folders(system)) known(app, null, Optional.empty()).ifPresent(out::add);
        for (AppId id : ids()) {
            try {
                current(id).flatMap(r -> known(r.folder(), id, Optional.of(r.name()))).ifPresent(out::add);
            } catch (WeftException e) {
                out.add(new Known(null, Optional.empty(), e));
            }
        }
        return out;
    }

    private List<AppId> ids() {
        try {
            return users.ids();
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the installed apps cannot be listed: {0}", e.getMessage());
            return List.of();
        }
    }

    private static List<Path> folders(Path parent) {
        try (var entries = Files.list(parent)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            LOG.log(Level.ERROR, "apps in {0} cannot be listed: {1}", parent, e.getMessage());
            return List.of();
        }
    }

    private synchronized Optional<Known> known(Path folder, AppId expected, Optional<String> revision) {
        try {
            FileTime changed = Files.getLastModifiedTime(folder.resolve(Manifest.FILE));
            Path real = folder.toRealPath();
            Known before = known.get(real);
            if (before != null && before.changed().equals(changed)) return Optional.of(before);
            Known now = read(folder, real, expected, revision, changed);
            if (known.size() >= MAX_KNOWN) known.clear();
            known.put(real, now);
            return Optional.of(now);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Known read(Path folder, Path real, AppId expected, Optional<String> revision, FileTime changed) throws IOException {
        try {
            var manifest = Manifest.read(real, revision);
            manifest.warnings().forEach(w -> LOG.log(Level.WARNING, w));
            var app = manifest.app();
            String name = expected == null ? folder.getFileName().toString() : expected.value();
            if (!app.id().value().equals(name)) throw new WeftException(ErrorCode.INVALID, real.resolve(Manifest.FILE) + ": says it is " + app.id() + ", but its folder says " + name);
            return new Known(changed, Optional.of(app), null);
        } catch (WeftException e) {
            LOG.log(Level.WARNING, e.getMessage());
            return new Known(changed, Optional.empty(), e);
        }
    }
}
