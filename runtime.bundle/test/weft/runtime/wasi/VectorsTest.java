package weft.runtime.wasi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class VectorsTest {
    private static final int SIZE = 1 << 16, BUFFERS = 1 << 10;

    @Test
    void what_is_read_in_parts_lies_in_the_buffers_as_what_is_read_at_once() {
        for (int seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var memory = new PlainMemory(SIZE, 0);
            int count = 1 + random.nextInt(20), end = PlainMemory.buffers(memory, BUFFERS, count, 300, random);
            byte[] content = new byte[end - BUFFERS], part = new byte[1 + random.nextInt(400)];
            random.nextBytes(content);
            var vectors = new Vectors(memory, 0, count);
            for (int done = 0; done < content.length; ) {
                int n = Math.min(part.length, content.length - done);
                System.arraycopy(content, done, part, 0, n);
                vectors.scatter(done, part, n);
                done += n;
            }
            assertArrayEquals(content, memory.read(BUFFERS, content.length), "seed " + seed);
            assertArrayEquals(content, vectors.gather(), "seed " + seed);
        }
    }
}
