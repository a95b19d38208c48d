package weft.supervisor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a service manager's answer is worth. A whole session under a real one runs in the virtual machine. */
class UnitDelegationTest {
    private static final String GROUP = "/user.slice/user-1000.slice/user@1000.service/session.slice/weft.service";
    private static final Path FOLDER = Path.of("/sys/fs/cgroup" + GROUP);

    @Test
    void a_service_managers_word_counts_for_the_unit_of_this_very_group_alone() {
        assertTrue(UnitDelegation.confirms("Delegate=yes\nControlGroup=" + GROUP + "\n", FOLDER));
        assertTrue(UnitDelegation.confirms("ControlGroup=" + GROUP + "\nDelegate=yes\n", FOLDER));
        for (String answer : new String[] {"", "\n", "Delegate=yes", "ControlGroup=" + GROUP, "Delegate=no\nControlGroup=" + GROUP,
                "Delegate=yes\nControlGroup=", "Delegate=yes\nControlGroup=/", "Delegate=yes\nControlGroup=/system.slice/weft.service",
                "Delegate=yes\nControlGroup=" + GROUP + "/deeper", "Delegate=yes\nControlGroup=/vice/weft.service", "XDelegate=yes\nControlGroup=" + GROUP})
            assertFalse(UnitDelegation.confirms(answer, FOLDER), answer);
    }
}
