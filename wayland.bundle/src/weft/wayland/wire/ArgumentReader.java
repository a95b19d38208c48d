package weft.wayland.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import weft.os.Fd;

/**
 * Reads the arguments of one received message in order, and refuses what is malformed with {@link MalformedMessage}.
 * Everything it returns is a copy or the reader's to give: descriptors are the caller's once the message is accepted
 * with {@link #end}.
 */
public final class ArgumentReader {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private final MemorySegment in;
    private final FdQueue fds;
    private final ObjectMap objects;
    private final byte[] text = new byte[Transport.MAX_MESSAGE];
    private final Fd[] taken = new Fd[32];
    private int takenCount;
    private int objectId;
    private int opcode;
    private long position;
    private long limit;

    ArgumentReader(MemorySegment in, FdQueue fds, ObjectMap objects) {
        this.in = in;
        this.fds = fds;
        this.objects = objects;
    }

    void start(long message, int objectId, int opcode, int length) {
        this.objectId = objectId;
        this.opcode = opcode;
        position = message + 8;
        limit = message + length;
        takenCount = 0;
    }

    public int objectId() {
        return objectId;
    }

    public int opcode() {
        return opcode;
    }

    public int int32() {
        if (position + 4 > limit) throw MalformedMessage.method("message too short");
        int value = in.get(INT, position);
        position += 4;
        return value;
    }

    public double fixed() {
        return Fixed.toDouble(int32());
    }

    public String string() {
        String value = optionalString();
        if (value == null) throw MalformedMessage.method("null string");
        return value;
    }

    public String optionalString() {
        int length = int32();
        if (length == 0) return null;
        long at = skip(length);
        MemorySegment.copy(in, ValueLayout.JAVA_BYTE, at, text, 0, length);
        if (text[length - 1] != 0) throw MalformedMessage.method("string not terminated");
        for (int i = 0; i < length - 1; i++) if (text[i] == 0) throw MalformedMessage.method("string with a zero byte");
        return new String(text, 0, length - 1, StandardCharsets.UTF_8);
    }

    public byte[] array() {
        int length = int32();
        long at = skip(length);
        var value = new byte[length];
        MemorySegment.copy(in, ValueLayout.JAVA_BYTE, at, value, 0, length);
        return value;
    }

    /** The next descriptor that came with the stream. */
    public Fd fd() {
        int number = fds.poll();
        if (number < 0) throw MalformedMessage.method("descriptor missing");
        return taken[takenCount++] = new Fd(number);
    }

    public <T extends WireObject> T object(Class<T> type) {
        T object = optionalObject(type);
        if (object == null) throw MalformedMessage.method("null object");
        return object;
    }

    public <T extends WireObject> T optionalObject(Class<T> type) {
        int id = int32();
        if (id == 0) return null;
        WireObject object = objects.get(id);
        if (!type.isInstance(object)) throw MalformedMessage.object("invalid object " + Integer.toUnsignedString(id));
        return type.cast(object);
    }

    /** An id for a new object, checked to be free. */
    public int newId() {
        int id = int32();
        objects.checkNew(id);
        return id;
    }

    /** Accepts the message: there must be nothing left of it. */
    public void end() {
        if (position != limit) throw MalformedMessage.method("message too long");
    }

    /** Closes the descriptors of a message that failed, those that its handler did not release included. */
    public void closeTaken() {
        while (takenCount > 0) taken[--takenCount].close();
    }

    private long skip(int length) {
        long padded = length + 3L & ~3L;
        if (length < 0 || position + padded > limit) throw MalformedMessage.method("argument longer than its message");
        long at = position;
        position += padded;
        return at;
    }
}
