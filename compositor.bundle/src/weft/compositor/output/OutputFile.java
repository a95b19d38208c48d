package weft.compositor.output;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.function.Consumer;
import weft.os.Epoll;
import weft.os.EventLoop;
import weft.os.Fd;
import weft.os.Inotify;
import weft.os.OpenAt2;

/** The user's file of {@link OutputLines}: read at the start and whenever it changes, written when outputs are arranged by a program. In the loop's thread. */
public final class OutputFile implements AutoCloseable {
    private static final int MOST_BYTES = 1 << 16;
    private final Path file;
    private Consumer<Map<String, OutputSettings>> onChange = settings -> {};
    private final Inotify watch;
    private final EventLoop.Source source;

    /** @param file in a folder that is made if it is not there yet */
    public OutputFile(EventLoop loop, Path file) throws IOException {
        this.file = file;
        Files.createDirectories(file.getParent());
        try (Fd folder = OpenAt2.withoutLinks(file.getParent().toRealPath().toString(), OpenAt2.O_PATH | OpenAt2.O_DIRECTORY, 0)) {
            watch = new Inotify(folder);
        }
        source = loop.add(watch.number(), Epoll.IN, events -> changed());
    }

    /** Calls back when somebody has changed the file. */
    public void onChange(Consumer<Map<String, OutputSettings>> listener) {
        onChange = listener;
    }

    private void changed() {
        try {
            if (watch.take().stream().anyMatch(e -> e.name().equals(file.getFileName().toString()) || (e.mask() & Inotify.OVERFLOW) != 0)) onChange.accept(read());
        } catch (IOException e) {
            log().log(Level.WARNING, "changes of {0} are not seen: {1}", file, e.getMessage());
        }
    }

    /** What it says; nothing if it is not there or cannot be read. */
    public Map<String, OutputSettings> read() {
        try {
            if (Files.size(file) > MOST_BYTES) throw new IOException("more than " + MOST_BYTES + " bytes");
            var lines = new OutputLines(Files.readString(file, StandardCharsets.UTF_8).lines().toList());
            for (var mistake : lines.mistakes()) log().log(Level.WARNING, "{0}, {1}", file, mistake);
            return lines.settings();
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (IOException e) {
            log().log(Level.WARNING, "{0} cannot be read: {1}", file, e.getMessage());
            return Map.of();
        }
    }

    /** Makes it say this; at any time it is whole, the old one or the new. */
    public void write(Map<String, OutputSettings> settings) {
        var next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(next, OutputLines.print(settings));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            log().log(Level.WARNING, "how outputs are shown will not last: {0}", e.getMessage());
        }
    }

    private static System.Logger log() {
        return System.getLogger("weft.compositor");
    }

    @Override
    public void close() {
        source.close();
        watch.close();
    }
}
