package weft.compositor.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngWriterTest {
    @Test
    void another_decoder_reads_the_same_pixels() throws Exception {
        var random = new Random(5);
        int[] pixels = random.ints(37 * 23).map(p -> p | 0xff000000).toArray();
        var image = ImageIO.read(new ByteArrayInputStream(PngWriter.encode(pixels, 37, 23)));
        assertEquals(37, image.getWidth());
        assertEquals(23, image.getHeight());
        for (int i = 0; i < pixels.length; i++) assertEquals(pixels[i], image.getRGB(i % 37, i / 37));
    }
}
