package weft.packages.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.packages.AppPackage;
import weft.os.LockedFolder;
import weft.packages.archive.Archive;
import weft.packages.signature.FileList;
import weft.packages.signature.PackageSignature;

/**
 * A package unpacked into a private folder, every byte compared with what its signature lists on the way. Closing it
 * removes the folder; if its process dies, the next change does ({@link #removeAbandoned}).
 */
public final class Staged implements AutoCloseable {
    private final LockedFolder folder;
    private final Path content, aside;
    private PackageSignature signature;
    private AppPackage app;
    private List<String> warnings = List.of();

    private Staged(LockedFolder folder, Path at) throws IOException {
        this.folder = folder;
        content = Files.createDirectory(at.resolve("package"));
        aside = at.resolve("aside");
    }

    /**
     * @param stagings where its folder is made
     * @throws WeftException INVALID if the archive is not sound, not signed, or not what was signed
     */
    public static Staged unpack(Path archive, Path stagings) throws IOException {
        try (var opened = open(archive)) {
            return unpack(opened, stagings);
        }
    }

    /** As {@link #unpack(Path, Path)}; the archive stays the caller's. */
    static Staged unpack(Archive archive, Path stagings) throws IOException {
        Files.createDirectories(stagings);
        byte[] name = new byte[8];
        new SecureRandom().nextBytes(name);
        Path at = stagings.resolve(HexFormat.of().formatHex(name));
        var folder = LockedFolder.claim(at);
        try {
            var staged = new Staged(folder, at);
            staged.read(archive, archive.name());
            return staged;
        } catch (Throwable t) {
            folder.close();
            throw t;
        }
    }

    static Archive open(Path archive) throws IOException {
        try {
            return Archive.open(archive);
        } catch (NoSuchFileException e) {
            throw new WeftException(ErrorCode.NOT_FOUND, "There is no file " + archive + ".");
        }
    }

    /** Removes what killed processes have left. */
    static void removeAbandoned(Path stagings) throws IOException {
        if (!Files.isDirectory(stagings)) return;
        try (var all = Files.list(stagings)) {
            for (Path p : all.toList()) removeAbandonedFolder(p);
        }
    }

    // Claimed first: its owner may have died before it had the lock, or be about to take it, and then makes another folder.
    private static void removeAbandonedFolder(Path folder) throws IOException {
        try {
            LockedFolder.claim(folder).close();
        } catch (LockedFolder.InUseException e) {
            // It is being used.
        }
    }

    private void read(Archive archive, String name) throws IOException {
        try {
            var listed = archive.entries().get(PackageSignature.FILE);
            if (listed == null) throw new WeftException(ErrorCode.INVALID, "it is not signed; weft app sign does that");
            signature = PackageSignature.parse(archive.bytes(listed, PackageSignature.MAX_BYTES));
            compareNames(archive);
            for (var entry : archive.entries().values()) unpack(archive, entry);
            var manifest = PackageContent.check(content, Optional.of("0"));
            app = manifest.app();
            warnings = manifest.warnings().stream().map(this::withoutPlace).toList();
            if (!app.id().equals(signature.app())) throw new WeftException(ErrorCode.INVALID, "it is signed as " + signature.app() + " and says that it is " + app.id());
        } catch (WeftException e) {
            String sentence = withoutPlace(e.getMessage());
            throw sentence.startsWith(name) ? e : new WeftException(e.code(), name + " is refused: " + sentence + (sentence.endsWith(".") ? "" : "."));
        }
    }

    private String withoutPlace(String sentence) {
        return sentence.replace(content + "/", "");
    }

    private void compareNames(Archive archive) {
        var packed = new TreeSet<>(archive.entries().keySet());
        packed.remove(PackageSignature.FILE);
        for (String name : packed) if (!signature.files().items().containsKey(name)) throw new WeftException(ErrorCode.INVALID, "its file \"" + name + "\" was added after it was signed");
        for (String name : signature.files().items().keySet()) if (!packed.contains(name)) throw new WeftException(ErrorCode.INVALID, "its file \"" + name + "\" is missing");
    }

    private void unpack(Archive archive, Archive.Entry entry) throws IOException {
        Path target = content.resolve(entry.name());
        Files.createDirectories(target.getParent());
        FileList.Item item;
        try (var in = archive.open(entry); OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            item = FileList.copy(in, out);
        }
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r--r--r--"));
        boolean itself = entry.name().equals(PackageSignature.FILE);
        if (!itself && !item.equals(signature.files().items().get(entry.name()))) throw new WeftException(ErrorCode.INVALID, "its file \"" + entry.name() + "\" was changed after it was signed");
    }

    /** The app, in the folder where it is now. */
    public AppPackage app() {
        return app;
    }

    public PackageSignature signature() {
        return signature;
    }

    /** What its manifest might have said by mistake. */
    public List<String> warnings() {
        return warnings;
    }

    /** The files and their sizes, by name. */
    public Map<String, FileList.Item> files() {
        return signature.files().items();
    }

    String revision() {
        return app.version() + "-" + signature.digest();
    }

    void sync() throws IOException {
        Disk.syncAll(content);
    }

    /** Puts the package in its place; what was there goes away with this. */
    void moveTo(Path target) throws IOException {
        if (Files.exists(target)) Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
        Files.move(content, target, StandardCopyOption.ATOMIC_MOVE);
        Disk.sync(target.getParent());
    }

    @Override
    public void close() {
        folder.close();
    }
}
