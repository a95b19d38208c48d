package weft.runtime.sandbox;

import weft.os.Errno;
import weft.os.Seccomp;
import weft.os.Seccomp.Check;

/**
 * The system calls that a warm runtime still needs (x86-64): memory, threads, clocks, the descriptors it has, reading its own
 * jars, and knocking at its two sockets again. No process can be started, no file opened for writing, no other socket made.
 */
final class SyscallPolicy {
    private static final int READ = 0, WRITE = 1, CLOSE = 3, FSTAT = 5, POLL = 7, LSEEK = 8, MMAP = 9, MPROTECT = 10, MUNMAP = 11, BRK = 12,
            RT_SIGACTION = 13, RT_SIGPROCMASK = 14, RT_SIGRETURN = 15, IOCTL = 16, PREAD64 = 17, READV = 19, WRITEV = 20, ACCESS = 21,
            SCHED_YIELD = 24, MREMAP = 25, MINCORE = 27, MADVISE = 28, DUP = 32, NANOSLEEP = 35, GETPID = 39, SOCKET = 41, CONNECT = 42, SENDTO = 44,
            RECVFROM = 45, SENDMSG = 46, RECVMSG = 47, SHUTDOWN = 48, GETSOCKOPT = 55, CLONE = 56, EXIT = 60, UNAME = 63, FCNTL = 72,
            GETCWD = 79, READLINK = 89, GETTIMEOFDAY = 96, GETRUSAGE = 98, SYSINFO = 99, TIMES = 100, GETUID = 102, GETGID = 104,
            GETEUID = 107, GETEGID = 108, SIGALTSTACK = 131, SCHED_GETPARAM = 143, SCHED_GETSCHEDULER = 145, PRCTL = 157, GETTID = 186,
            FUTEX = 202, SCHED_GETAFFINITY = 204, GETDENTS64 = 217, SET_TID_ADDRESS = 218, RESTART_SYSCALL = 219, FADVISE64 = 221,
            CLOCK_GETTIME = 228, CLOCK_GETRES = 229, CLOCK_NANOSLEEP = 230, EXIT_GROUP = 231, TGKILL = 234, OPENAT = 257, NEWFSTATAT = 262,
            READLINKAT = 267, PPOLL = 271, SET_ROBUST_LIST = 273, GET_ROBUST_LIST = 274, PRLIMIT64 = 302, GETCPU = 309, GETRANDOM = 318,
            MEMBARRIER = 324, STATX = 332, RSEQ = 334, CLONE3 = 435, FACCESSAT2 = 439;

    private static final int AF_UNIX = 1, SOCK_STREAM = 1, SOCKET_TYPE = 0xf;
    private static final int CLONE_THREAD = 0x10000, CLONE_NEW_NAMESPACES = 0x7E020080, CLONE_UNTRACED = 0x00802000;
    // O_ACCMODE, O_CREAT, O_TRUNC, O_APPEND, O_TMPFILE without O_DIRECTORY
    private static final int WRITING = 3 | 0x40 | 0x200 | 0x400 | 0x400000;
    private static final int PR_SET_NAME = 15, PR_SET_VMA = 0x53564d41, FIONREAD = 0x541B, TCGETS = 0x5401;

    private SyscallPolicy() {}

    /**
     * @param pid     this process, the only one it may signal
     * @param connect whether it may make connections: where its own namespace shows it no sockets but its two
     */
    static Seccomp filter(int pid, boolean connect) {
        var filter = new Seccomp()
                .allow(FUTEX, READ, WRITE, RECVMSG, SENDMSG, CLOSE, FSTAT, POLL, LSEEK, MMAP, MPROTECT, MUNMAP, BRK, RT_SIGACTION,
                        RT_SIGPROCMASK, RT_SIGRETURN, PREAD64, READV, WRITEV, ACCESS, SCHED_YIELD, MREMAP, MINCORE, MADVISE, DUP, NANOSLEEP,
                        GETPID, SENDTO, RECVFROM, SHUTDOWN, GETSOCKOPT, EXIT, UNAME, FCNTL, GETCWD, READLINK, GETTIMEOFDAY,
                        GETRUSAGE, SYSINFO, TIMES, GETUID, GETGID, GETEUID, GETEGID, SIGALTSTACK, SCHED_GETPARAM, SCHED_GETSCHEDULER,
                        GETTID, SCHED_GETAFFINITY, GETDENTS64, SET_TID_ADDRESS, RESTART_SYSCALL, FADVISE64, CLOCK_GETTIME, CLOCK_GETRES,
                        CLOCK_NANOSLEEP, EXIT_GROUP, NEWFSTATAT, READLINKAT, PPOLL, SET_ROBUST_LIST, GET_ROBUST_LIST, GETCPU, GETRANDOM,
                        MEMBARRIER, STATX, RSEQ, FACCESSAT2)
                .allowIf(OPENAT, Check.bits(2, WRITING, 0))
                .allowIf(CLONE, Check.bits(0, CLONE_THREAD | CLONE_NEW_NAMESPACES | CLONE_UNTRACED, CLONE_THREAD))
                .allowIf(TGKILL, Check.equal(0, pid))
                .allowIf(PRLIMIT64, Check.zero(2))
                .allowIf(PRCTL, Check.equal(0, PR_SET_NAME))
                .allowIf(PRCTL, Check.equal(0, PR_SET_VMA))
                .allowIf(IOCTL, Check.equal(1, FIONREAD))
                .allowIf(IOCTL, Check.equal(1, TCGETS))
                .fail(CLONE3, Errno.ENOSYS);
        if (connect) filter.allow(CONNECT).allowIf(SOCKET, Check.equal(0, AF_UNIX), Check.bits(1, SOCKET_TYPE, SOCK_STREAM));
        return filter;
    }
}
