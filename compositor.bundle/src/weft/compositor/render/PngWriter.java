package weft.compositor.render;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Pictures as PNG (RFC 2083): 8 bits a channel, no alpha. Any thread. */
public final class PngWriter {
    private static final byte[] SIGNATURE = {(byte) 137, 'P', 'N', 'G', 13, 10, 26, 10};

    private PngWriter() {}

    /** @param pixels rows of 0xAARRGGBB without gaps; alpha is ignored */
    public static byte[] encode(int[] pixels, int width, int height) {
        var out = new ByteArrayOutputStream(width * height / 4);
        out.writeBytes(SIGNATURE);
        chunk(out, "IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0}).array());
        chunk(out, "IDAT", compressed(pixels, width, height));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static byte[] compressed(int[] pixels, int width, int height) {
        var bytes = new ByteArrayOutputStream(width * height / 4);
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try (var out = new DeflaterOutputStream(bytes, deflater, 1 << 16)) {
            byte[] line = new byte[1 + 3 * width];
            for (int y = 0; y < height; y++) {
                filtered(pixels, y, width, line);
                out.write(line);
            }
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    /** Each channel as its difference from the pixel above (filter 2), which compresses screens well. */
    private static void filtered(int[] pixels, int y, int width, byte[] line) {
        line[0] = 2;
        for (int x = 0; x < width; x++) {
            int p = pixels[y * width + x], up = y == 0 ? 0 : pixels[(y - 1) * width + x];
            line[1 + 3 * x] = (byte) ((p >> 16) - (up >> 16));
            line[2 + 3 * x] = (byte) ((p >> 8) - (up >> 8));
            line[3 + 3 * x] = (byte) (p - up);
        }
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] body = ByteBuffer.allocate(4 + data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data).array();
        var crc = new CRC32();
        crc.update(body);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(body);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
