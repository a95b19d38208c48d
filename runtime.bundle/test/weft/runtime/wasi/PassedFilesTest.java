package weft.runtime.wasi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.os.Fd;
import weft.os.OpenAt2;

/** Passed files are read into the guest's memory, wherever its buffers lie. */
class PassedFilesTest {
    private static final int FILE = 700_000, BUFFERS = 1 << 12;
    @TempDir
    Path folder;
    private final PassedFiles files = new PassedFiles();

    private PassedFiles.PassedFile file(byte[] content) throws Exception {
        Files.write(folder.resolve("file"), content);
        Fd fd = OpenAt2.withoutLinks(folder.toRealPath().resolve("file").toString(), OpenAt2.O_RDONLY, 0);
        return files.add(fd, files.closings()).orElseThrow();
    }

    private static byte[] random(int length, Random random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void what_lies_in_the_file_lies_in_the_buffers_whether_it_was_read_in_place_or_copied() throws Exception {
        byte[] content = random(FILE, new Random(1));
        var file = file(content);
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            // Places that end here and there, as at the seams of an engine's arrays; none at all for every fifth.
            var memory = new PlainMemory(1 << 20, seed % 5 == 0 ? 0 : 1 + random.nextInt(200_000));
            byte[] before = random(1 << 20, random);
            memory.write(0, before, 0, before.length);
            int count = 1 + random.nextInt(12), end = PlainMemory.buffers(memory, BUFFERS, count, 60_000, random);
            int offset = random.nextInt(FILE + 10_000), there = Math.clamp(FILE - offset, 0, end - BUFFERS);
            assertEquals(OptionalInt.of(there), file.read(offset, new Vectors(memory, 0, count)), "seed " + seed);
            assertArrayEquals(Arrays.copyOfRange(content, Math.min(offset, FILE), Math.min(offset, FILE) + there), memory.read(BUFFERS, there), "seed " + seed);
            assertArrayEquals(Arrays.copyOfRange(before, BUFFERS + there, before.length), memory.read(BUFFERS + there, before.length - BUFFERS - there), "seed " + seed + ": nothing beside it");
        }
    }

    @Test
    void what_was_closed_or_cannot_be_read_is_left_to_the_portal() throws Exception {
        var memory = new PlainMemory(1 << 20, 1 << 20);
        memory.putInt(0, BUFFERS);
        memory.putInt(4, 1 << 16);
        var vectors = new Vectors(memory, 0, 1);
        var pipe = Fd.pipe();
        try (Fd writing = pipe[1]) {
            assertTrue(writing.isOpen());
            assertEquals(OptionalInt.empty(), files.add(pipe[0], files.closings()).orElseThrow().read(0, vectors), "a pipe has no places");
        }
        var file = file(new byte[10]);
        assertEquals(OptionalInt.of(10), file.read(0, vectors));
        files.close();
        assertEquals(OptionalInt.empty(), file.read(0, vectors));
    }
}
