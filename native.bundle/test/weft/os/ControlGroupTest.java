package weft.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups of processes in the real tree, where this user may change it; and what a process gives way by. */
class ControlGroupTest {
    private static ControlGroup mine() {
        var own = ControlGroup.own();
        assumeTrue(own.isPresent() && own.get().isDelegated(), "no control groups of version 2 that may be changed here");
        return own.get().child("weft-test-" + ProcessHandle.current().pid());
    }

    @Test
    void a_group_ends_with_everything_in_it_and_leaves_nothing() throws Exception {
        var group = mine();
        var process = new ProcessBuilder("/bin/sh", "-c", "sleep 600 & sleep 600").start();
        try {
            group.create();
            group.create();
            group.add((int) process.pid());
            assertEquals(List.of((int) process.pid()), group.processes());
            assertEquals(group.folder(), ControlGroup.of((int) process.pid()).orElseThrow().folder());
            assertEquals(1, group.count("cgroup.events", "populated"));
            assertThrows(IOException.class, () -> java.nio.file.Files.delete(group.folder()), "while something is in it");
            group.end(60_000);
            assertFalse(group.exists());
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            group.end(0);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            if (group.exists()) group.end(60_000);
        }
    }

    @Test
    void a_folder_that_is_no_group_limits_nothing(@TempDir Path folder) {
        var group = new ControlGroup(folder);
        assertEquals(Set.of(), group.controllers());
        assertEquals(0, group.count("memory.events", "oom_kill"));
        assertFalse(group.isDelegated());
        assertTrue(DelegatedGroup.obstacle(group, false).isPresent() && DelegatedGroup.obstacle(group, true).isPresent());
    }

    @Test
    void a_lower_weight_becomes_a_lower_priority_of_all_threads() throws Exception {
        assertEquals(List.of(0, 0, 3, 10, 19), List.of(10_000, 100, 50, 10, 1).stream().map(Niceness::ofWeight).toList());
        int pid = new Spawn(List.of("/bin/sleep", "600")).ownSession().start();
        try (var process = Pidfd.open(pid)) {
            assertEquals(0, niceness(pid));
            Niceness.set(pid, 7);
            assertEquals(7, niceness(pid));
            process.signal(9);
            assertTrue(process.awaitExit(60_000));
        } finally {
            Wait.reap(pid);
        }
    }

    private static int niceness(int pid) throws IOException {
        String stat = java.nio.file.Files.readString(Path.of("/proc/" + pid + "/stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
    }
}
