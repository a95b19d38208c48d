package weft.ffi;

import java.lang.foreign.MemorySegment;

/**
 * System calls through libc. Each returns the call's result, or {@code -errno} if it failed; none throws.
 * Safe from any thread: {@code errno} is captured per call into the calling thread's own segment.
 */
public final class Libc {
    private static final NativeLibrary LIBC = NativeLibrary.libc();
    private static final MemorySegment CLOSE = LIBC.find("close");
    private static final MemorySegment OPEN = LIBC.find("open");
    private static final MemorySegment FLOCK = LIBC.find("flock");
    private static final MemorySegment DUP = LIBC.find("dup");
    private static final MemorySegment READ = LIBC.find("read");
    private static final MemorySegment WRITE = LIBC.find("write");
    private static final MemorySegment PREAD = LIBC.find("pread");
    private static final MemorySegment PWRITE = LIBC.find("pwrite");
    private static final MemorySegment SYSCALL = LIBC.find("syscall");
    private static final MemorySegment FCNTL = LIBC.find("fcntl");
    private static final MemorySegment SOCKET = LIBC.find("socket");
    private static final MemorySegment BIND = LIBC.find("bind");
    private static final MemorySegment LISTEN = LIBC.find("listen");
    private static final MemorySegment CONNECT = LIBC.find("connect");
    private static final MemorySegment ACCEPT4 = LIBC.find("accept4");
    private static final MemorySegment SOCKETPAIR = LIBC.find("socketpair");
    private static final MemorySegment SHUTDOWN = LIBC.find("shutdown");
    private static final MemorySegment SENDMSG = LIBC.find("sendmsg");
    private static final MemorySegment RECVMSG = LIBC.find("recvmsg");
    private static final MemorySegment GETSOCKOPT = LIBC.find("getsockopt");
    private static final MemorySegment SETSOCKOPT = LIBC.find("setsockopt");
    private static final MemorySegment EPOLL_CREATE1 = LIBC.find("epoll_create1");
    private static final MemorySegment EPOLL_CTL = LIBC.find("epoll_ctl");
    private static final MemorySegment EPOLL_WAIT = LIBC.find("epoll_wait");
    private static final MemorySegment POLL = LIBC.find("poll");
    private static final MemorySegment EVENTFD = LIBC.find("eventfd");
    private static final MemorySegment TIMERFD_CREATE = LIBC.find("timerfd_create");
    private static final MemorySegment TIMERFD_SETTIME = LIBC.find("timerfd_settime");
    private static final MemorySegment FSTAT = LIBC.find("fstat");
    private static final MemorySegment FSTATFS = LIBC.find("fstatfs");
    private static final MemorySegment MEMFD_CREATE = LIBC.find("memfd_create");
    private static final MemorySegment FTRUNCATE = LIBC.find("ftruncate");
    private static final MemorySegment MMAP = LIBC.find("mmap");
    private static final MemorySegment MUNMAP = LIBC.find("munmap");
    private static final MemorySegment KILL = LIBC.find("kill");
    private static final MemorySegment WAITPID = LIBC.find("waitpid");
    private static final MemorySegment WAITID = LIBC.find("waitid");
    private static final MemorySegment PRCTL = LIBC.find("prctl");
    private static final MemorySegment STATX = LIBC.find("statx");
    private static final MemorySegment MKDIRAT = LIBC.find("mkdirat");
    private static final MemorySegment UNLINKAT = LIBC.find("unlinkat");
    private static final MemorySegment RENAMEAT = LIBC.find("renameat");
    private static final MemorySegment GETDENTS64 = LIBC.find("getdents64");
    private static final MemorySegment FSYNC = LIBC.find("fsync");
    private static final MemorySegment OPENAT = LIBC.find("openat");
    private static final MemorySegment LINKAT = LIBC.find("linkat");
    private static final MemorySegment INOTIFY_INIT1 = LIBC.find("inotify_init1");
    private static final MemorySegment INOTIFY_ADD_WATCH = LIBC.find("inotify_add_watch");
    private static final MemorySegment PIPE2 = LIBC.find("pipe2");
    private static final MemorySegment IOCTL = LIBC.find("ioctl");
    private static final MemorySegment LSEEK = LIBC.find("lseek");

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
        return LongCall.longOrErrno(MMAP, hint, bytes, protection, flags, fd, offset, 0);
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

    public static long openat(int directory, long path, int flags, int mode) { return call(OPENAT, directory, path, flags, mode); }

    public static long linkat(int fromDirectory, long from, int toDirectory, long to, int flags) {
        return call(LINKAT, fromDirectory, from, toDirectory, to, flags);
    }

    public static long inotifyInit(int flags) { return call(INOTIFY_INIT1, flags); }

    public static long inotifyAddWatch(int inotify, long path, int mask) { return call(INOTIFY_ADD_WATCH, inotify, path, mask); }

    public static long ioctl(int fd, long request, long argument) { return call(IOCTL, fd, request, argument); }

    /** The new offset, or {@code -errno}. */
    public static long lseek(int fd, long offset, int whence) { return LongCall.longOrErrno(LSEEK, fd, offset, whence, 0, 0, 0, 0); }

    public static long pipe2(long twoInts, int flags) { return call(PIPE2, twoInts, flags); }

    /** A system call by number, for those that libc does not wrap. */
    public static long syscall(long number, long a, long b, long c, long d, long e, long f) {
        return LongCall.longOrErrno(SYSCALL, number, a, b, c, d, e, f);
    }

    // Results of int functions leave the upper half of the register undefined; sizes above 2 GiB are not asked for in one call.
    private static long call(MemorySegment function, long a) {
        return LongCall.intOrErrno(function, a, 0, 0, 0, 0);
    }

    private static long call(MemorySegment function, long a, long b) {
        return LongCall.intOrErrno(function, a, b, 0, 0, 0);
    }

    private static long call(MemorySegment function, long a, long b, long c) {
        return LongCall.intOrErrno(function, a, b, c, 0, 0);
    }

    private static long call(MemorySegment function, long a, long b, long c, long d) {
        return LongCall.intOrErrno(function, a, b, c, d, 0);
    }

    private static long call(MemorySegment function, long a, long b, long c, long d, long e) {
        return LongCall.intOrErrno(function, a, b, c, d, e);
    }
}
