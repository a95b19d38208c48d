package weft.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import weft.os.ControlGroup;
import weft.os.Patience;

/**
 * Asks the service manager whether it has left a control group to the unit that runs in it. Later ones mark such groups; that of Debian 12
 * (systemd 252) marks none, so there nothing but its own word tells one from a group that it rules itself.
 */
final class UnitDelegation {
    private static final Path SYSTEMCTL = Path.of("/usr/bin/systemctl");
    private static final int ANSWER_S = 5;

    private UnitDelegation() {}

    /** Whether the kernel lets this user change the group, and the manager of its unit says that the unit may. */
    static boolean isConfirmed(ControlGroup group) throws InterruptedException {
        return group.mayChange() && isUnit(group.name()) && Files.isExecutable(SYSTEMCTL) && confirms(ask(command(group)), group.folder());
    }

    private static boolean isUnit(String name) {
        return name.endsWith(".service") || name.endsWith(".scope");
    }

    // A user's service manager is a service of the machine's, user@UID.service, and its units' groups lie below that.
    private static List<String> command(ControlGroup group) {
        boolean user = group.folder().toString().contains("/user@");
        var command = new ArrayList<>(List.of(SYSTEMCTL.toString()));
        if (user) command.add("--user");
        command.addAll(List.of("show", "--property=Delegate", "--property=ControlGroup", "--", group.name()));
        return command;
    }

    /** Whether an answer speaks of the unit whose group this is: another unit of that name may be somewhere else. */
    static boolean confirms(String answer, Path folder) {
        var lines = Arrays.asList(answer.split("\n"));
        return lines.contains("Delegate=yes") && lines.stream().filter(l -> l.startsWith("ControlGroup=/") && l.length() > "ControlGroup=/".length())
                .anyMatch(l -> folder.endsWith(l.substring("ControlGroup=/".length())));
    }

    private static String ask(List<String> command) throws InterruptedException {
        try {
            var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("LC_ALL", "C");
            var systemctl = builder.start();
            systemctl.getOutputStream().close();
            // Two short lines fit into the pipe: it ends without being read.
            if (systemctl.waitFor(Patience.of(ANSWER_S), TimeUnit.SECONDS)) return new String(systemctl.getInputStream().readAllBytes());
            systemctl.destroyForcibly().waitFor();
        } catch (IOException e) {
            // Nobody to ask.
        }
        return "";
    }
}
