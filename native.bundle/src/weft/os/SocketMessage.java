package weft.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import weft.ffi.Libc;

/**
 * A reusable {@code msghdr} for non-blocking traffic with descriptors over one stream socket (sendmsg(2), recvmsg(2),
 * cmsg(3)). Data is given by address; nothing is allocated per call. For one thread.
 */
public final class SocketMessage implements AutoCloseable {
    /** The most descriptors that the kernel lets one message carry (SCM_MAX_FD). */
    public static final int MAX_RECEIVED = 253;
    private static final int SOL_SOCKET = 1, SCM_RIGHTS = 1;
    private static final int MSG_CTRUNC = 8, MSG_DONTWAIT = 0x40, MSG_NOSIGNAL = 0x4000, MSG_CMSG_CLOEXEC = 0x40000000;
    private static final long CONTROL_BYTES = 16 + (4L * MAX_RECEIVED + 7 & ~7L);
    private final Arena arena = Arena.ofShared();
    // struct msghdr: name@0 namelen@8 iov@16 iovlen@24 control@32 controllen@40 flags@48
    private final MemorySegment header = arena.allocate(56, 8);
    private final MemorySegment vector = arena.allocate(16, 8);
    private final MemorySegment control = arena.allocate(CONTROL_BYTES, 8);
    private final int[] received = new int[MAX_RECEIVED];
    private int count;

    public SocketMessage() {
        header.set(ValueLayout.JAVA_LONG, 16, vector.address());
        header.set(ValueLayout.JAVA_LONG, 24, 1);
    }

    /**
     * Receives what is there, at most {@code length} bytes. The descriptors that came along are then to be taken
     * with {@link #count} and {@link #descriptor}: they are the caller's.
     *
     * @return bytes received, 0 at the end of the stream, or {@code -errno} (EAGAIN: nothing there)
     */
    public long receive(int socket, long address, long length) {
        point(address, length, CONTROL_BYTES);
        header.set(ValueLayout.JAVA_INT, 48, 0);
        count = 0;
        long n = Libc.recvmsg(socket, header.address(), MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
        if (n >= 0) takeDescriptors(header.get(ValueLayout.JAVA_LONG, 40));
        return n;
    }

    /** How many descriptors the last {@link #receive} brought. */
    public int count() {
        return count;
    }

    public int descriptor(int i) {
        return received[i];
    }

    /** Whether the last {@link #receive} lost descriptors: too many in one message, or this process has no free slot. */
    public boolean truncated() {
        return (header.get(ValueLayout.JAVA_INT, 48) & MSG_CTRUNC) != 0;
    }

    /**
     * Sends bytes, and {@code descriptors[0..fds)} (which stay the caller's) with the first of them.
     *
     * @param fds at most {@link UnixSocket#MAX_FDS}
     * @return bytes sent, which may be fewer, or {@code -errno} (EAGAIN: the peer has to read first)
     */
    public long send(int socket, long address, long length, int[] descriptors, int fds) {
        if (fds == 0) {
            point(address, length, 0);
        } else {
            point(address, length, 16 + (4L * fds + 7 & ~7L));
            control.set(ValueLayout.JAVA_LONG, 0, 16 + 4L * fds);
            control.set(ValueLayout.JAVA_INT, 8, SOL_SOCKET);
            control.set(ValueLayout.JAVA_INT, 12, SCM_RIGHTS);
            for (int i = 0; i < fds; i++) control.set(ValueLayout.JAVA_INT, 16 + 4L * i, descriptors[i]);
        }
        return Libc.sendmsg(socket, header.address(), MSG_DONTWAIT | MSG_NOSIGNAL);
    }

    private void point(long address, long length, long controlBytes) {
        vector.set(ValueLayout.JAVA_LONG, 0, address);
        vector.set(ValueLayout.JAVA_LONG, 8, length);
        header.set(ValueLayout.JAVA_LONG, 32, controlBytes == 0 ? 0 : control.address());
        header.set(ValueLayout.JAVA_LONG, 40, controlBytes);
    }

    // struct cmsghdr: len@0 level@8 type@12, then the descriptors, padded to 8 bytes
    private void takeDescriptors(long length) {
        for (long at = 0; at + 16 <= length; ) {
            long size = control.get(ValueLayout.JAVA_LONG, at);
            boolean rights = control.get(ValueLayout.JAVA_INT, at + 8) == SOL_SOCKET && control.get(ValueLayout.JAVA_INT, at + 12) == SCM_RIGHTS;
            if (rights) for (long d = at + 16; d + 4 <= at + size; d += 4) received[count++] = control.get(ValueLayout.JAVA_INT, d);
            at += Math.max(16, size + 7 & ~7L);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
