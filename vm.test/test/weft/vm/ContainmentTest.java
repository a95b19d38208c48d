package weft.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds apps on an installed Debian: the session as a service of the user's service manager, with a group for each app in the group that
 * it was left. The guest is emulated, and everything in it may take {@link #PATIENCE} times as long as usual.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ContainmentTest {
    private static final Duration SOON = Duration.ofMinutes(15);
    private static final int PATIENCE = 20, MB = 1 << 20, LIMIT_MB = 2 * 64 + 96 + 256, ROOM_MB = 4;
    private static final String HUNGRY = "org.example.hungry", OTHER = "org.example.other", UP = "WEFT OS is up";
    @TempDir Path folder;
    private VirtualMachine machine;
    private GuestShell shell;

    @BeforeEach
    void powerOn() throws Exception {
        // No greeter: the session here is started by hand.
        machine = InstalledMachine.start(folder, "systemd systemd.mask=greetd.service");
        shell = machine.shell();
        shell.run("PATIENCE=" + PATIENCE + "; . /host" + VirtualMachine.ROOT.resolve("vm.test/guest/contained") + "; prepare; mkdir /run/apps");
        for (String app : new String[] {HUNGRY, OTHER}) {
            Path archive = archive(app);
            shell.run("cp /host" + archive + " /run/apps/" + app + ".wapp; chmod -R a+rX /run/apps");
        }
    }

    // One module twice, so that one of them can go on when the other is ended.
    private Path archive(String app) throws Exception {
        Path project = Files.createDirectories(folder.resolve(app)), archive = folder.resolve(app + ".wapp");
        Files.writeString(project.resolve("wapp.toml"), """
                [package]
                id = "%s"
                name = "%s"
                version = "1.0.0"

                [runtime]
                module = "module.wasm"
                memory_mb = 64
                cpu_weight = 50
                manual_ready = true
                """.formatted(app, app.substring(app.lastIndexOf('.') + 1)));
        Files.copy(VirtualMachine.ROOT.resolve("runtime.bundle/test-guests/hungry.c"), Files.createDirectories(project.resolve("src")).resolve("hungry.c"));
        String weft = VirtualMachine.ROOT.resolve("weft").toString(), config = "XDG_CONFIG_HOME=" + folder.resolve("config");
        InstalledMachine.run("/usr/bin/env", config, weft, "app", "build", project.toString(), "-o", archive.toString());
        InstalledMachine.run("/usr/bin/env", config, weft, "app", "sign", archive.toString());
        return archive;
    }

    @AfterEach
    void powerOff() throws IOException {
        if (shell != null) shell.close();
        if (machine != null) machine.close();
    }

    @Test
    void what_goes_over_its_groups_limit_in_the_installed_session_is_ended_alone_says_so_and_leaves_no_group() throws Exception {
        shell.run("in_background session weft-session");
        machine.console.await(0, "limits apps by control groups, in a group that its service manager delegated", SOON);
        machine.console.await(0, UP, SOON);
        for (String app : new String[] {HUNGRY, OTHER}) weft("app install /run/apps/" + app + ".wapp --yes");
        var other = launch(OTHER);
        var hungry = launch(HUNGRY);
        String group = shell.run("group " + hungry.pid());
        assertTrue(group.contains("/weft.service/runtime-"), group);
        assertEquals("" + (long) LIMIT_MB * MB + " 50 512", shell.run("cd " + group + "; echo $(cat memory.max cpu.weight pids.max); cd /"));
        assertTrue(weft("ps").lines().filter(l -> l.contains("control group")).count() == 2, weft("ps"));
        eat(hungry, group);
        assertEquals(other, running(OTHER).orElseThrow(), "the other one goes on");
        assertEquals("1 0", shell.run("cd $(dirname " + group + "); echo $(grep -c 'oom_kill [1-9]' memory.events) $(cat weft-session/memory.events " + shell.run("group " + other.pid())
                + "/memory.events | grep -c 'oom_kill [1-9]'); cd /"));
        step("the installed service", "stopped " + shell.run("as_user 'systemctl --user stop weft.service'") + "; left: " + shell.run("left"));
        nothingIsLeft();
    }

    // What the module may have is less than the group may: so the group is given less, only little more than it has.
    private void eat(App hungry, String group) throws Exception {
        String limit = shell.run("echo $(($(cat " + group + "/memory.current) / " + MB + " + " + ROOM_MB + ")); echo $(($(cat " + group + "/memory.current) + " + ROOM_MB * MB + ")) > " + group + "/memory.max");
        String told = shell.run("tell " + hungry.session() + " '{\"n\":0}'");
        assertTrue(told.contains("\"OK\""), told);
        await("the end of what eats", () -> running(HUNGRY).isEmpty() ? Optional.of(true) : Optional.empty());
        String why = weft("why " + hungry.session());
        assertTrue(why.contains(" was ended because it used more memory than its limit of ") && why.contains("Stopped"), why + limit);
        assertEquals("gone", shell.run("[ -e " + group + " ] || echo gone"));
        step("over its group's limit", why);
    }

    private void nothingIsLeft() throws Exception {
        try {
            await("nothing left of the session", () -> Optional.of(shell.run("left")).filter(String::isEmpty));
        } catch (TimeoutException e) {
            throw new AssertionError("left of the session: " + shell.run("left"), e);
        }
    }

    // Apps.

    private record App(String session, String pid) {}

    private App launch(String id) throws Exception {
        String words = weft("launch " + id);
        return running(id).orElseThrow(() -> new AssertionError(words + "\n" + shellTail()));
    }

    private Optional<App> running(String id) throws IOException {
        return weft("ps").lines().filter(l -> l.contains(id) && l.contains("Running")).map(l -> l.strip().split(" +")).map(f -> new App(f[0], f[3])).findFirst();
    }

    private String weft(String verb) throws IOException {
        return shell.run("as_user 'weft " + verb + "'");
    }

    private String shellTail() {
        try {
            return shell.run("tail -n 40 /home/weft/.local/state/weft/0/log/platform.log");
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void step(String what, String words) {
        System.out.println("containment, " + what + ": " + words);
    }

    private interface Look<T> {
        Optional<T> look() throws Exception;
    }

    /** Looks again until there is something to see; each look takes the guest a while by itself. */
    private <T> T await(String what, Look<T> look) throws Exception {
        for (long end = System.nanoTime() + SOON.toNanos(); System.nanoTime() < end; TimeUnit.MILLISECONDS.sleep(500)) {
            var seen = look.look();
            if (seen.isPresent()) return seen.get();
        }
        throw new TimeoutException("waited for " + what + "; what the guest says:\n" + shellTail());
    }
}
