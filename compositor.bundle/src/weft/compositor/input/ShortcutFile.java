package weft.compositor.input;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import weft.os.Epoll;
import weft.os.EventLoop;
import weft.os.Fd;
import weft.os.Inotify;
import weft.os.OpenAt2;

/** The user's file of shortcuts, read when it is first asked for and whenever it changes, in the loop's thread. */
public final class ShortcutFile implements AutoCloseable {
    private static final int MOST_BYTES = 1 << 16;
    private final Path file;
    private final Consumer<ShortcutList> onChange;
    private final Inotify watch;
    private final EventLoop.Source source;

    /** @param file in a folder that is made if it is not there yet */
    public ShortcutFile(EventLoop loop, Path file, Consumer<ShortcutList> onChange) throws IOException {
        this.file = file;
        this.onChange = onChange;
        Files.createDirectories(file.getParent());
        try (Fd folder = OpenAt2.withoutLinks(file.getParent().toRealPath().toString(), OpenAt2.O_PATH | OpenAt2.O_DIRECTORY, 0)) {
            watch = new Inotify(folder);
        }
        source = loop.add(watch.number(), Epoll.IN, events -> changed());
        read();
    }

    private void changed() {
        try {
            if (watch.take().stream().anyMatch(e -> e.name().equals(file.getFileName().toString()) || (e.mask() & Inotify.OVERFLOW) != 0)) read();
        } catch (IOException e) {
            log().log(Level.WARNING, "changes of {0} are not seen: {1}", file, e.getMessage());
        }
    }

    private void read() {
        try {
            if (Files.size(file) > MOST_BYTES) throw new IOException("more than " + MOST_BYTES + " bytes");
            var list = new ShortcutList(Files.readString(file, StandardCharsets.UTF_8).lines().toList());
            for (var mistake : list.mistakes()) log().log(Level.WARNING, "{0}, {1}", file, mistake);
            onChange.accept(list);
        } catch (NoSuchFileException e) {
            onChange.accept(new ShortcutList());
        } catch (IOException e) {
            log().log(Level.WARNING, "{0} cannot be read, the shortcuts stay as they are: {1}", file, e.getMessage());
        }
    }

    // Not a constant: most compositors never log, and a first logger takes a tenth of their start.
    private static System.Logger log() {
        return System.getLogger("weft.compositor");
    }

    @Override
    public void close() {
        source.close();
        watch.close();
    }
}
