package weft.portal.permission;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.codec.Json;
import weft.codec.RecordTree;

/**
 * The file of all decisions: JSON with a version, replaced as a whole. It is read again when somebody else replaced it,
 * such as the portal's other half while this bundle is updated. A file that cannot be understood is put aside, and
 * nothing is granted by it.
 */
public final class GrantStore {
    private static final System.Logger LOG = System.getLogger("weft.portal");
    static final int VERSION = 1;
    private static final int MAX_BYTES = 4 << 20;
    private final Path file;
    private Map<AppId, List<Stored>> apps = Map.of();
    private Object seen = "nothing";

    /** @param file in a folder that is this user's alone; both are made when there is something to keep */
    public GrantStore(Path file) {
        this.file = file;
    }

    private record Content(int version, List<OfApp> apps) {}

    private record OfApp(AppId appId, List<Stored> grants) {}

    /** What is kept about every app. */
    synchronized Map<AppId, List<Stored>> all() {
        load();
        return apps;
    }

    synchronized List<Stored> of(AppId app) {
        return all().getOrDefault(app, List.of());
    }

    /**
     * Changes what is kept about an app, as one step: when this returns, it is on the disk.
     *
     * @return whether anything is different now
     * @throws WeftException UNAVAILABLE if it cannot be written; nothing has changed then
     */
    synchronized boolean change(AppId app, UnaryOperator<List<Stored>> change) {
        var before = of(app);
        var after = List.copyOf(change.apply(new ArrayList<>(before)));
        if (after.equals(before)) return false;
        var next = new LinkedHashMap<>(apps);
        if (after.isEmpty()) next.remove(app);
        else next.put(app, after);
        write(next);
        apps = next;
        return true;
    }

    private void load() {
        try {
            var now = identity();
            if (now.equals(seen)) return;
            apps = read();
            seen = now;
        } catch (NoSuchFileException e) {
            apps = Map.of();
            seen = "nothing";
        } catch (IOException | WeftException e) {
            LOG.log(Level.ERROR, "{0} cannot be used, so everything is asked again: {1}", file, e.getMessage());
            putAside();
            apps = Map.of();
            seen = "nothing";
        }
    }

    // Every replacement is another file.
    private Object identity() throws IOException {
        return Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS) + " " + Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
    }

    @SuppressWarnings("unchecked")
    private Map<AppId, List<Stored>> read() throws IOException {
        if (Files.size(file) > MAX_BYTES) throw new WeftException(ErrorCode.INVALID, "it is larger than " + MAX_BYTES + " bytes");
        if (!(Json.read(Files.readAllBytes(file)) instanceof Map<?, ?> tree)) throw new WeftException(ErrorCode.INVALID, "it is no JSON object");
        if (!Long.valueOf(VERSION).equals(tree.get("version"))) throw new WeftException(ErrorCode.INVALID, "its version is not " + VERSION);
        var out = new LinkedHashMap<AppId, List<Stored>>();
        for (OfApp app : RecordTree.read(Content.class, (Map<String, Object>) tree, "grants").apps()) out.put(app.appId(), List.copyOf(app.grants()));
        return out;
    }

    private void putAside() {
        try {
            Files.move(file, file.resolveSibling(file.getFileName() + ".unreadable"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "{0} cannot be put aside: {1}", file, e.getMessage());
        }
    }

    private void write(Map<AppId, List<Stored>> next) {
        var content = new Content(VERSION, next.entrySet().stream().map(e -> new OfApp(e.getKey(), e.getValue())).toList());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.deleteIfExists(fresh);
            var options = java.util.Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (var out = FileChannel.open(fresh, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                var bytes = ByteBuffer.wrap(Json.write(RecordTree.write(content)));
                while (bytes.hasRemaining()) out.write(bytes);
                out.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            seen = identity();
        } catch (IOException e) {
            throw new WeftException(ErrorCode.UNAVAILABLE, "What was decided cannot be kept: " + e.getMessage() + ".");
        }
    }
}
