package weft.wayland.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Conversion of array arguments that hold 32-bit numbers, in the machine's byte order. */
public final class IntArrays {
    private IntArrays() {}

    public static byte[] bytes(int... numbers) {
        var buffer = ByteBuffer.allocate(numbers.length * 4).order(ByteOrder.nativeOrder());
        for (int n : numbers) buffer.putInt(n);
        return buffer.array();
    }

    /** The whole numbers in an array argument; an incomplete last one is left out. */
    public static int[] ints(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asIntBuffer();
        var numbers = new int[buffer.remaining()];
        buffer.get(numbers);
        return numbers;
    }
}
