package weft.packages;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/**
 * Tells of every change in the folder of the apps, by whichever process it was made: each switch replaces a file in the
 * folder of an app, and that is a change of a watched folder.
 */
final class StoreWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("weft.packages");
    private final Path apps;
    private final Runnable changed;
    private final WatchService watcher;

    /** @param apps is made if need be @param changed is called on a thread of its own */
    StoreWatch(Path apps, Runnable changed) throws IOException {
        this.apps = Files.createDirectories(apps);
        this.changed = changed;
        watcher = apps.getFileSystem().newWatchService();
        watch(apps);
        watchFolders();
        Thread.ofPlatform().daemon().name("weft-packages-watch").start(this::run);
    }

    private void watch(Path folder) throws IOException {
        folder.register(watcher, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_MODIFY);
    }

    // Watching a folder again is the same watch; a new one is watched before the change in it is looked at.
    private void watchFolders() {
        try (var all = Files.list(apps)) {
            for (Path p : all.filter(p -> !p.getFileName().toString().startsWith(".") && Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS)).toList()) watch(p);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a change of the installed apps may go unnoticed: {0}", e.getMessage());
        }
    }

    private void run() {
        try {
            while (true) {
                for (WatchKey key = watcher.take(); key != null; key = watcher.poll()) {
                    key.pollEvents();
                    key.reset();
                }
                watchFolders();
                changed.run();
            }
        } catch (ClosedWatchServiceException e) {
            // The end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        watcher.close();
    }
}
