package weft.vm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.os.ControlGroup;

/** Control groups of the second version with all their controllers, as a session finds them that was handed a part of the tree. */
@Timeout(value = 20, unit = java.util.concurrent.TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ControlGroupsTest {
    private static final Duration BOOT = Duration.ofMinutes(8), SOON = Duration.ofMinutes(8);
    @TempDir
    Path folder;

    @Test
    void what_eats_more_than_its_group_may_is_ended_alone_and_no_group_is_left() throws Exception {
        Path script = folder.resolve("guest");
        Files.writeString(script, """
                mkdir -p /sys/fs/cgroup
                mount -t cgroup2 tree /sys/fs/cgroup
                echo "+cpu +memory +pids" > /sys/fs/cgroup/cgroup.subtree_control
                mkdir /sys/fs/cgroup/handed
                sh -c 'echo $$ > /sys/fs/cgroup/handed/cgroup.procs; exec "$@"' sh %s -XX:TieredStopAtLevel=1 -Xshare:auto --enable-native-access=ALL-UNNAMED -cp %s %s
                echo "GROUPS end"
                """.formatted(Path.of(System.getProperty("java.home"), "bin/java"), classPath(GroupsProbe.class, ControlGroup.class), GroupsProbe.class.getName()));
        try (var machine = new VirtualMachine(Path.of("/"), "virtio-vga", script.toString(), 1536)) {
            machine.console.await(0, "GROUPS moved weft-session weft-session found true", BOOT);
            machine.console.await(0, "GROUPS eater ended with 137", SOON);
            machine.console.await(0, "GROUPS oom true killed true limit " + (48 << 20) + " weight 50", SOON);
            machine.console.await(0, "GROUPS bystander true oom 0", SOON);
            machine.console.await(0, "GROUPS bystander ended true groups 0", SOON);
            machine.console.await(0, "GROUPS back true groups 0 limited false", SOON);
        }
    }

    private static String classPath(Class<?>... classes) throws Exception {
        var places = new java.util.LinkedHashSet<String>();
        for (Class<?> c : classes) places.add(Path.of(c.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
        return String.join(":", places);
    }
}
