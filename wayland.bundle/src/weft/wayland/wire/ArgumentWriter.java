package weft.wayland.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import weft.ffi.Libc;
import weft.os.Fd;

/**
 * Writes one message at a time into a connection's output: {@link #begin}, the arguments in order, {@link #end}.
 * Nothing is on the wire until {@link #end}; on a dead connection the message goes nowhere.
 */
public final class ArgumentWriter {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private final Transport transport;
    private final OutputBuffer out;
    private final FdQueue fds;
    private final boolean lenient;
    private MemorySegment memory;
    private long start;
    private long position;
    private int id;
    private int opcode;
    private int fdsBefore;
    private long madeAt;
    private boolean dropped;

    /** @param lenient whether a message about a destroyed object is dropped, rather than refused */
    ArgumentWriter(Transport transport, OutputBuffer out, FdQueue fds, boolean lenient) {
        this.transport = transport;
        this.lenient = lenient;
        this.out = out;
        this.fds = fds;
    }

    public ArgumentWriter begin(int id, int opcode) {
        transport.reserve();
        dropped = false;
        this.id = id;
        this.opcode = opcode;
        memory = out.memory();
        start = out.tail();
        position = start + 8;
        fdsBefore = fds.size();
        return this;
    }

    /** A signed or unsigned number. */
    public void int32(int value) {
        memory.set(INT, position, value);
        position += 4;
    }

    public void fixed(double value) {
        int32(Fixed.of(value));
    }

    /** @throws IllegalArgumentException if the message would be longer than a message may be */
    public void string(String value) {
        if (value == null) throw drop("null string");
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        put(utf8, utf8.length + 1);
    }

    /** A string, or null where the protocol allows it. */
    public void optionalString(String value) {
        if (value == null) int32(0);
        else string(value);
    }

    /** @throws IllegalArgumentException if the message would be longer than a message may be */
    public void array(byte[] value) {
        if (value == null) throw drop("null array");
        put(value, value.length);
    }

    /** A duplicate of the descriptor, which stays the caller's. */
    public void fd(Fd fd) {
        if (fd == null) throw drop("null descriptor");
        if (dropped || transport.isDead()) return;
        long copy = Libc.fcntl(fd.number(), 1030 /* F_DUPFD_CLOEXEC */, 3);
        if (copy < 0) transport.fail("no descriptor is free");
        else if (!fds.add((int) copy)) transport.fail("too many descriptors wait for the peer");
    }

    /**
     * An object of the same connection. The peer knows no destroyed object: a server's event about one is dropped, since
     * clients may destroy objects at any time; a client's request is refused.
     */
    public void object(WireObject object) {
        if (object == null) throw drop("null object");
        if (object.isDestroyed() && !lenient) throw drop(object + " is destroyed");
        if (object.isDestroyed()) dropped = true;
        else if (transport.owner(object.id()) != object) throw drop(object + " belongs to another connection");
        int32(object.id());
    }

    /** An object, or null where the protocol allows it; a destroyed object becomes null. */
    public void optionalObject(WireObject object) {
        if (object == null || object.isDestroyed()) int32(0);
        else object(object);
    }

    /** Leaves room for the id of an object that this message makes, which {@link #end(WireObject)} fills in. */
    public void newId() {
        madeAt = position;
        int32(0);
    }

    /** Whether the message will be dropped, so that it makes no object. To be asked after the last argument. */
    public boolean isDropped() {
        checkLength();
        return dropped;
    }

    /** Puts a message that makes an object into the output. */
    public void end(WireObject made) {
        memory.set(INT, madeAt, made.id());
        end();
    }

    /** Puts the message into the output. */
    public void end() {
        checkLength();
        if (dropped || transport.isDead()) {
            fds.closeDownTo(fdsBefore);
            return;
        }
        memory.set(INT, start, id);
        memory.set(INT, start + 4, (int) (position - start) << 16 | opcode);
        transport.sent(id, opcode, start, position);
        out.advance(position);
        transport.outputAdded();
    }

    private void checkLength() {
        if (position - start > Transport.MAX_MESSAGE) throw drop("message of " + (position - start) + " bytes");
    }

    private void put(byte[] bytes, int length) {
        long padded = length + 3L & ~3L;
        if (position + 4 + padded - start > Transport.MAX_MESSAGE) throw drop("argument of " + length + " bytes");
        int32(length);
        if (padded > 0) memory.set(INT, position + padded - 4, 0);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, position, bytes.length);
        position += padded;
    }

    private IllegalArgumentException drop(String why) {
        dropped = true;
        fds.closeDownTo(fdsBefore);
        return new IllegalArgumentException(why);
    }
}
