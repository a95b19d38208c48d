package weft.runtime.engine;

import java.nio.charset.CharacterCodingException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads the binary format's primitives (WebAssembly core specification, chapter 5); never past its end. */
final class WasmBinary {
    private final byte[] bytes;
    private final int end;
    private int position;

    WasmBinary(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    int position() {
        return position;
    }

    boolean atEnd() {
        return position == end;
    }

    /** The next {@code length} bytes, on their own. */
    WasmBinary part(long length) throws InvalidModule {
        int start = position;
        skip(length);
        return new WasmBinary(bytes, start, position);
    }

    void skip(long length) throws InvalidModule {
        if (length < 0 || length > end - position) throw new InvalidModule("is cut short");
        position += (int) length;
    }

    int octet() throws InvalidModule {
        if (position >= end) throw new InvalidModule("is cut short");
        return bytes[position++] & 255;
    }

    /** An unsigned number of at most 32 bits. */
    long number() throws InvalidModule {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int b = octet();
            value |= (long) (b & 127) << shift;
            if (b < 128) {
                if (value > 0xffffffffL) break;
                return value;
            }
        }
        throw new InvalidModule("holds a number out of range");
    }

    String name() throws InvalidModule {
        int length = (int) Math.min(number(), Integer.MAX_VALUE);
        int start = position;
        skip(length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length)).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidModule("holds a name that is not UTF-8");
        }
    }
}
