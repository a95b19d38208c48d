package weft.shell.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.api.AppId;
import weft.api.SessionId;
import weft.api.message.Lifecycle;
import weft.api.message.Pages;
import weft.os.Fd;
import weft.os.Pidfd;
import weft.os.UnixSocket;

/** However the engine ends, nothing of it stays. */
@Timeout(60)
class EngineEndTest {
    private Path folder;
    private TestGateway gateway;
    private Fd wayland;

    @BeforeEach
    void start() throws Exception {
        folder = Files.createTempDirectory("weft-");
        gateway = new TestGateway(folder.resolve("gateway"));
        wayland = UnixSocket.listen(folder.resolve("wayland"), 4);
        Path root = Files.createDirectories(folder.resolve("pages/p"));
        Files.writeString(root.resolve("index.html"), "<!doctype html><script src=/weft.js></script><script src=page.js></script>");
        Files.writeString(root.resolve("page.js"), "weft.send(localStorage.getItem('k')); localStorage.setItem('k', 'kept');");
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        wayland.close();
        TestFolders.delete(folder);
    }

    private EngineProcess engine() throws Exception {
        var engine = new EngineProcess(folder, folder.resolve("gateway"), folder.resolve("wayland"), folder.resolve("pages"));
        gateway.accept();
        gateway.ask(new Pages.OpenPage(new SessionId("s"), new AppId("org.weft.end"), "t", folder.resolve("pages/p").toString(), "index.html", 100, 100, List.of()));
        return engine;
    }

    private void killedEndsAll(ToIntFunction<EngineProcess> victim) throws Exception {
        try (var engine = engine()) {
            gateway.nextForward("s");
            var all = engine.handle().descendants().map(p -> open((int) p.pid())).toList();
            assertTrue(all.size() > 5, "only " + all.size() + " processes");
            try (var pidfd = Pidfd.open(victim.applyAsInt(engine))) {
                pidfd.signal(9);
            }
            assertTrue(engine.awaitEnd());
            for (var process : all) {
                assertTrue(process.awaitExit(10_000), "process " + process.pid() + " stays");
                process.close();
            }
        }
    }

    private static Pidfd open(int pid) {
        try {
            return Pidfd.open(pid);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void killing_the_process_that_was_started_ends_every_helper() throws Exception {
        killedEndsAll(e -> (int) e.handle().pid());
    }

    @Test
    void killing_the_virtual_machine_ends_every_helper() throws Exception {
        killedEndsAll(e -> gateway.enginePid());
    }

    @Test
    void after_a_kill_the_next_one_takes_the_profiles_over() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (var engine = engine()) {
                gateway.nextForward("s");
                try (var pidfd = Pidfd.open(gateway.enginePid())) {
                    pidfd.signal(9);
                }
                assertTrue(engine.awaitEnd());
            }
        }
    }

    @Test
    void asked_to_end_it_saves_what_pages_keep() throws Exception {
        try (var engine = engine()) {
            assertEquals(null, gateway.nextForward("s"));
            gateway.ask(new Lifecycle.Shutdown(2000)).get(20, TimeUnit.SECONDS);
            assertTrue(engine.awaitEnd());
            assertEquals(0, engine.exitCode());
        }
        try (var engine = engine()) {
            assertEquals("kept", gateway.nextForward("s"), engine.log());
        }
    }
}
