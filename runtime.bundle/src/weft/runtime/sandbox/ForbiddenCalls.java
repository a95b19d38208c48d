package weft.runtime.sandbox;

import java.util.List;
import weft.ffi.Libc;
import weft.os.Errno;

/**
 * Calls that must be refused, made with arguments that would do no harm if they were not: then the kernel would
 * complain of the arguments, or the call would have no effect.
 */
final class ForbiddenCalls {
    private record Call(String what, long number, long... arguments) {}

    private static final long NOWHERE = 0, NO_FD = -1, NO_PID = 0x3ffffff0L, AT_FDCWD = -100;
    private static final int CLONE_SIGHAND = 0x800, CLONE_NEWUSER = 0x10000000, O_WRONLY = 1, O_RDWR = 2, O_CREAT = 0x40;

    private static final List<Call> CALLS = List.of(
            new Call("start another program", 59, NOWHERE),
            new Call("start another program (execveat)", 322, NO_FD, NOWHERE),
            // Without CLONE_VM the kernel would call these flags invalid, so no process can come of it.
            new Call("fork", 56, CLONE_SIGHAND),
            new Call("trace a process", 101, 0xffff, NO_PID),
            new Call("read another process's memory", 310, NO_PID, NOWHERE, 0, NOWHERE, 0),
            new Call("write another process's memory", 311, NO_PID, NOWHERE, 0, NOWHERE, 0),
            new Call("signal another process", 62, NO_PID, 0),
            new Call("signal another process's thread", 234, NO_PID, NO_PID, 0),
            new Call("mount", 165, NOWHERE),
            new Call("mount (new interface)", 428, NO_FD, NOWHERE, 0),
            new Call("change the root", 155, NOWHERE),
            new Call("make a namespace", 272, 0),
            new Call("make a namespace (clone)", 56, CLONE_SIGHAND | CLONE_NEWUSER),
            new Call("enter a namespace", 308, NO_FD, 0),
            new Call("open a file for writing", 257, AT_FDCWD, NOWHERE, O_WRONLY),
            new Call("open a file for reading and writing", 257, AT_FDCWD, NOWHERE, O_RDWR),
            new Call("make a file", 257, AT_FDCWD, NOWHERE, O_CREAT),
            new Call("open by the old call", 2, NOWHERE),
            new Call("open by the new call", 437, NO_FD, NOWHERE, NOWHERE, 0),
            new Call("open by handle", 304, NO_FD, NOWHERE, 0),
            new Call("remove a file", 87, NOWHERE),
            new Call("make a folder", 83, NOWHERE),
            new Call("rename a file", 82, NOWHERE),
            new Call("change a file's rights", 90, NOWHERE),
            new Call("write to a file descriptor's end", 77, NO_FD, 0),
            new Call("make a network socket", 41, 2, 0xf, 0),
            new Call("make a network socket (IPv6)", 41, 10, 0xf, 0),
            new Call("make a netlink socket", 41, 16, 0xf, 0),
            new Call("make a packet socket", 41, 17, 0xf, 0),
            new Call("make a datagram socket", 41, 1, 2 | 0x8000, 0),
            new Call("listen", 50, NO_FD, 0),
            new Call("bind a socket", 49, NO_FD, NOWHERE, 0),
            new Call("make anonymous files", 319, NOWHERE, 0xffff),
            new Call("use io_uring", 425, 0, NOWHERE),
            new Call("load BPF", 321, 0xffff, NOWHERE, 0),
            new Call("watch performance events", 298, NOWHERE, 0, 0, NO_FD, 0xffff),
            new Call("handle page faults", 323, 0xffff),
            new Call("use the kernel's keys", 250, 0xffff),
            new Call("change the user", 117, -1, -1, -1),
            new Call("raise limits", 302, 0, 7, 8, NOWHERE),
            new Call("push keys into a terminal", 16, NO_FD, 0x5412, NOWHERE),
            new Call("hold a process", 434, NO_PID, 0),
            new Call("take another process's descriptor", 438, NO_FD, 0, 0),
            new Call("use the x32 interface", 0x40000000L | 39));

    /** Where paths of other programs' sockets can be named. */
    private static final List<Call> CONNECTING = List.of(new Call("make a socket", 41, 1, 1, 0), new Call("connect", 42, NO_FD, NOWHERE, 0));

    private ForbiddenCalls() {}

    static void verify(boolean mayConnect) throws SandboxNotInForce {
        refused(CALLS);
        if (!mayConnect) refused(CONNECTING);
    }

    private static void refused(List<Call> calls) throws SandboxNotInForce {
        for (Call c : calls) {
            long[] a = java.util.Arrays.copyOf(c.arguments, 6);
            long result = Libc.syscall(c.number, a[0], a[1], a[2], a[3], a[4], a[5]);
            if (result != -Errno.EPERM) throw new SandboxNotInForce("it is possible to " + c.what + " (" + shown(result) + ")");
        }
    }

    private static String shown(long result) {
        return result < 0 ? Errno.name((int) -result) : "result " + result;
    }
}
