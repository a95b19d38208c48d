package weft.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import weft.ffi.Libc;

/**
 * Stream sockets of the local machine (unix(7)), closed on exec. {@link #send} and {@link #receive} carry descriptors
 * beside bytes; a connection without descriptors may as well use {@link Fd#read} and {@link Fd#write}.
 */
public final class UnixSocket {
    private static final int AF_UNIX = 1, SOCK_STREAM = 1, SOCK_DGRAM = 2, SOCK_CLOEXEC = 0x80000, SOL_SOCKET = 1, SO_PEERCRED = 17, SO_ACCEPTCONN = 30, SO_DOMAIN = 39;
    private static final int SCM_RIGHTS = 1, MSG_DONTWAIT = 0x40, MSG_NOSIGNAL = 0x4000, MSG_CMSG_CLOEXEC = 0x40000000;
    /** The most descriptors one message carries. */
    public static final int MAX_FDS = 28;

    private static final int SCRATCH_BYTES = 1 << 14;
    private static final long CONTROL_BYTES = 16 + (4L * MAX_FDS + 7 & ~7L);
    private static final Fd[] NONE = {};
    // For small messages on threads that live long; virtual ones do not.
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(() -> new Scratch(Arena.ofAuto(), SCRATCH_BYTES));

    private UnixSocket() {}

    /** Who is at the other end, as the kernel saw it when the connection was made. */
    public record Peer(int pid, int uid, int gid) {}

    /** Bytes received (0 at the end of the stream) and the descriptors that came with them, now the caller's. */
    public record Received(int bytes, Fd[] fds) {}

    public static Fd listen(Path path, int backlog) throws OsException {
        return listen(path.toString(), backlog);
    }

    /** @param address a path, or {@code @NAME} in the abstract name space */
    public static Fd listen(String address, int backlog) throws OsException {
        Fd fd = bind(SOCK_STREAM, address);
        long n = Libc.listen(fd.number(), backlog);
        if (n < 0) fd.close();
        OsException.check(n, "listen " + address);
        return fd;
    }

    /** A datagram socket with an address as for {@link #datagram}: each read is one message. */
    public static Fd receiver(String address) throws OsException {
        return bind(SOCK_DGRAM, address);
    }

    private static Fd bind(int type, String name) throws OsException {
        Fd fd = Fd.of(Libc.socket(AF_UNIX, type | SOCK_CLOEXEC, 0), "socket");
        try (Arena arena = Arena.ofConfined()) {
            var address = address(arena, name);
            OsException.check(Libc.bind(fd.number(), address.address(), (int) address.byteSize()), "bind " + name);
            return fd;
        } catch (OsException e) {
            fd.close();
            throw e;
        }
    }

    public static Fd connect(Path path) throws OsException {
        return connect(SOCK_STREAM, path.toString());
    }

    /** Connects to a datagram socket: a path, or {@code @NAME} in the abstract name space; each write is one message. */
    public static Fd datagram(String address) throws OsException {
        return connect(SOCK_DGRAM, address);
    }

    private static Fd connect(int type, String name) throws OsException {
        Fd fd = Fd.of(Libc.socket(AF_UNIX, type | SOCK_CLOEXEC, 0), "socket");
        try (Arena arena = Arena.ofConfined()) {
            var address = address(arena, name);
            OsException.check(Libc.connect(fd.number(), address.address(), (int) address.byteSize()), "connect " + name);
            return fd;
        } catch (OsException e) {
            fd.close();
            throw e;
        }
    }

    /** Waits for the next connection. On a listener that does not block, EAGAIN if there is none. */
    public static Fd accept(Fd listener) throws OsException {
        long n;
        do n = Libc.accept4(listener.number(), SOCK_CLOEXEC); while (n == -Errno.EINTR);
        return Fd.of(n, "accept");
    }

