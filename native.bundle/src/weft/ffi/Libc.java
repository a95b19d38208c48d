package weft.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * System calls through libc. Each returns the call's result, or {@code -errno} if it failed; none throws.
 * Safe from any thread: {@code errno} is captured per call into the calling thread's own segment.
 */
public final class Libc {
    private static final NativeLibrary LIBC = NativeLibrary.libc();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final ThreadLocal<MemorySegment> ERRNO =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));
    private static final long ERRNO_OFFSET =
            STATE.byteOffset(java.lang.foreign.MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle CLOSE = LIBC.functionWithErrno("close", 1);
    private static final MethodHandle OPEN = LIBC.functionWithErrno("open", 3);
    private static final MethodHandle FLOCK = LIBC.functionWithErrno("flock", 2);
    private static final MethodHandle DUP = LIBC.functionWithErrno("dup", 1);
    private static final MethodHandle READ = LIBC.functionWithErrno("read", 3);
    private static final MethodHandle WRITE = LIBC.functionWithErrno("write", 3);
    private static final MethodHandle PREAD = LIBC.functionWithErrno("pread", 4);
    private static final MethodHandle PWRITE = LIBC.functionWithErrno("pwrite", 4);
    private static final MethodHandle SYSCALL = LIBC.functionWithErrno("syscall", 7);
    private static final MethodHandle FCNTL = LIBC.functionWithErrno("fcntl", 3);
    private static final MethodHandle SOCKET = LIBC.functionWithErrno("socket", 3);
    private static final MethodHandle BIND = LIBC.functionWithErrno("bind", 3);
    private static final MethodHandle LISTEN = LIBC.functionWithErrno("listen", 2);
    private static final MethodHandle CONNECT = LIBC.functionWithErrno("connect", 3);
    private static final MethodHandle ACCEPT4 = LIBC.functionWithErrno("accept4", 4);
    private static final MethodHandle SOCKETPAIR = LIBC.functionWithErrno("socketpair", 4);
    private static final MethodHandle SHUTDOWN = LIBC.functionWithErrno("shutdown", 2);
    private static final MethodHandle SENDMSG = LIBC.functionWithErrno("sendmsg", 3);
    private static final MethodHandle RECVMSG = LIBC.functionWithErrno("recvmsg", 3);
    private static final MethodHandle GETSOCKOPT = LIBC.functionWithErrno("getsockopt", 5);
    private static final MethodHandle SETSOCKOPT = LIBC.functionWithErrno("setsockopt", 5);
    private static final MethodHandle EPOLL_CREATE1 = LIBC.functionWithErrno("epoll_create1", 1);
    private static final MethodHandle EPOLL_CTL = LIBC.functionWithErrno("epoll_ctl", 4);
    private static final MethodHandle EPOLL_WAIT = LIBC.functionWithErrno("epoll_wait", 4);
    private static final MethodHandle POLL = LIBC.functionWithErrno("poll", 3);
    private static final MethodHandle EVENTFD = LIBC.functionWithErrno("eventfd", 2);
    private static final MethodHandle TIMERFD_CREATE = LIBC.functionWithErrno("timerfd_create", 2);
    private static final MethodHandle TIMERFD_SETTIME = LIBC.functionWithErrno("timerfd_settime", 4);
    private static final MethodHandle FSTAT = LIBC.functionWithErrno("fstat", 2);
    private static final MethodHandle FSTATFS = LIBC.functionWithErrno("fstatfs", 2);
    private static final MethodHandle MEMFD_CREATE = LIBC.functionWithErrno("memfd_create", 2);
    private static final MethodHandle FTRUNCATE = LIBC.functionWithErrno("ftruncate", 2);
    private static final MethodHandle MMAP = LIBC.functionWithErrno("mmap", 6);
    private static final MethodHandle MUNMAP = LIBC.functionWithErrno("munmap", 2);
    private static final MethodHandle KILL = LIBC.functionWithErrno("kill", 2);
    private static final MethodHandle WAITPID = LIBC.functionWithErrno("waitpid", 3);
    private static final MethodHandle WAITID = LIBC.functionWithErrno("waitid", 4);
    private static final MethodHandle PRCTL = LIBC.functionWithErrno("prctl", 5);
    private static final MethodHandle STATX = LIBC.functionWithErrno("statx", 5);
    private static final MethodHandle MKDIRAT = LIBC.functionWithErrno("mkdirat", 3);
    private static final MethodHandle UNLINKAT = LIBC.functionWithErrno("unlinkat", 3);
    private static final MethodHandle RENAMEAT = LIBC.functionWithErrno("renameat", 4);
    private static final MethodHandle GETDENTS64 = LIBC.functionWithErrno("getdents64", 3);
    private static final MethodHandle FSYNC = LIBC.functionWithErrno("fsync", 1);
    private static final MethodHandle PIPE2 = LIBC.functionWithErrno("pipe2", 2);

    private Libc() {}

    public static long close(int fd) { return call(CLOSE, fd); }

    public static long open(long path, int flags, int mode) { return call(OPEN, path, flags, mode); }

    public static long flock(int fd, int operation) { return call(FLOCK, fd, operation); }

    public static long dup(int fd) { return call(DUP, fd); }

    public static long read(int fd, long address, long bytes) { return call(READ, fd, address, bytes); }

    public static long write(int fd, long address, long bytes) { return call(WRITE, fd, address, bytes); }

    public static long pread(int fd, long address, long bytes, long offset) { return call(PREAD, fd, address, bytes, offset); }

    public static long pwrite(int fd, long address, long bytes, long offset) { return call(PWRITE, fd, address, bytes, offset); }

    public static long fcntl(int fd, int command, long argument) { return call(FCNTL, fd, command, argument); }

    public static long socket(int domain, int type, int protocol) { return call(SOCKET, domain, type, protocol); }

    public static long bind(int fd, long address, int bytes) { return call(BIND, fd, address, bytes); }

    public static long listen(int fd, int backlog) { return call(LISTEN, fd, backlog); }

    public static long connect(int fd, long address, int bytes) { return call(CONNECT, fd, address, bytes); }

    public static long accept4(int fd, int flags) { return call(ACCEPT4, fd, 0, 0, flags); }

    public static long socketpair(int domain, int type, long twoInts) { return call(SOCKETPAIR, domain, type, 0, twoInts); }

    public static long shutdown(int fd, int how) { return call(SHUTDOWN, fd, how); }

    public static long sendmsg(int fd, long msghdr, int flags) { return call(SENDMSG, fd, msghdr, flags); }

    public static long recvmsg(int fd, long msghdr, int flags) { return call(RECVMSG, fd, msghdr, flags); }

    public static long getsockopt(int fd, int level, int name, long value, long length) {
        return call(GETSOCKOPT, fd, level, name, value, length);
    }

    public static long setsockopt(int fd, int level, int name, long value, int length) {
        return call(SETSOCKOPT, fd, level, name, value, length);
    }

    public static long epollCreate(int flags) { return call(EPOLL_CREATE1, flags); }

    public static long epollCtl(int epoll, int operation, int fd, long event) { return call(EPOLL_CTL, epoll, operation, fd, event); }

    public static long epollWait(int epoll, long events, int max, int timeoutMs) { return call(EPOLL_WAIT, epoll, events, max, timeoutMs); }

    public static long poll(long pollfds, int count, int timeoutMs) { return call(POLL, pollfds, count, timeoutMs); }

    public static long eventfd(int initial, int flags) { return call(EVENTFD, initial, flags); }

    public static long timerfdCreate(int clock, int flags) { return call(TIMERFD_CREATE, clock, flags); }

    public static long timerfdSettime(int fd, int flags, long newValue) { return call(TIMERFD_SETTIME, fd, flags, newValue, 0); }

    /** Fills a struct stat of at most 144 bytes: its size field is the long at 48. */
    public static long fstat(int fd, long stat) { return call(FSTAT, fd, stat); }

    /** Fills a struct statfs of 120 bytes: its type is the long at 0. */
    public static long fstatfs(int fd, long statfs) { return call(FSTATFS, fd, statfs); }

    public static long memfdCreate(long name, int flags) { return call(MEMFD_CREATE, name, flags); }

    public static long ftruncate(int fd, long bytes) { return call(FTRUNCATE, fd, bytes); }

    /** The mapped address, or {@code -errno}. */
    public static long mmap(long hint, long bytes, int protection, int flags, int fd, long offset) {
        return callLong(MMAP, hint, bytes, protection, flags, fd, offset);
    }

    public static long munmap(long address, long bytes) { return call(MUNMAP, address, bytes); }

    public static long kill(int pid, int signal) { return call(KILL, pid, signal); }

    public static long waitpid(int pid, long status, int options) { return call(WAITPID, pid, status, options); }

    public static long waitid(int idType, int id, long siginfo, int options) { return call(WAITID, idType, id, siginfo, options); }

    public static long prctl(int option, long a, long b, long c, long d) { return call(PRCTL, option, a, b, c, d); }

    public static long statx(int directory, long name, int flags, int mask, long statx) {
        return call(STATX, directory, name, flags, mask, statx);
    }

    public static long mkdirat(int directory, long name, int mode) { return call(MKDIRAT, directory, name, mode); }

    public static long unlinkat(int directory, long name, int flags) { return call(UNLINKAT, directory, name, flags); }

    public static long renameat(int fromDirectory, long from, int toDirectory, long to) {
        return call(RENAMEAT, fromDirectory, from, toDirectory, to);
    }

    public static long getdents64(int directory, long buffer, long bytes) { return call(GETDENTS64, directory, buffer, bytes); }

    public static long fsync(int fd) { return call(FSYNC, fd); }

    public static long pipe2(long twoInts, int flags) { return call(PIPE2, twoInts, flags); }

    /** A system call by number, for those that libc does not wrap. */
    public static long syscall(long number, long a, long b, long c, long d, long e, long f) {
        var errno = ERRNO.get();
        try {
            long r = (long) SYSCALL.invokeExact(errno, number, a, b, c, d, e, f);
            return r == -1 ? failure(errno) : r;
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static long failure(MemorySegment errno) {
        return -errno.get(ValueLayout.JAVA_INT, ERRNO_OFFSET);
    }

    // Results of int functions leave the upper half of the register undefined; sizes above 2 GiB are not asked for in one call.
    private static long result(long r, MemorySegment errno) {
        return (int) r == -1 ? failure(errno) : (int) r;
    }

    private static long call(MethodHandle h, long a) {
        var errno = ERRNO.get();
        try {
            return result((long) h.invokeExact(errno, a), errno);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static long call(MethodHandle h, long a, long b) {
        var errno = ERRNO.get();
        try {
            return result((long) h.invokeExact(errno, a, b), errno);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static long call(MethodHandle h, long a, long b, long c) {
        var errno = ERRNO.get();
        try {
            return result((long) h.invokeExact(errno, a, b, c), errno);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static long call(MethodHandle h, long a, long b, long c, long d) {
        var errno = ERRNO.get();
        try {
            return result((long) h.invokeExact(errno, a, b, c, d), errno);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static long call(MethodHandle h, long a, long b, long c, long d, long e) {
        var errno = ERRNO.get();
        try {
            return result((long) h.invokeExact(errno, a, b, c, d, e), errno);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static long callLong(MethodHandle h, long a, long b, long c, long d, long e, long f) {
        var errno = ERRNO.get();
        try {
            long r = (long) h.invokeExact(errno, a, b, c, d, e, f);
            return r == -1 ? failure(errno) : r;
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }
}
