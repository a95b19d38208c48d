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

/** The apps in their folders: the user's own before those of the distribution. A manifest is read again when it changed. */
public final class InstalledPackages implements Packages {
    private static final System.Logger LOG = System.getLogger("weft.packages");
    private final Path users, builtIn;
    private final Map<Path, Known> known = new LinkedHashMap<>();

    /** A manifest as it was read at a time: an app, or what is wrong with it. */
    private record Known(FileTime changed, Optional<AppPackage> app, WeftException problem) {}

    /** @param users holds ID/current folders @param builtIn holds ID folders */
    public InstalledPackages(Path users, Path builtIn) {
        this.users = users;
        this.builtIn = builtIn;
    }

    @Override
    public List<AppPackage> installed() {
        var apps = new LinkedHashMap<AppId, AppPackage>();
        for (Known k : read()) k.app().ifPresent(a -> apps.putIfAbsent(a.id(), a));
        return apps.values().stream().sorted(Comparator.comparing(AppPackage::name)).toList();
    }

    @Override
    public List<String> problems() {
        return read().stream().filter(k -> k.app().isEmpty()).map(k -> k.problem().getMessage()).toList();
    }

    @Override
    public AppPackage find(AppId id) {
        for (Path folder : List.of(users.resolve(id.value()).resolve("current"), builtIn.resolve(id.value()))) {
            var found = known(folder);
            if (found.isPresent()) return found.get().app().orElseThrow(found.get()::problem);
        }
        throw new WeftException(ErrorCode.NOT_FOUND, "There is no app " + id + " installed.");
    }

    @Override
    public AppPackage find(AppId id, Optional<String> revision) {
        return find(id);
    }

    @Override
    public AppPackage verified(AppId id) {
        return find(id);
    }

    private List<Known> read() {
        var out = new ArrayList<Known>();
        for (Path app : folders(users)) known(app.resolve("current")).ifPresent(out::add);
        for (Path app : folders(builtIn)) known(app).ifPresent(out::add);
        return out;
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

    private synchronized Optional<Known> known(Path folder) {
        try {
            FileTime changed = Files.getLastModifiedTime(folder.resolve(Manifest.FILE));
            Path real = folder.toRealPath();
            Known before = known.get(real);
            if (before != null && before.changed().equals(changed)) return Optional.of(before);
            Known now = read(folder, real, changed);
            known.put(real, now);
            return Optional.of(now);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Known read(Path folder, Path real, FileTime changed) throws IOException {
        try {
            var manifest = Manifest.read(real, Optional.empty());
            manifest.warnings().forEach(w -> LOG.log(Level.WARNING, w));
            var app = manifest.app();
            String expected = folder.endsWith("current") ? folder.getParent().getFileName().toString() : folder.getFileName().toString();
            if (!app.id().value().equals(expected))
                throw new WeftException(ErrorCode.INVALID, real.resolve(Manifest.FILE) + ": says it is " + app.id() + ", but its folder says " + expected);
            return new Known(changed, Optional.of(app), null);
        } catch (WeftException e) {
            LOG.log(Level.WARNING, e.getMessage());
            return new Known(changed, Optional.empty(), e);
        }
    }
}
