package weft.vm;

import java.util.concurrent.TimeUnit;
import weft.os.ControlGroup;
import weft.os.DelegatedGroup;

/** Runs inside the guest, in a control group that was handed to it: does what a session does with it, and prints what comes of it, a line each. */
final class GroupsProbe {
    private static final int LIMIT_MB = 48;

    private GroupsProbe() {}

    public static void main(String... arguments) throws Exception {
        var base = ControlGroup.own().orElseThrow();
        // A process of the session's that is there already moves with it.
        var earlier = start("sleep 1000");
        var taken = DelegatedGroup.take(false);
        say("moved " + name(ProcessHandle.current().pid()) + " " + name(earlier.pid()) + " found " + DelegatedGroup.current().isPresent());
        var hungry = group(taken, "runtime-hungry");
        var other = group(taken, "runtime-other");
        var eater = start("head -c 1000000000 /dev/zero | tail");
        var bystander = start("sleep 1000");
        hungry.add((int) eater.pid());
        other.add((int) bystander.pid());
        eater.getOutputStream().write('\n');
        eater.getOutputStream().flush();
        say("eater " + (eater.waitFor(10, TimeUnit.MINUTES) ? "ended with " + eater.exitValue() : "goes on"));
        say("oom " + (hungry.count("memory.events", "oom") > 0) + " killed " + (hungry.count("memory.events", "oom_kill") > 0) + " limit " + hungry.get("memory.max")
                + " weight " + hungry.get("cpu.weight"));
        say("bystander " + bystander.isAlive() + " oom " + other.count("memory.events", "oom"));
        for (ControlGroup g : taken.groups()) g.end(60_000);
        say("bystander ended " + bystander.waitFor(60, TimeUnit.SECONDS) + " groups " + taken.groups().size());
        taken.leave();
        say("back " + ControlGroup.own().orElseThrow().folder().equals(base.folder()) + " groups " + base.children().size() + " limited " + base.enabled().contains("memory"));
        earlier.destroyForcibly();
    }

    private static ControlGroup group(DelegatedGroup taken, String name) throws Exception {
        var group = taken.group(name);
        group.create();
        group.set("memory.max", Integer.toString(LIMIT_MB << 20));
        group.set("memory.oom.group", "1");
        group.set("cpu.weight", "50");
        return group;
    }

    // Waits for a line first, so that it can be put into a group.
    private static Process start(String command) throws Exception {
        String waits = command.startsWith("sleep") ? "" : "read line; ";
        return new ProcessBuilder("/bin/sh", "-c", waits + command).redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static String name(long pid) {
        return ControlGroup.of((int) pid).orElseThrow().name();
    }

    private static void say(String line) {
        System.out.println("GROUPS " + line);
    }
}
