package weft.packages.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.Printable;
import weft.api.WeftException;
import weft.packages.signature.FileList;
import weft.packages.signature.PackageSignature;

/**
 * Compares installed files with what their signature lists. A package that was found right is remembered by the inode,
 * size and times of each file: the kernel changes a file's ctime with every change of it, and nobody can set it, so the
 * next look costs one stat a file. A file that changed within the last seconds is not remembered: its ctime might not
 * tell two changes apart.
 */
public final class Seals {
    private static final long UNSETTLED_MS = 3_000;
    private static final int MAX_FILES = 1 << 13;
    private final Map<Path, Map<String, Stamp>> right = new HashMap<>();

    private record Stamp(long inode, long size, FileTime changed, FileTime modified, boolean regular) {}

    /**
     * @param revision what the folder is named: the end of it is the digest of what was signed
     * @throws WeftException INVALID, naming the file that is not as it was signed; NOT_FOUND if the folder is gone
     */
    public synchronized void check(AppId app, String revision, Path folder) throws IOException {
        var stamps = stamps(app, folder);
        if (stamps.equals(right.get(folder))) return;
        right.remove(folder);
        var signature = signature(app, revision, folder);
        compare(app, folder, signature, stamps.keySet());
        long settled = System.currentTimeMillis() - UNSETTLED_MS;
        if (stamps.values().stream().allMatch(s -> s.changed.toMillis() < settled)) right.put(folder, stamps);
        right.keySet().removeIf(f -> !Files.isDirectory(f));
    }

    private static PackageSignature signature(AppId app, String revision, Path folder) throws IOException {
        byte[] bytes;
        try (var in = Files.newInputStream(folder.resolve(PackageSignature.FILE), LinkOption.NOFOLLOW_LINKS)) {
            bytes = in.readNBytes(PackageSignature.MAX_BYTES);
        } catch (NoSuchFileException e) {
            throw wrong(app, PackageSignature.FILE + " is missing");
        }
        PackageSignature read;
        try {
            read = PackageSignature.parse(bytes);
        } catch (WeftException e) {
            throw wrong(app, e.getMessage());
        }
        if (!read.app().equals(app) || !revision.endsWith("-" + read.digest())) throw wrong(app, PackageSignature.FILE + " is that of another package");
        return read;
    }

    private static void compare(AppId app, Path folder, PackageSignature signature, Set<String> present) throws IOException {
        var items = signature.files().items();
        for (String name : present) if (!items.containsKey(name) && !name.equals(PackageSignature.FILE)) throw wrong(app, Printable.text(name) + " was added after it was signed");
        for (var item : items.entrySet()) {
            if (!present.contains(item.getKey())) throw wrong(app, item.getKey() + " is missing");
            try (var in = Files.newInputStream(folder.resolve(item.getKey()), LinkOption.NOFOLLOW_LINKS)) {
                if (!FileList.copy(in, OutputStream.nullOutputStream()).equals(item.getValue())) throw wrong(app, item.getKey() + " was changed after it was signed");
            }
        }
    }

    private static Map<String, Stamp> stamps(AppId app, Path folder) throws IOException {
        var all = new HashMap<String, Stamp>();
        try (var files = Files.walk(folder)) {
            for (Path p : (Iterable<Path>) files::iterator) {
                if (Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS)) continue;
                Stamp stamp = stamp(p);
                String name = folder.relativize(p).toString();
                if (!stamp.regular) throw wrong(app, Printable.text(name) + " is a link or a special file");
                all.put(name, stamp);
                if (all.size() > MAX_FILES) throw wrong(app, "it holds more than " + MAX_FILES + " files");
            }
        } catch (NoSuchFileException e) {
            throw new WeftException(ErrorCode.NOT_FOUND, "The files of " + app + " are gone; install it again.");
        }
        return all;
    }

    private static Stamp stamp(Path file) throws IOException {
        var a = Files.readAttributes(file, "unix:ino,size,ctime,lastModifiedTime,isRegularFile", LinkOption.NOFOLLOW_LINKS);
        return new Stamp((Long) a.get("ino"), (Long) a.get("size"), (FileTime) a.get("ctime"), (FileTime) a.get("lastModifiedTime"), (Boolean) a.get("isRegularFile"));
    }

    private static WeftException wrong(AppId app, String what) {
        return new WeftException(ErrorCode.INVALID, app + " is not as it was signed: " + what + ". Install it again.");
    }
}
