package weft.shell.engine.page;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import weft.os.Fd;
import weft.os.FileAt;
import weft.os.OpenAt2;

/**
 * The files of a page, as its origin serves them: those beneath one folder, and the reserved {@code /weft.js} and {@code /weft.css}. Held by
 * descriptor, so nothing in or beside the folder can lead out of it. Safe from any thread.
 */
public final class AppFolder implements AutoCloseable {
    // The bridge, and the look that all pages share.
    private static final Map<String, byte[]> RESERVED = Map.of("weft.js", resource("/weft/shell/engine/weft.js"), "weft.css", resource("/weft/shell/engine/weft.css"));
    private static final int FOLDER = OpenAt2.O_PATH | OpenAt2.O_DIRECTORY, FILE = OpenAt2.O_RDONLY | OpenAt2.O_NONBLOCK | OpenAt2.O_NOCTTY;
    private final Fd folder;
    private final String origin;

    /**
     * @param root   the folder, which links may lead to; what it is now stays what is served
     * @param origin such as {@code weft-app://org.weft.notes}
     */
    public AppFolder(Path root, String origin) throws IOException {
        this.folder = OpenAt2.withoutLinks(root.toRealPath().toString(), FOLDER, 0);
        this.origin = origin;
    }

    /** A file's bytes. */
    public record Content(String mediaType, long length, InputStream bytes) {}

    public String origin() {
        return origin;
    }

    /** Whether a URL belongs to this origin. */
    public boolean owns(String url) {
        return url.startsWith(origin) && (url.length() == origin.length() || url.charAt(origin.length()) == '/');
    }

    /** What a URL of this origin names, or nothing: another origin, no such file, a folder, a link, a device, a path that leads out. */
    public Optional<Content> find(String url) {
        if (!owns(url)) return Optional.empty();
        String path = path(url);
        byte[] reserved = RESERVED.get(path);
        if (reserved != null) return Optional.of(new Content(MediaType.of(path), reserved.length, new ByteArrayInputStream(reserved)));
        try (Fd fd = OpenAt2.beneath(folder, path, FILE, 0)) {
            var status = FileAt.status(fd);
            if (status.kind() != FileAt.Kind.FILE) return Optional.empty();
            // The descriptor is what was checked: reading goes through it, not through the path.
            return Optional.of(new Content(MediaType.of(path), status.size(), Files.newInputStream(Path.of("/proc/self/fd/" + fd.number()))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    // A path that cannot be decoded, or is absolute once decoded, names nothing: openat2 refuses both.
    private String path(String url) {
        String rest = url.substring(origin.length()).split("[?#]", 2)[0];
        if (rest.startsWith("/")) rest = rest.substring(1);
        try {
            return rest.isEmpty() ? "index.html" : URLDecoder.decode(rest.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "\0";
        }
    }

    private static byte[] resource(String name) {
        try (var in = AppFolder.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        folder.close();
    }
}
