package weft.compositor;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import weft.compositor.backend.Backend;
import weft.compositor.backend.HeadlessBackend;
import weft.compositor.backend.NoOutputException;
import weft.compositor.backend.kms.KmsBackend;
import weft.compositor.backend.nested.NestedBackend;
import weft.compositor.control.ControlSocket;
import weft.compositor.input.ShortcutFile;
import weft.compositor.output.OutputFile;
import weft.compositor.output.OutputIdentity;
import weft.compositor.output.OutputMode;
import weft.compositor.output.OutputSettings;
import weft.compositor.render.Theme;
import weft.compositor.xwayland.Xwayland;
import weft.os.EventLoop;
import weft.os.Fd;
import weft.os.Lifeline;
import weft.os.ListenFds;
import weft.os.OsException;
import weft.os.UnixSocket;

/**
 * The compositor's process. Takes listening sockets named {@code wayland}, {@code wayland-privileged} and {@code control}
 * from whoever started it (sd_listen_fds(3)), or makes its own; prints one line, {@code ready} and their names, when
 * clients can connect; ends cleanly on SIGTERM. Exit codes: 0 it was asked to end, or whoever has its output did;
 * 1 it failed; 2 it cannot run this way.
 */
public final class Main {
    private static final int BACKLOG = 64, FAILED = 1, USAGE = 2, MOST_DEFECTS = 1000;
    private final List<Path> made = new ArrayList<>();
    private volatile Xwayland x11;
    private boolean failed;

    private Main() {}

