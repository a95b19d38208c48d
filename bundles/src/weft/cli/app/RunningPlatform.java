package weft.cli.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import weft.api.AppId;
import weft.api.Places;
import weft.cli.Failure;
import weft.cli.JsonLines;
import weft.os.Errno;
import weft.os.Fd;
import weft.os.OpenAt2;
import weft.os.OsException;
import weft.packages.store.AppStore.Mode;

/** Changes what is installed by way of a running platform, which asks the user on the desktop. */
final class RunningPlatform implements AutoCloseable {
    // The user has two minutes to answer; unpacking and the disk have the rest.
    private static final int LIMIT_S = 240, START_S = 60, AGAIN_MS = 300;
    private final JsonLines platform;

    private RunningPlatform(JsonLines platform) {
        this.platform = platform;
    }

    /** Empty if none runs. */
    static Optional<RunningPlatform> connect(Places places) {
        return JsonLines.connectForFiles(places.runtime().resolve("weft.sock"), "platform").map(RunningPlatform::new);
    }

    /** What is installed now: the body of APP_INSTALLED. */
    Map<String, Object> put(Path archive, Mode mode, boolean approved) throws IOException, InterruptedException {
        String name = archive.getFileName().toString();
        try (Fd file = open(archive)) {
            return mode == Mode.INSTALL ? ask("INSTALL_APP", Map.of("name", name, "approved", approved), "installed", file)
                    : ask("UPDATE_APP", Map.of("name", name, "approved", approved, "older", mode == Mode.UPDATE_TO_OLDER), "updated", file);
        }
    }

    private Map<String, Object> ask(String type, Map<String, Object> body, String done, Fd file) throws InterruptedException {
        return request(type, body, "the app to be " + done + "; the desktop may be asking you", file);
    }

    // A platform that is just starting, or replacing its package service, is asked again.
    private Map<String, Object> request(String type, Map<String, Object> body, String what, Fd... files) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_S);
        while (true) {
            try {
                return platform.request(type, body, what, LIMIT_S, files).body();
            } catch (Failure e) {
                if (!e.isUnavailable() || System.nanoTime() > end) throw e;
            }
            TimeUnit.MILLISECONDS.sleep(AGAIN_MS);
        }
    }

    // The last name may be no link, as for who installs without a platform; who may wait for a writer is refused by the other side.
    private static Fd open(Path archive) throws IOException {
        try {
            Path absolute = archive.toAbsolutePath().normalize(), file = absolute.getParent().toRealPath().resolve(absolute.getFileName());
            return OpenAt2.withoutLinks(file.toString(), OpenAt2.O_RDONLY | OpenAt2.O_NONBLOCK, 0);
        } catch (java.nio.file.NoSuchFileException e) {
            throw Failure.failed("There is no file " + archive + ".");
        } catch (OsException e) {
            if (e.errno() == Errno.ENOENT) throw Failure.failed("There is no file " + archive + ".");
            throw e;
        }
    }

    Map<String, Object> rollback(AppId app) throws InterruptedException {
        return request("ROLLBACK_APP", Map.of("app_id", app.value()), "the earlier version");
    }

    void remove(AppId app, boolean withData) throws InterruptedException {
        request("REMOVE_APP", Map.of("app_id", app.value(), "with_data", withData), "the app to be removed");
    }

    /** The warnings of an answer. */
    static List<String> warnings(Map<String, Object> installed) {
        return installed.get("warnings") instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }

    @Override
    public void close() {
        platform.close();
    }
}
