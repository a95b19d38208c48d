package weft.packages.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.packages.AppPackage;
import weft.api.packages.Capability;
import weft.os.Fd;
import weft.os.FileLock;
import weft.packages.archive.Archive;
import weft.packages.manifest.Manifest;
import weft.packages.manifest.Version;
import weft.packages.signature.AppKey;

/**
 * The apps of a user: {@code apps/ID/REVISION/} holds the files of a revision as they were signed, read-only;
 * {@code apps/ID/installation} names the current one and the one before. A change is prepared beside, and happens when
 * that one file is replaced: killed at any moment, it has happened or not. One change at a time; readers need no lock.
 */
public final class AppStore {
    private static final String LOCK = ".lock", STAGING = ".staging";
    private final Path apps, data, system;
    private final Progress progress;
    private final RunningContracts contracts;

    /** How far a change is. */
    public enum Step { UNPACKED, APPROVED, SYNCED, LOCKED, MOVED, SWITCHED, COLLECTED }

    /** Hears how far a change is. */
    public interface Progress {
        void reached(Step step);
    }

    /** Whether the user wants what a package asks for, beyond what the installed one already asks for. */
    public interface Approval {
        boolean given(AppPackage app, List<Capability> asked, boolean update);
    }

    /** A revision on the disk. */
    public record Revision(AppId app, String name, Path folder) {}

    /** What is installed of an app. @param app as its manifest says; @param key whose it is */
    public record Installed(AppPackage app, AppKey key, Optional<String> previous) {}

    /** How a package is meant to come in. */
    public enum Mode { INSTALL, UPDATE, UPDATE_TO_OLDER }

    /** One that does not know which contracts run. */
    public AppStore(Path apps, Path data, Path system, Progress progress) {
        this(apps, data, system, RunningContracts.UNKNOWN, progress);
    }

    /** @param apps may not exist yet @param data holds the apps' own data @param system holds the apps of the system @param contracts an app that was made for others is refused */
    public AppStore(Path apps, Path data, Path system, RunningContracts contracts, Progress progress) {
        this.contracts = contracts;
        this.apps = apps;
        this.data = data;
        this.system = system;
        this.progress = progress;
    }

    public Path folder() {
        return apps;
    }

    // What is there.

    /** The ids of the apps that are installed. */
    public List<AppId> ids() throws IOException {
        var out = new ArrayList<AppId>();
        try (var all = Files.list(apps)) {
            for (Path p : all.sorted().toList()) id(p).ifPresent(out::add);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return out;
    }

    private static Optional<AppId> id(Path folder) {
        try {
            return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) ? Optional.of(new AppId(folder.getFileName().toString())) : Optional.empty();
        } catch (WeftException e) {
            return Optional.empty();
        }
    }

    /** The revision to launch; empty if the app is not installed. */
    public Optional<Revision> current(AppId id) throws IOException {
        return Installation.read(folder(id)).flatMap(Installation::current).map(name -> new Revision(id, name, folder(id).resolve(name)));
    }

