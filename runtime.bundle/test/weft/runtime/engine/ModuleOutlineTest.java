package weft.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModuleOutlineTest {
    private static final String HEADER = "0061736d01000000";

    private static byte[] module(String sections) {
        return HexFormat.of().parseHex(HEADER + sections.replace(" ", ""));
    }

    private static String complaint(String sections) {
        return assertThrows(InvalidModule.class, () -> ModuleOutline.of(module(sections))).getMessage();
    }

    @Test
    void imports_exports_and_memory_are_read() throws Exception {
        // type (i32 i64)->i32; import "m" "f"; memory 2..; export "go" as function 0 and "memory"
        var outline = ModuleOutline.of(module("01 07 01 60 02 7f7e 01 7f  02 07 01 01 6d 01 66 00 00  05 03 01 00 02  07 0f 02 02 676f 00 00 06 6d656d6f7279 02 00"));
        assertEquals(List.of(new ModuleOutline.Import("m", "f", List.of(0x7f, 0x7e), List.of(0x7f))), outline.imports());
        assertEquals(Set.of("go"), outline.functions());
        assertEquals(2, outline.memory().orElseThrow().initialPages());
        assertEquals(Optional.empty(), outline.memory().orElseThrow().maximumPages());
        assertTrue(outline.imports("m", "f"));
    }

    @Test
    void a_maximum_is_added_where_there_is_none_and_what_follows_stays() throws Exception {
        byte[] wasm = module("05 03 01 00 02  07 05 01 01 67 03 00");
        byte[] bounded = ModuleOutline.of(wasm).withMaximum(wasm, 300);
        assertArrayEquals(module("05 05 01 01 02 ac02  07 05 01 01 67 03 00"), bounded);
        assertEquals(300, ModuleOutline.of(bounded).memory().orElseThrow().maximumPages().orElseThrow());
    }

    @Test
    void a_smaller_maximum_of_the_module_s_own_stays() throws Exception {
        byte[] wasm = module("05 04 01 01 02 05");
        assertArrayEquals(wasm, ModuleOutline.of(wasm).withMaximum(wasm, 300));
        assertEquals(4, ModuleOutline.of(ModuleOutline.of(wasm).withMaximum(wasm, 4)).memory().orElseThrow().maximumPages().orElseThrow());
    }

    @Test
    void what_is_not_offered_is_named() {
        assertEquals("is not WebAssembly", assertThrows(InvalidModule.class, () -> ModuleOutline.of("hello, world".getBytes())).getMessage());
        assertEquals("is a WebAssembly component; this version runs core modules",
                assertThrows(InvalidModule.class, () -> ModuleOutline.of(HexFormat.of().parseHex("0061736d0d000100"))).getMessage());
        assertEquals("imports env memory, which is not a function", complaint("02 0f 01 03 656e76 06 6d656d6f7279 02 00 01"));
        assertEquals("uses shared or 64-bit memory, which is not offered here", complaint("05 04 01 03 01 02"));
        assertEquals("has more than one memory", complaint("05 05 02 00 01 00 01"));
        assertEquals("has a section of the unknown kind 77", complaint("4d 00"));
    }

    @Test
    void sizes_beyond_the_end_are_refused() {
        assertEquals("is cut short", complaint("01 7f 01"));
        assertEquals("is cut short", complaint("02 05 01 ff ff ff 0f"));
        assertEquals("holds a number out of range", complaint("01 ff ff ff ff 7f"));
        assertEquals("has more than 100000 entries in one section", complaint("01 05 ff ff ff ff 0f"));
        assertEquals("holds a name that is not UTF-8", complaint("07 05 01 01 ff 00 00"));
    }

    @Test
    void damaged_modules_are_refused_or_read_but_never_break_the_reader() throws Exception {
        byte[] whole = Files.readAllBytes(Path.of(System.getProperty("weft.root"), "dist/apps/org.weft.notes/module.wasm"));
        var random = new Random(42);
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = whole.clone();
            for (int k = 0; k < 4; k++) damaged[random.nextInt(8, 2000)] = (byte) random.nextInt();
            try {
                ModuleOutline.of(damaged);
            } catch (InvalidModule e) {
                refused++;
            }
        }
        assertTrue(refused > 0 && refused < 2000);
    }
}
