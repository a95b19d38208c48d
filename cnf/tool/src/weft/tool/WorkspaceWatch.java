package weft.tool;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** What is saved below some folders, by inotify: one answer for what belongs together, since an editor or a build saves in several steps. */
final class WorkspaceWatch implements AutoCloseable {
    private static final int QUIET_MS = 200;
    private static final Set<String> MADE = Set.of("bin", "bin_test", "generated", "gen", "test", "cache", "dist");
    private final WatchService service;
    private final Map<WatchKey, Path> folders = new HashMap<>();
    private final boolean made;

    /** @param made whether to look at what is built, {@code generated/}, instead of at what it is built of */
    WorkspaceWatch(Path root, boolean made) throws IOException {
        this.made = made;
        service = root.getFileSystem().newWatchService();
    }

    /** Watches a folder with all that is in it and matters; what comes into it later too. */
    void add(Path folder) throws IOException {
        if (made) {
            Path generated = folder.resolve("generated");
            if (Files.isDirectory(generated)) register(generated);
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a) throws IOException {
                if (!dir.equals(folder) && !matters(dir)) return FileVisitResult.SKIP_SUBTREE;
                register(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void register(Path folder) throws IOException {
        folders.put(folder.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE), folder);
    }

    /** Waits for a change, and then until nothing has changed for a moment; returns the paths, a folder if what changed in it was not told. */
    Set<Path> next() throws InterruptedException, IOException {
        var changed = new TreeSet<Path>();
        while (changed.isEmpty()) take(service.take(), changed);
        for (WatchKey more = poll(); more != null; more = poll()) take(more, changed);
        return changed;
    }

    private WatchKey poll() throws InterruptedException {
        return service.poll(QUIET_MS, TimeUnit.MILLISECONDS);
    }

    private void take(WatchKey key, Set<Path> changed) throws IOException {
        Path folder = folders.get(key);
        for (var event : key.pollEvents()) {
            if (!(event.context() instanceof Path name)) {
                changed.add(folder);
                continue;
            }
            Path path = folder.resolve(name);
            if (!matters(path)) continue;
            if (!made && event.kind() == StandardWatchEventKinds.ENTRY_CREATE && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) add(path);
            changed.add(path);
        }
        if (!key.reset()) folders.remove(key);
    }

    // Not what editors keep beside a file, nor what the build makes.
    private boolean matters(Path path) {
        String name = path.getFileName().toString();
        if (made) return name.endsWith(".jar");
        return !name.startsWith(".") && !name.endsWith("~") && !name.equals("4913") && !MADE.contains(name);
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
