package weft.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import weft.ffi.Libc;

/** How far a process steps back for others when the processor is busy (sched(7), setpriority(2)): 0 to 19. An ordinary user cannot take it back. */
public final class Niceness {
    private static final int MOST = 19, PRIO_PGRP = 1;
    private static final long SYS_GETPGID = 121, SYS_SETPRIORITY = 141;
    /** Each step is worth so much less of the processor. */
    private static final double STEP = 1.25;

    private Niceness() {}

    /** The niceness whose share is nearest to a control group's weight, where 100 is usual; more than usual is not to be had. */
    public static int ofWeight(int weight) {
        return weight >= 100 ? 0 : (int) Math.min(MOST, Math.round(Math.log(100.0 / weight) / Math.log(STEP)));
    }

    /** Sets it for every thread of a process that leads a process group, and of those it starts. */
    public static void set(int pid, int niceness) throws IOException {
        long group = OsException.check(Libc.syscall(SYS_GETPGID, pid, 0, 0, 0, 0, 0), "process group of " + pid);
        if (group != pid) throw new IOException("process " + pid + " leads no group");
        OsException.check(Libc.syscall(SYS_SETPRIORITY, PRIO_PGRP, group, niceness, 0, 0, 0), "priority of " + pid);
        try {
            // Where sessions share the processor among each other, theirs counts and not the threads'.
            Files.writeString(Path.of("/proc/" + pid + "/autogroup"), Integer.toString(niceness));
        } catch (NoSuchFileException e) {
            // A kernel without that.
        }
    }
}