    /** A revision that a session was launched with; empty if it is gone. */
    public Optional<Revision> revision(AppId id, String name) {
        Path folder = folder(id).resolve(name);
        return Installation.isRevision(name) && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) ? Optional.of(new Revision(id, name, folder)) : Optional.empty();
    }

    /** @throws WeftException NOT_FOUND if it is not installed */
    public Installed installed(AppId id) throws IOException {
        var installation = Installation.read(folder(id)).orElseThrow(() -> notInstalled(id));
        var revision = current(id).orElseThrow(() -> notInstalled(id));
        return new Installed(Manifest.read(revision.folder(), Optional.of(revision.name())).app(), installation.key(), installation.previous());
    }

    private Path folder(AppId id) {
        return apps.resolve(id.value());
    }

    private static WeftException notInstalled(AppId id) {
        return new WeftException(ErrorCode.NOT_FOUND, id + " is not installed; weft app list shows what is.");
    }

    // Changes.

    /**
     * Installs or updates an app from an archive.
     *
     * @return what is installed now, and the warnings about its manifest
     * @throws WeftException INVALID if the package is not sound; DENIED if it is another key's, or not approved; CONFLICT
     *     if it is installed already, not newer, the system's own, or made for other contracts; NOT_FOUND if there is nothing to update
     */
    public Manifest.Read put(Path archive, Mode mode, Approval approval) throws IOException {
        try (var opened = Staged.open(archive)) {
            return put(opened, mode, approval);
        }
    }

    /** As {@link #put(Path, Mode, Approval)}; the archive stays the caller's. */
    public Manifest.Read put(Archive archive, Mode mode, Approval approval) throws IOException {
        Files.createDirectories(apps);
        Staged.removeAbandoned(apps.resolve(STAGING));
        try (var staged = Staged.unpack(archive, apps.resolve(STAGING))) {
            reached(Step.UNPACKED);
            admit(staged, mode);
            approve(staged, mode, approval);
            reached(Step.APPROVED);
            staged.sync();
            reached(Step.SYNCED);
            Fd lock = FileLock.exclusive(apps.resolve(LOCK));
            try {
                reached(Step.LOCKED);
                switchTo(staged, admit(staged, mode));
            } finally {
                lock.close();
            }
            return new Manifest.Read(installed(staged.app().id()).app(), staged.warnings());
        }
    }

    private void switchTo(Staged staged, Optional<Installation> before) throws IOException {
        AppId id = staged.app().id();
        Path app = Files.createDirectories(folder(id));
        Disk.sync(apps);
        var old = before.flatMap(Installation::current);
        if (!isIntact(id, staged.revision())) staged.moveTo(app.resolve(staged.revision()));
        reached(Step.MOVED);
        new Installation(staged.signature().key(), Optional.of(staged.revision()), old).write(app);
        reached(Step.SWITCHED);
        collectUnlocked(id);
        reached(Step.COLLECTED);
    }

    private boolean isIntact(AppId id, String revision) throws IOException {
        try {
            new Seals().check(id, revision, folder(id).resolve(revision));
            return true;
        } catch (WeftException e) {
            return false;
        }
    }

    private Optional<Installation> admit(Staged staged, Mode mode) throws IOException {
        AppId id = staged.app().id();
        contracts.check(staged.app());
        if (Files.exists(system.resolve(id.value()))) throw new WeftException(ErrorCode.CONFLICT, id + " came with the system, which updates it.");
        var before = Installation.read(folder(id));
        if (before.isPresent() && !staged.signature().continues(before.get().key()))
            throw new WeftException(ErrorCode.DENIED, id + " belongs to the key " + before.get().key().brief() + "…, and this package is signed by " + staged.signature().key().brief()
                    + "…. If you trust that one, remove the app with its data first: weft app remove " + id + " --data");
        var current = before.flatMap(Installation::current);
        if (current.equals(Optional.of(staged.revision()))) throw new WeftException(ErrorCode.CONFLICT, id + " " + staged.app().version() + " is installed already: this very package.");
        if (mode == Mode.INSTALL && current.isPresent()) throw new WeftException(ErrorCode.CONFLICT, id + " " + installed(id).app().version() + " is installed; weft app update changes it.");
        if (mode != Mode.INSTALL && current.isEmpty()) throw new WeftException(ErrorCode.NOT_FOUND, id + " is not installed; weft app install does that.");
        if (mode == Mode.UPDATE) refuseOlder(staged.app(), installed(id).app());
        return before;
    }

    private static void refuseOlder(AppPackage next, AppPackage now) {
        if (new Version(next.version()).compareTo(new Version(now.version())) < 0)
            throw new WeftException(ErrorCode.CONFLICT, next.id() + " " + next.version() + " is older than " + now.version() + ", which is installed; --older installs it all the same.");
    }

    private void approve(Staged staged, Mode mode, Approval approval) throws IOException {
        List<Capability> had = mode == Mode.INSTALL ? List.of() : installed(staged.app().id()).app().capabilities();
        var asked = staged.app().capabilities().stream().filter(c -> had.stream().noneMatch(h -> covers(h, c))).toList();
        if (!asked.isEmpty() && !approval.given(staged.app(), asked, mode != Mode.INSTALL))
            throw WeftException.denied(asked.getFirst().name(), staged.app().id() + " " + staged.app().version() + " was not " + (mode == Mode.INSTALL ? "installed" : "updated") + ": what it asks for was not approved.");
    }

    private static boolean covers(Capability had, Capability asked) {
        return had.name().equals(asked.name()) || had.name().startsWith("fs:rw:") && asked.name().equals("fs:read:" + had.name().substring("fs:rw:".length()));
    }

    /** Goes back to the revision before the current one; doing it again returns. */
    public AppPackage rollback(AppId id) throws IOException {
        return locked(id, installation -> {
            String previous = installation.previous().orElseThrow(() -> new WeftException(ErrorCode.CONFLICT, "There is no earlier version of " + id + " to go back to."));
            if (installation.current().isEmpty()) throw notInstalled(id);
            new Seals().check(id, previous, folder(id).resolve(previous));
            new Installation(installation.key(), Optional.of(previous), installation.current()).write(folder(id));
            reached(Step.SWITCHED);
            return installed(id).app();
        });
    }

    /**
     * Removes an app. Without {@code withData} its data stays, and waits for a package of the same key.
     *
     * @throws WeftException CONFLICT if its data is to go while it runs
     */
    public void remove(AppId id, boolean withData) throws IOException {
        locked(id, installation -> {
            if (installation.current().isEmpty() && !withData) throw notInstalled(id);
            if (withData) refuseRunning(id);
            new Installation(installation.key(), Optional.empty(), Optional.empty()).write(folder(id));
            reached(Step.SWITCHED);
            if (withData) Disk.remove(data.resolve(id.value()));
            if (!Files.exists(data.resolve(id.value()), LinkOption.NOFOLLOW_LINKS)) Files.deleteIfExists(folder(id).resolve(Installation.FILE));
            collectUnlocked(id);
            reached(Step.COLLECTED);
            return null;
        });
    }

    private void refuseRunning(AppId id) throws IOException {
        for (Path revision : revisions(id)) {
            FileLock.exclusiveAtOnce(revision).orElseThrow(() -> new WeftException(ErrorCode.CONFLICT, id + " is running; end it before its data goes.")).close();
        }
    }

    private interface Change<T> {
        T on(Installation installation) throws IOException;
    }

    private <T> T locked(AppId id, Change<T> change) throws IOException {
        if (Files.exists(system.resolve(id.value()))) throw new WeftException(ErrorCode.CONFLICT, id + " came with the system and stays with it.");
        if (Installation.read(folder(id)).isEmpty()) throw notInstalled(id);
        Fd lock = FileLock.exclusive(apps.resolve(LOCK));
        try {
            reached(Step.LOCKED);
            return change.on(Installation.read(folder(id)).orElseThrow(() -> notInstalled(id)));
        } finally {
            lock.close();
        }
    }

    // What nobody needs any more.

    /** Removes the revisions of an app that are neither installed nor in use (see {@link FileLock#shared}). */
    public void collect(AppId id) throws IOException {
        if (!Files.isDirectory(folder(id))) return;
        Fd lock = FileLock.exclusive(apps.resolve(LOCK));
        try {
            collectUnlocked(id);
        } finally {
            lock.close();
        }
    }

    private void collectUnlocked(AppId id) throws IOException {
        var installation = Installation.read(folder(id));
        for (Path revision : revisions(id)) {
            if (installation.filter(i -> i.names(revision.getFileName().toString())).isPresent()) continue;
            var unused = FileLock.exclusiveAtOnce(revision);
            if (unused.isEmpty()) continue;
            Disk.remove(revision);
            unused.get().close();
        }
        if (installation.isEmpty() && revisions(id).isEmpty()) Disk.remove(folder(id));
    }

    private List<Path> revisions(AppId id) throws IOException {
        try (var all = Files.list(folder(id))) {
            return all.filter(p -> Installation.isRevision(p.getFileName().toString())).toList();
        }
    }

    private void reached(Step step) {
        progress.reached(step);
    }
}