    public static Fd[] pair() throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            var two = arena.allocate(8, 4);
            OsException.check(Libc.socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, two.address()), "socketpair");
            return new Fd[] {new Fd(two.get(ValueLayout.JAVA_INT, 0)), new Fd(two.get(ValueLayout.JAVA_INT, 4))};
        }
    }

    /** Ends both directions: a thread blocked in a read sees the end of the stream. */
    public static void shutdown(Fd socket) {
        Libc.shutdown(socket.number(), 2);
    }

    public static Peer peer(Fd socket) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            var ucred = arena.allocate(12, 4);
            var length = arena.allocate(4, 4);
            length.set(ValueLayout.JAVA_INT, 0, 12);
            OsException.check(Libc.getsockopt(socket.number(), SOL_SOCKET, SO_PEERCRED, ucred.address(), length.address()), "SO_PEERCRED");
            return new Peer(ucred.get(ValueLayout.JAVA_INT, 0), ucred.get(ValueLayout.JAVA_INT, 4), ucred.get(ValueLayout.JAVA_INT, 8));
        }
    }

    /** Whether a descriptor is a local stream socket that listens. */
    public static boolean isListening(Fd fd) {
        return option(fd, SO_DOMAIN) == AF_UNIX && option(fd, SO_ACCEPTCONN) == 1;
    }

    /** A socket's option, or -1 where it has none. */
    private static int option(Fd fd, int name) {
        try (Arena arena = Arena.ofConfined()) {
            var value = arena.allocate(4, 4);
            var length = arena.allocate(4, 4);
            length.set(ValueLayout.JAVA_INT, 0, 4);
            return Libc.getsockopt(fd.number(), SOL_SOCKET, name, value.address(), length.address()) < 0 ? -1 : value.get(ValueLayout.JAVA_INT, 0);
        }
    }

    /** Sends all bytes; the descriptors (which stay the caller's) travel with the first of them. */
    public static void send(Fd socket, byte[] bytes, int offset, int length, Fd... fds) throws IOException {
        if (fds.length > MAX_FDS) throw new IllegalArgumentException("more than " + MAX_FDS + " descriptors");
        if (length == 0) throw new IllegalArgumentException("descriptors need at least one byte to travel with");
        // A large message goes through memory that is there already.
        int sent = (int) OsException.check(send(socket, bytes, offset, Math.min(length, SCRATCH_BYTES), fds, 0), "sendmsg");
        if (sent < length) socket.write(bytes, offset + sent, length - sent);
    }

    /**
     * Sends what the socket takes without waiting, at most {@value #MOST} bytes; the descriptors travel with the first byte.
     *
     * @return how many bytes were taken; 0 if the reader is behind
     */
    public static int trySend(Fd socket, byte[] bytes, int offset, int length, Fd... fds) throws IOException {
        long sent = send(socket, bytes, offset, Math.min(length, MOST), fds, MSG_DONTWAIT);
        return sent == -Errno.EAGAIN ? 0 : (int) OsException.check(sent, "sendmsg");
    }

    // A socket's buffer takes no more anyway.
    private static final int MOST = 1 << 18;

    private static long send(Fd socket, byte[] bytes, int offset, int length, Fd[] fds, int flags) {
        if (length <= SCRATCH_BYTES && !Thread.currentThread().isVirtual()) return send(socket, SCRATCH.get(), bytes, offset, length, fds, flags);
        try (Arena arena = Arena.ofConfined()) {
            return send(socket, new Scratch(arena, length), bytes, offset, length, fds, flags);
        }
    }

    private static long send(Fd socket, Scratch message, byte[] bytes, int offset, int length, Fd[] fds, int flags) {
        MemorySegment.copy(bytes, offset, message.data, ValueLayout.JAVA_BYTE, 0, length);
        message.iov.set(ValueLayout.JAVA_LONG, 8, length);
        message.header.set(ValueLayout.JAVA_LONG, 40, fds.length == 0 ? 0 : putRights(message.control, fds));
        long sent;
        do sent = Libc.sendmsg(socket.number(), message.header.address(), MSG_NOSIGNAL | flags); while (sent == -Errno.EINTR);
        return sent;
    }

    /** Receives at most {@code length} bytes and up to {@link #MAX_FDS} descriptors. */
    public static Received receive(Fd socket, byte[] into, int offset, int length) throws IOException {
        if (!Thread.currentThread().isVirtual()) return receive(socket, SCRATCH.get(), into, offset, Math.min(length, SCRATCH_BYTES));
        try (Arena arena = Arena.ofConfined()) {
            return receive(socket, new Scratch(arena, length), into, offset, length);
        }
    }

    private static Received receive(Fd socket, Scratch r, byte[] into, int offset, int length) throws IOException {
        r.iov.set(ValueLayout.JAVA_LONG, 8, length);
        r.header.set(ValueLayout.JAVA_LONG, 40, CONTROL_BYTES);
        long n;
        do n = Libc.recvmsg(socket.number(), r.header.address(), MSG_CMSG_CLOEXEC); while (n == -Errno.EINTR);
        OsException.check(n, "recvmsg");
        MemorySegment.copy(r.data, ValueLayout.JAVA_BYTE, 0, into, offset, (int) n);
        return new Received((int) n, takeRights(r.header, r.control));
    }

    // struct msghdr: name@0 namelen@8 iov@16 iovlen@24 control@32 controllen@40 flags@48
    /** A {@code msghdr} and what it points to. */
    private static final class Scratch {
        final MemorySegment data, iov, control, header;

        Scratch(Arena arena, int bytes) {
            data = arena.allocate(bytes);
            iov = arena.allocate(16, 8);
            control = arena.allocate(CONTROL_BYTES, 8);
            header = arena.allocate(56, 8);
            iov.set(ValueLayout.JAVA_LONG, 0, data.address());
            header.set(ValueLayout.JAVA_LONG, 16, iov.address());
            header.set(ValueLayout.JAVA_LONG, 24, 1);
            header.set(ValueLayout.JAVA_LONG, 32, control.address());
        }
    }

    // struct cmsghdr: len@0 level@8 type@12, then the descriptors; returns how many bytes it takes
    private static long putRights(MemorySegment control, Fd[] fds) {
        control.set(ValueLayout.JAVA_LONG, 0, 16 + 4L * fds.length);
        control.set(ValueLayout.JAVA_INT, 8, SOL_SOCKET);
        control.set(ValueLayout.JAVA_INT, 12, SCM_RIGHTS);
        for (int i = 0; i < fds.length; i++) control.set(ValueLayout.JAVA_INT, 16 + 4L * i, fds[i].number());
        return 16 + (4L * fds.length + 7 & ~7L);
    }

    private static Fd[] takeRights(MemorySegment header, MemorySegment control) {
        long length = header.get(ValueLayout.JAVA_LONG, 40);
        if (length < 20) return NONE;
        if (control.get(ValueLayout.JAVA_INT, 8) != SOL_SOCKET || control.get(ValueLayout.JAVA_INT, 12) != SCM_RIGHTS) return NONE;
        var fds = new Fd[(int) (control.get(ValueLayout.JAVA_LONG, 0) - 16) / 4];
        for (int i = 0; i < fds.length; i++) fds[i] = new Fd(control.get(ValueLayout.JAVA_INT, 16 + 4L * i));
        return fds;
    }

    private static MemorySegment address(Arena arena, String path) throws OsException {
        if (path.startsWith("@")) return abstractAddress(arena, path);
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length > 107) throw new OsException("socket path of " + name.length + " bytes: " + path, Errno.ENAMETOOLONG);
        var address = arena.allocate(110, 2);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
        return address;
    }

    // The first byte is zero and the length counts: the name ends where the address does.
    private static MemorySegment abstractAddress(Arena arena, String name) throws OsException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 108) throw new OsException("socket name of " + bytes.length + " bytes", Errno.ENAMETOOLONG);
        var address = arena.allocate(2 + bytes.length, 2);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(bytes, 1, address, ValueLayout.JAVA_BYTE, 3, bytes.length - 1);
        return address;
    }
}
