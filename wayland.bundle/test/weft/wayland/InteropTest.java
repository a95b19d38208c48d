package weft.wayland;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.os.Fd;
import weft.os.Memfd;
import weft.os.UnixSocket;
import weft.wayland.client.Connection;
import weft.wayland.protocol.client.WlCompositor;
import weft.wayland.protocol.client.WlShm;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.XdgToplevel;
import weft.wayland.protocol.client.XdgWmBase;
import weft.wayland.protocol.server.WlOutput;
import weft.wayland.protocol.server.WlSeat;
import weft.wayland.server.Display;

/** Against programs that use the reference implementation: a client of theirs, and a compositor of theirs. */
class InteropTest {
    private static final int SECONDS = 20;
    private Path folder;
    private Process process;

    @BeforeEach
    void makeRuntimeFolder() throws IOException {
        folder = Files.createTempDirectory("wayland", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @AfterEach
    void clean() throws Exception {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
        }
        try (var files = Files.list(folder)) {
            for (Path p : files.toList()) Files.delete(p);
        }
        Files.delete(folder);
    }

    private ProcessBuilder program(String... command) {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        builder.environment().put("WAYLAND_DISPLAY", folder.resolve("wayland-test").toString());
        return builder;
    }

    @Test
    void wayland_info_lists_the_globals_of_a_display() throws Exception {
        try (var display = new Display()) {
            display.listen(UnixSocket.listen(folder.resolve("wayland-test"), 4), false);
            display.addGlobal(weft.wayland.protocol.server.WlCompositor.TYPE, 5, compositor -> {});
            display.addGlobal(weft.wayland.protocol.server.WlShm.TYPE, 1, shm -> {
                shm.sendFormat(weft.wayland.protocol.server.WlShm.FORMAT_ARGB8888);
                shm.sendFormat(weft.wayland.protocol.server.WlShm.FORMAT_XRGB8888);
            });
            display.addGlobal(WlOutput.TYPE, 4, InteropTest::describe);
            display.addGlobal(WlSeat.TYPE, 7, seat -> seat.sendName("seat of the test"));
            process = program("wayland-info").start();
            process.onExit().thenRun(display.loop()::stop);
            try (var limit = display.loop().timer(process::destroy)) {
                limit.startAfter(TimeUnit.SECONDS.toNanos(SECONDS));
                display.loop().run();
            }
            String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.exitValue(), told);
            for (String expected : List.of("interface: 'wl_compositor',", "interface: 'wl_shm',", "1 = 'XR24'", "interface: 'wl_output',",
                    "physical_width: 300 mm", "make: 'WEFT'", "width: 1920 px, height: 1080 px, refresh: 60.000 Hz", "scale: 2", "name: seat of the test")) {
                assertTrue(told.contains(expected), "no " + expected + " in:\n" + told);
            }
            while (!display.clients().isEmpty()) display.dispatch(-1);
        }
    }

    private static void describe(WlOutput output) {
        output.sendGeometry(0, 0, 300, 200, WlOutput.SUBPIXEL_NONE, "WEFT", "Test ü", WlOutput.TRANSFORM_NORMAL);
        output.sendMode(WlOutput.MODE_CURRENT, 1920, 1080, 60_000);
        output.sendScale(2);
        output.sendDone();
    }

    @Test
    void weston_shows_a_window_of_ours() throws Exception {
        process = program("weston", "--backend=headless-backend.so", "--socket=wayland-test", "--no-config").start();
        // By the time it starts its shell, it listens.
        BufferedReader log = process.inputReader();
        var lines = new ArrayList<String>();
        for (String line = log.readLine(); line != null && !line.contains("weston-desktop-shell"); line = log.readLine()) lines.add(line);
        assertTrue(process.isAlive(), () -> String.join("\n", lines));
        try (var connection = Connection.connect(folder.resolve("wayland-test"))) {
            connection.roundtrip(SECONDS * 1000);
            var shown = new boolean[1];
            show(connection, shown);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (!shown[0] && System.nanoTime() < deadline) connection.dispatch(100);
            assertTrue(shown[0], "no frame was shown");
        }
    }

    private static void show(Connection connection, boolean[] shown) throws IOException {
        var registry = connection.registry();
        WlSurface surface = registry.bind(WlCompositor.TYPE, 4).createSurface();
        WlShm shm = registry.bind(WlShm.TYPE, 1);
        XdgWmBase base = registry.bind(XdgWmBase.TYPE, 3);
        base.setEvents(XdgWmBase::pong);
        var xdgSurface = base.getXdgSurface(surface);
        XdgToplevel toplevel = xdgSurface.getToplevel();
        toplevel.setTitle("Grüße");
        toplevel.setAppId("org.weft.test");
        var buffer = buffer(shm, 64, 48);
        xdgSurface.setEvents((self, serial) -> {
            self.ackConfigure(serial);
            surface.attach(buffer, 0, 0);
            surface.damageBuffer(0, 0, 64, 48);
            surface.frame().setEvents((callback, time) -> shown[0] = true);
            surface.commit();
        });
        surface.commit();
    }

    private static weft.wayland.protocol.client.WlBuffer buffer(WlShm shm, int width, int height) throws IOException {
        int bytes = width * height * 4;
        try (Fd memory = Memfd.create("buffer", bytes)) {
            var pool = shm.createPool(memory, bytes);
            var buffer = pool.createBuffer(0, width, height, width * 4, WlShm.FORMAT_XRGB8888);
            pool.destroy();
            return buffer;
        }
    }
}
