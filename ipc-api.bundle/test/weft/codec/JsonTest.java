package weft.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A line of JSON: what its reader makes of it again, and that it is one line of ASCII. */
class JsonTest {
    private static final String[] TEXTS = {"", "plain", "\"\\/\b\f\n\r\t\0\u001f\u007f", "é漢\uD83D\uDE00\uD800", "x".repeat(5000) + "é"};

    @Test
    void any_tree_comes_back_as_it_was_from_a_line_of_ascii() {
        var random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            Object tree = tree(random, 0);
            byte[] line = Json.lineBytes(tree);
            for (int at = 0; at < line.length - 1; at++) assertTrue(line[at] >= ' ' && line[at] < 127 || line[at] == 127, "byte " + line[at]);
            assertEquals('\n', line[line.length - 1]);
            assertEquals(tree, Json.read(line));
            assertEquals(Json.line(tree) + "\n", new String(line, StandardCharsets.US_ASCII));
        }
    }

    @Test
    void bytes_become_base64_and_numbers_that_json_lacks_become_text() {
        assertEquals("[\"AAEC\",\"NaN\",\"-Infinity\",1.5,null]", Json.line(java.util.Arrays.asList(new byte[] {0, 1, 2}, Double.NaN, Float.NEGATIVE_INFINITY, 1.5, null)));
        assertThrows(IllegalArgumentException.class, () -> Json.line(List.of(new Object())));
    }

    @Test
    void a_text_of_a_megabyte_is_written_whole() {
        String text = "ü\"".repeat(1 << 19);
        assertEquals(text, Json.read(Json.line(text)));
        assertArrayEquals((Json.line(text) + "\n").getBytes(StandardCharsets.US_ASCII), Json.lineBytes(text));
    }

    private static Object tree(Random random, int depth) {
        return switch (random.nextInt(depth > 4 ? 5 : 7)) {
            case 0 -> TEXTS[random.nextInt(TEXTS.length)];
            case 1 -> random.nextLong();
            case 2 -> random.nextBoolean();
            case 3 -> random.nextDouble();
            case 4 -> null;
            case 5 -> {
                var list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) list.add(tree(random, depth + 1));
                yield list;
            }
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) map.put(TEXTS[random.nextInt(TEXTS.length)] + i, tree(random, depth + 1));
                yield map;
            }
        };
    }
}