    public static void main(String... arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("weft compositor: " + e.getMessage() + "\n" + Options.USAGE);
            System.exit(USAGE);
            return;
        }
        int code = FAILED;
        try {
            code = new Main().run(options, System.getenv());
        } catch (NoOutputException e) {
            System.err.println("weft compositor: " + e.getMessage());
            code = USAGE;
        } catch (Throwable t) {
            t.printStackTrace();
        }
        // Not exit: the hook of a signal would wait for this thread, which waits for the hook.
        Runtime.getRuntime().halt(code);
    }

    private int run(Options options, Map<String, String> environment) throws Exception {
        var passed = ListenFds.take(environment);
        var lifeline = Lifeline.of(passed).watch(this::removeX11);
        try (var loop = new EventLoop()) {
            endOnSignal(loop);
            var remembered = outputFile(loop, environment);
            var chosen = remembered == null ? Map.<String, OutputSettings>of() : remembered.read();
            var backend = backend(loop, options, environment);
            try (remembered; var host = new Host(loop, backend, options.renderer().make(backend.displayDevice(), loop::post), options.layout(), options.strict(), chosen)) {
                if (remembered != null) host.remember(remembered);
                if (options.dark()) host.setTheme(Theme.DARK);
                host.onEnding((why, broken) -> {
                    System.getLogger("weft.compositor").log(broken ? Level.ERROR : Level.INFO, "the compositor ends: {0}", why);
                    lifeline.tell("screen", why);
                    failed = broken;
                    loop.stop();
                });
                host.globals().seat().onQuit(loop::stop);
                readShortcuts(host, environment);
                String names = listen(host, passed, options, environment);
                if (options.x11()) offerX11(host, lifeline, options, environment);
                System.out.println("ready " + names + (x11 == null ? "" : " x11=" + x11.name()));
                System.out.flush();
                lifeline.ready();
                try {
                    serve(loop);
                } finally {
                    if (x11 != null) x11.close();
                }
            }
        } finally {
            for (Path p : made) Files.deleteIfExists(p);
        }
        return failed ? FAILED : 0;
    }

    /** The user's shortcuts, if there is a place for them: {@code weft/shortcuts} in the folder of settings. */
    private static void readShortcuts(Host host, Map<String, String> environment) {
        var settings = settingsFolder(environment);
        if (settings == null) return;
        try {
            new ShortcutFile(host.loop(), settings.resolve("shortcuts"), host.globals().seat()::use);
        } catch (IOException e) {
            System.getLogger("weft.compositor").log(Level.WARNING, "the shortcuts are the system''s own: {0}", e.getMessage());
        }
    }

    /** How the user wants outputs to be shown: {@code weft/outputs} in the folder of settings; null if there is no place for it. */
    private static OutputFile outputFile(EventLoop loop, Map<String, String> environment) {
        var settings = settingsFolder(environment);
        if (settings == null) return null;
        try {
            return new OutputFile(loop, settings.resolve("outputs"));
        } catch (IOException e) {
            System.getLogger("weft.compositor").log(Level.WARNING, "how outputs are shown is not remembered: {0}", e.getMessage());
            return null;
        }
    }

    private static Path settingsFolder(Map<String, String> environment) {
        String settings = environment.getOrDefault("XDG_CONFIG_HOME", "");
        if (!settings.startsWith("/")) settings = environment.containsKey("HOME") ? environment.get("HOME") + "/.config" : "";
        return settings.startsWith("/") ? Path.of(settings, "weft") : null;
    }

    /** X programs are shown too, if they can be. */
    private void offerX11(Host host, Lifeline lifeline, Options options, Map<String, String> environment) throws IOException {
        String session = environment.getOrDefault("WEFT_RUNTIME_DIR", "");
        Path authority = session.startsWith("/") ? Path.of(session, "xauthority") : runtimeFolder(environment).resolve(options.socket() + "-xauthority");
        try {
            x11 = Xwayland.offer(host.display(), host.globals(), authority);
            lifeline.tell("x11", "DISPLAY=" + x11.name() + " XAUTHORITY=" + authority);
            if (session.startsWith("/")) Files.writeString(Path.of(session, "x11.env"), "DISPLAY=" + x11.name() + "\nXAUTHORITY=" + authority + "\n");
        } catch (IOException e) {
            System.err.println("weft compositor: no X programs are shown: " + e.getMessage());
            lifeline.tell("x11", "no X programs are shown: " + e.getMessage());
        }
    }

    private void removeX11() {
        if (x11 != null) x11.removeFiles();
    }

    /** Runs the loop until it is stopped. What a callback throws is a defect here, but no reason to end everybody's windows. */
    private static void serve(EventLoop loop) throws OsException {
        for (int defects = 0;; defects++) {
            try {
                loop.run();
                return;
            } catch (RuntimeException e) {
                if (defects == MOST_DEFECTS) throw e;
                System.getLogger("weft.compositor").log(Level.ERROR, "the compositor goes on after", e);
            }
        }
    }

    private static Backend backend(EventLoop loop, Options options, Map<String, String> environment) throws IOException {
        return switch (options.screen()) {
            case HEADLESS -> headless(loop, options);
            case NESTED -> NestedBackend.open(loop, parentSocket(environment), windows(options));
            case DRM -> new KmsBackend(loop, options.kms());
        };
    }

    private static List<NestedBackend.Wanted> windows(Options options) {
        if (options.outputs().isEmpty()) return List.of(new NestedBackend.Wanted(new OutputMode(options.width(), options.height(), 0), null));
        return options.outputs().stream().map(o -> new NestedBackend.Wanted(o.mode(), o)).toList();
    }

    private static Backend headless(EventLoop loop, Options options) throws IOException {
        if (options.outputs().isEmpty()) return new HeadlessBackend(loop, options.width(), options.height());
        var backend = new HeadlessBackend(loop);
        int right = 0, number = 0;
        for (var o : options.outputs()) {
            var settings = o.settings(right);
            right = Math.max(right, settings.area().right());
            backend.add(new OutputIdentity("WEFT-" + ++number, "", "", ""), o.mode(), settings);
        }
        return backend;
    }

    private String listen(Host host, Map<String, Fd> passed, Options options, Map<String, String> environment) throws IOException {
        var names = new ArrayList<String>();
        if (passed.containsKey("wayland")) {
            names.add("wayland");
            host.display().listen(passed.get("wayland"), false);
        } else {
            names.add("wayland=" + options.socket());
            host.display().listen(make(runtimeFolder(environment).resolve(options.socket())), false);
        }
        if (passed.containsKey("wayland-privileged")) {
            names.add("wayland-privileged");
            host.display().listen(passed.get("wayland-privileged"), true);
        }
        if (passed.containsKey("control")) {
            names.add("control");
            new ControlSocket(host, passed.get("control"));
        } else if (options.control().isPresent()) {
            names.add("control=" + options.control().get());
            new ControlSocket(host, make(options.control().get()));
        }
        return String.join(" ", names);
    }

    private Fd make(Path path) throws IOException {
        var socket = UnixSocket.listen(path, BACKLOG);
        made.add(path);
        return socket;
    }

    private static Path parentSocket(Map<String, String> environment) throws IOException {
        String name = environment.getOrDefault("WAYLAND_DISPLAY", "");
        if (name.isEmpty()) throw new NoOutputException("There is no Wayland session to show a window in: WAYLAND_DISPLAY is not set.");
        return name.startsWith("/") ? Path.of(name) : runtimeFolder(environment).resolve(name);
    }

    private static Path runtimeFolder(Map<String, String> environment) throws IOException {
        String folder = environment.get("XDG_RUNTIME_DIR");
        if (folder == null) throw new IOException("XDG_RUNTIME_DIR is not set");
        return Path.of(folder);
    }

    /** SIGTERM and SIGINT let the loop return; the process then ends with 0, when everything is closed. */
    private static void endOnSignal(EventLoop loop) {
        var main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (!main.isAlive()) return;
            loop.stop();
            try {
                main.join(2000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(0);
        }));
    }
}
