package weft.appd;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import weft.api.Containment.Limits;
import weft.api.gateway.Child;
import weft.api.gateway.Children;
import weft.api.packages.AppPackage;
import weft.api.packages.AppPackage.Engine;
import weft.os.ControlGroup;
import weft.os.DelegatedGroup;
import weft.os.Niceness;
import weft.os.ResourceLimit;
import weft.runtime.launch.RuntimeCommand;

/**
 * What each runtime may use at most. Where the session has control groups, a runtime is put into one of its own at its birth, is given its
 * app's limits with its app, and the group goes when it does; the group's name is the child's id, so another appd finds it again. Elsewhere
 * the process itself is bounded. For one thread.
 */
final class ResourceControl {
    private static final System.Logger LOG = System.getLogger("weft.appd");
    /** What a runtime needs beside its heap: the JVM itself, its code, the files it shows through its memory. */
    private static final int ROOM_MB = 256;
    /** What GraalWasm's compiler may set aside beyond that; only a process's bound counts what was set aside and is not in use. */
    private static final int COMPILER_ROOM_MB = 256;
    private static final int USUAL_WEIGHT = 100, MAX_TASKS = 512, END_MS = 2_000, MB = 1 << 20;
    private final Optional<DelegatedGroup> groups;

    ResourceControl(Optional<DelegatedGroup> groups) {
        this.groups = groups;
        LOG.log(Level.INFO, groups.map(g -> "apps are limited by control groups in " + g).orElse("apps are limited by process limits only"));
    }

    static int limitMb(int memoryMb) {
        return RuntimeCommand.heapFor(memoryMb) + ROOM_MB;
    }

    /** A runtime was started, for a guest of so much memory. */
    void started(Child child, int memoryMb) {
        group(child).ifPresent(group -> {
            try {
                group.create();
                limit(group, memoryMb, USUAL_WEIGHT);
                group.set("memory.oom.group", "1");
                if (groups.get().limits("pids")) group.set("pids.max", Integer.toString(MAX_TASKS));
                if (child.pid().isEmpty()) return;
                group.add(child.pid().getAsInt());
                // What it has started before it was moved.
                var runtime = RuntimeCommand.runtimePid(child.pid().getAsInt());
                if (runtime.isPresent()) group.add(runtime.getAsInt());
            } catch (IOException e) {
                LOG.log(Level.WARNING, "{0} has no control group: {1}", child, e.getMessage());
            }
        });
    }

    /** It is about to get its app. Returns what limits it. */
    Limits bound(Child child, AppPackage.Module module) {
        int memoryMb = module.memoryMb(), cpuWeight = module.cpuWeight();
        var group = group(child).filter(ControlGroup::exists);
        if (group.isPresent() && child.pid().isPresent()) {
            try {
                limit(group.get(), memoryMb, cpuWeight);
                group.get().add(child.pid().getAsInt());
                return Limits.control_group;
            } catch (IOException e) {
                LOG.log(Level.WARNING, "{0} is limited as a process only: {1}", child, e.getMessage());
            }
        }
        int room = RuntimePool.engine(module) == Engine.graalwasm ? COMPILER_ROOM_MB : 0;
        boundProcess(child, limitMb(memoryMb) + room, cpuWeight);
        return Limits.process;
    }

    private static void limit(ControlGroup group, int memoryMb, int cpuWeight) throws IOException {
        String bytes = Long.toString((long) limitMb(memoryMb) * MB);
        group.set("memory.max", bytes);
        if (java.nio.file.Files.exists(group.folder().resolve("memory.swap.max"))) group.set("memory.swap.max", bytes);
        group.set("cpu.weight", Integer.toString(cpuWeight));
    }

    private static void boundProcess(Child child, int dataMb, int cpuWeight) {
        if (child.pid().isEmpty()) return;
        int pid = child.pid().getAsInt();
        try {
            ResourceLimit.DATA.setOf(pid, (long) dataMb * MB);
            if (cpuWeight < USUAL_WEIGHT) Niceness.set(pid, Niceness.ofWeight(cpuWeight));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} has the usual limits: {1}", child, e.getMessage());
        }
    }

    /** It has ended: nothing is left of it. Returns how a sentence goes on that tells which limit ended it, if one did. */
    Optional<String> ended(Child child) {
        var group = group(child).filter(ControlGroup::exists);
        if (group.isEmpty()) return Optional.empty();
        var why = overLimit(group.get());
        remove(group.get());
        return why;
    }

    private static Optional<String> overLimit(ControlGroup group) {
        if (group.count("memory.events", "oom_kill") == 0) return Optional.empty();
        // Killed for its own limit, or because the whole machine had no memory left.
        if (group.count("memory.events", "oom") == 0) return Optional.of("was ended because the machine has no memory left");
        try {
            return Optional.of("was ended because it used more memory than its limit of " + Long.parseLong(group.get("memory.max")) / MB + " MB");
        } catch (IOException | NumberFormatException e) {
            return Optional.of("was ended because it used more memory than its limit");
        }
    }

    /** Removes the groups of runtimes that ended while there was no appd. */
    void sweep(Children children) {
        groups.ifPresent(g -> {
            try {
                // The groups first: a runtime is among the children before it has one.
                for (ControlGroup group : g.groups()) if (children.byId(group.name()).isEmpty()) remove(group);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "control groups cannot be listed: {0}", e.getMessage());
            }
        });
    }

    private static void remove(ControlGroup group) {
        try {
            group.end(END_MS);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a control group is left: {0}", e.getMessage());
        }
    }

    private Optional<ControlGroup> group(Child child) {
        return groups.map(g -> g.group(child.id()));
    }
}
