package weft.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import weft.os.Fd;
import weft.runtime.guest.GuestLog;

/**
 * What an engine made of a module ahead, as a file: a mark, the module's SHA-256, the engine's bytes. It is code, made by {@link CompileModule} and kept
 * where no app can write; that it belongs to this module is checked all the same.
 */
final class CompiledFile {
    private static final byte[] MARK = "weft compiled 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HASH = 32;

    private CompiledFile() {}

    static byte[] of(byte[] wasm, byte[] compiled) {
        var out = new ByteArrayOutputStream(MARK.length + HASH + compiled.length);
        out.writeBytes(MARK);
        out.writeBytes(hash(wasm));
        out.writeBytes(compiled);
        return out.toByteArray();
    }

    /** The engine's bytes; empty, and a line in the log, if the file is not of this module. The descriptor, which may be null, stays the caller's. */
    static Optional<byte[]> read(Fd file, byte[] wasm, GuestLog log) throws StartFailure {
        if (file == null) return Optional.empty();
        try {
            byte[] all = ModuleFile.readAll(file);
            int start = MARK.length + HASH;
            boolean fits = all.length > start && Arrays.equals(all, 0, MARK.length, MARK, 0, MARK.length)
                    && Arrays.equals(all, MARK.length, start, hash(wasm), 0, HASH);
            if (fits) return Optional.of(Arrays.copyOfRange(all, start, all.length));
            log.own("what was compiled ahead is not of this module");
        } catch (IOException e) {
            log.own("what was compiled ahead cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static byte[] hash(byte[] wasm) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(wasm);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
