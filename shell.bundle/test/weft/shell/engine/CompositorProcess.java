package weft.shell.engine;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import weft.codec.Json;
import weft.os.Fd;
import weft.os.Pidfd;
import weft.os.Spawn;
import weft.os.UnixSocket;
import weft.os.Wait;

/** The real compositor, headless, on sockets that outlive it, and its control connection. */
final class CompositorProcess implements AutoCloseable {
    private static final Path DIST = EngineProcess.ROOT.resolve("dist/compositor");
    private static final String LAYOUT = """
            default partial alphanumeric_keys
            xkb_symbols "basic" { include "de(basic)" name[Group1] = "Test"; key <AE01> { [ U1F600, exclam ] }; };
            """;
    private static final long TIMEOUT_S = 30;
    private final Path folder, control;
    private final List<Fd> listeners;
    private Pidfd process;
    private SocketChannel connection;
    private BufferedReader answers;
    private long lastRequest;

    /** @param folder gets the sockets {@code wayland} and {@code control} */
    CompositorProcess(Path folder) throws IOException {
        this.folder = folder;
        control = folder.resolve("control");
        listeners = List.of(UnixSocket.listen(folder.resolve("wayland"), 16), UnixSocket.listen(folder.resolve("public"), 16),
                UnixSocket.listen(control, 16));
        Files.createDirectories(folder.resolve("xkb/symbols"));
        Files.writeString(folder.resolve("xkb/symbols/weft"), LAYOUT);
        start();
    }

    private void start() throws IOException {
        var argv = new ArrayList<String>();
        argv.add(System.getProperty("java.home") + "/bin/java");
        argv.add("@" + DIST.resolve("jvm.options"));
        argv.addAll(List.of("-cp", Files.readAllLines(DIST.resolve("classpath")).stream().map(j -> DIST.resolve("lib").resolve(j).toString())
                .collect(Collectors.joining(":")), "weft.compositor.Main", "--size", "800x600", "--layout", "weft"));
        Path log = folder.resolve("compositor.log");
        process = Pidfd.open(new Spawn(argv).environment(Map.of("PATH", "/usr/bin", "LISTEN_FDS", "3", "LISTEN_FDNAMES", "wayland-privileged:wayland:control",
                "XDG_RUNTIME_DIR", folder.toString(), "XKB_CONFIG_EXTRA_PATH", folder.resolve("xkb").toString()))
                .descriptors(listeners).append(1, log).append(2, log).start());
        connection = SocketChannel.open(StandardProtocolFamily.UNIX);
        connection.connect(UnixDomainSocketAddress.of(control));
        answers = new BufferedReader(new InputStreamReader(Channels.newInputStream(connection), StandardCharsets.UTF_8));
    }

    /** Kills it and starts another on the same sockets. */
    void restart() throws IOException {
        kill();
        start();
    }

    private void kill() throws IOException {
        connection.close();
        process.signal(9);
        process.awaitExit(10_000);
        Wait.reap(process.pid());
        process.close();
    }

    /** Asks and waits for the answer; its body. */
    @SuppressWarnings("unchecked")
    synchronized Map<String, Object> ask(String type, Map<String, Object> body) {
        long id = ++lastRequest;
        try {
            byte[] line = (Json.line(Map.of("id", id, "type", type, "body", body)) + "\n").getBytes(StandardCharsets.UTF_8);
            connection.write(java.nio.ByteBuffer.wrap(line));
            while (true) {
                String answer = answers.readLine();
                if (answer == null) throw new IOException("the compositor closed the control connection");
                var tree = (Map<String, Object>) Json.read(answer);
                if (tree.get("re") instanceof Number n && n.longValue() == id) {
                    if ("ERROR".equals(tree.get("type"))) throw new IOException(answer);
                    return (Map<String, Object>) tree.get("body");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    List<Map<String, Object>> windows() {
        return (List<Map<String, Object>>) ask("WINDOWS", Map.of()).get("windows");
    }

    private boolean isShown(Map<String, Object> window, String title) {
        return title.equals(window.get("title")) && Boolean.TRUE.equals(window.get("mapped"));
    }

    boolean shows(String title) {
        return windows().stream().anyMatch(w -> isShown(w, title));
    }

    /** Waits until a window with that title is mapped. */
    Map<String, Object> window(String title) {
        await(() -> shows(title), "no window " + title);
        return windows().stream().filter(w -> isShown(w, title)).findFirst().orElseThrow();
    }

    /** The screen, when nothing is left to be drawn. */
    BufferedImage screenshot() {
        ask("SYNC", Map.of());
        try {
            return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode((String) ask("SCREENSHOT", Map.of()).get("base64"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the screen looks as it should. */
    void awaitScreen(Predicate<BufferedImage> wanted, String what) {
        await(() -> wanted.test(screenshot()), what);
    }

    static int pixel(BufferedImage image, Map<String, Object> window, int x, int y) {
        return image.getRGB(number(window, "x") + x, number(window, "y") + y) & 0xFFFFFF;
    }

    static int number(Map<String, Object> window, String key) {
        return ((Number) window.get(key)).intValue();
    }

    void click(Map<String, Object> window, int x, int y) {
        ask("POINTER_MOVE", Map.of("x", number(window, "x") + x, "y", number(window, "y") + y));
        ask("POINTER_BUTTON", Map.of("button", "left", "pressed", true));
        ask("POINTER_BUTTON", Map.of("button", "left", "pressed", false));
    }

    void type(String text) {
        ask("TYPE", Map.of("text", text));
    }

    void key(int evdevCode) {
        ask("KEY", Map.of("code", evdevCode, "pressed", true));
        ask("KEY", Map.of("code", evdevCode, "pressed", false));
    }

    // The compositor's answer to each question paces the loop: it comes when what was drawn is drawn.
    private void await(java.util.function.BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_S);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) throw new AssertionError(what);
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("compositor.log"));
    }

    @Override
    public void close() throws IOException {
        kill();
        listeners.forEach(Fd::close);
    }
}
