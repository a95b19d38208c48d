package weft.packages.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.api.ErrorCode;
import weft.api.WeftException;

/** Hostile archives: each is refused before anything of it is used, with what is wrong with it. */
@Timeout(60)
class ArchiveAttackTest {
    @TempDir
    Path folder;

    private void readAll(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("evil.wapp"), bytes);
        try (var archive = Archive.open(file)) {
            for (var e : archive.entries().values()) try (var in = archive.open(e)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    private String refusal(RawZip zip) {
        return refusal(zip.bytes());
    }

    private String refusal(byte[] bytes) {
        var e = assertThrows(WeftException.class, () -> readAll(bytes));
        assertEquals(ErrorCode.INVALID, e.code());
        assertTrue(e.getMessage().startsWith("evil.wapp is refused: "), e.getMessage());
        return e.getMessage().substring("evil.wapp is refused: ".length());
    }

    private static RawZip good() {
        return new RawZip().with("wapp.toml", "[package]").with("ui/index.html", "<p>");
    }

    @Test
    void a_sound_archive_is_read() throws IOException {
        readAll(good().bytes());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "../evil | leads out of the package, or has an empty part", "ui/../../evil | leads out of the package, or has an empty part", "./x | leads out of the package, or has an empty part",
        "ui//x | leads out of the package, or has an empty part", "ui/.. | leads out of the package, or has an empty part", "..\\evil | has a backslash in its name"})
    void traversal(String name, String told) {
        assertEquals("its file \"" + name + "\" " + told + ".", refusal(good().with(name, "x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "//etc/passwd", "C:/x", "c:x"})
    void absolute_paths(String name) {
        assertEquals("its file \"" + name + "\" is an absolute path.", refusal(good().with(name, "x")));
    }

    @Test
    void symbolic_links() {
        var zip = good();
        zip.add("ui/link", "/etc/passwd".getBytes()).mode(0120777);
        assertEquals("its file \"ui/link\" is a link.", refusal(zip));
    }

    @Test
    void hard_links_by_extra_fields() {
        var zip = good();
        // The "Unix" extra field, whose variable part is the name of the file that is linked to.
        zip.add("ui/link", new byte[0]).extra = new byte[] {0x0d, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '/', 'e', 't', 'c'};
        assertEquals("its file \"ui/link\" has extra fields or a comment, which a package does not have.", refusal(zip));
        zip.files.getLast().localExtra = zip.files.getLast().extra;
        zip.files.getLast().extra = new byte[0];
        assertEquals("its file \"ui/link\" has extra fields, which a package does not have.", refusal(zip));
    }

    @ParameterizedTest
    @ValueSource(ints = {0020666, 0060660, 0010644, 0140755})
    void devices_pipes_and_sockets(int mode) {
        var zip = good();
        zip.add("ui/special", new byte[0]).mode(mode);
        assertEquals("its file \"ui/special\" is a device or another special file.", refusal(zip));
    }

    @ParameterizedTest
    @ValueSource(ints = {0104755, 0102755})
    void set_uid_bits(int mode) {
        var zip = good();
        zip.add("ui/su", new byte[0]).mode(mode);
        assertEquals("its file \"ui/su\" wants the rights of its owner (set-uid or set-gid).", refusal(zip));
    }

    @Test
    void folders_as_entries() {
        var zip = good();
        zip.add("ui/x", new byte[0]).mode(0040755);
        assertEquals("its file \"ui/x\" is a folder; a package lists files only.", refusal(zip));
        assertEquals("its file \"ui/y/\" is a folder; a package lists files only.", refusal(good().with("ui/y/", "")));
    }

    @Test
    void the_same_name_twice() {
        assertEquals("its file \"wapp.toml\" is there twice.", refusal(good().with("wapp.toml", "[other]")));
    }

    @ParameterizedTest
    @CsvSource({"ui/a.js, ui/A.js", "ui/stra\u00dfe, ui/STRASSE", "ui/\ufb01x, ui/fix", "ui/\u00e9, UI/\u00c9", "ui/\u2126, ui/\u03c9", "ui/\u0131, ui/I"})
    void the_same_name_twice_where_case_or_form_do_not_count(String one, String other) {
        String told = refusal(good().with(one, "1").with(other, "2"));
        assertTrue(told.endsWith("is the same as another one where case or forms of characters do not count.") || told.endsWith("(NFC)."), told);
    }

    @Test
    void names_that_are_not_normalised() {
        assertEquals("its file \"ui/e\u0301\" has a name that is not in Unicode's composed form (NFC).", refusal(good().with("ui/e\u0301", "x")));
    }

    @Test
    void a_name_that_is_a_file_and_a_folder() {
        assertEquals("its file \"UI\" is a file and a folder at once.", refusal(good().with("UI", "x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CON", "ui/nul", "ui/Aux.js", "COM1/x", "lpt9.txt"})
    void device_names(String name) {
        assertEquals("its file \"" + name + "\" is named like a device.", refusal(good().with(name, "x")));
    }

    @Test
    void nul_and_invisible_characters_in_names() {
        assertEquals("its file \"ui/a\uFFFD.png\" has a NUL in its name.", refusal(good().with("ui/a\0.png", "x")));
        assertEquals("its file \"ui/\uFFFDgpj.exe\" has an invisible character in its name.", refusal(good().with("ui/\u202Egpj.exe", "x")));
        assertEquals("its file \"ui/\uFFFD[2J\" has an invisible character in its name.", refusal(good().with("ui/\u001b[2J", "x")));
        assertEquals("its file \"ui/a\uFFFDfile x\" has an invisible character in its name.", refusal(good().with("ui/a\nfile x", "x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-rf", "ui/a ", " a", "ui/a.", "ui/a:stream"})
    void names_that_tools_take_for_something_else(String name) {
        assertTrue(refusal(good().with(name, "x")).contains("has a part that some file systems or tools take for something else"));
    }

    @Test
    void names_without_end() {
        assertTrue(refusal(good().with("a".repeat(241), "x")).endsWith("has a name of more than 240 bytes."));
        assertTrue(refusal(good().with("a/".repeat(16) + "a", "x")).endsWith("lies more than 16 folders deep."));
        assertEquals("its file \"\" has no name.", refusal(good().with("", "x")));
    }

    @Test
    void names_that_are_no_utf_8() {
        var zip = good();
        zip.files.getFirst().name = zip.files.getFirst().localName = new byte[] {'a', (byte) 0xff};
        assertEquals("it has a file whose name is not UTF-8.", refusal(zip));
    }

    @Test
    void a_bomb_by_ratio() {
        var zip = good();
        zip.addDeflated("ui/zeros", new byte[8 << 20]);
        assertEquals("its file \"ui/zeros\" unpacks to more than 200 times its size.", refusal(zip));
    }

    @Test
    void a_bomb_that_lies_about_its_size() {
        var zip = good();
        zip.addDeflated("ui/zeros", new byte[8 << 20]).size = 1000;
        assertEquals("its file \"ui/zeros\" is larger than it says.", refusal(zip));
        zip.files.getLast().size = 1 << 20;
        zip.files.getLast().data = Arrays.copyOf(zip.files.getLast().data, 100);
        zip.files.getLast().compressed = 100;
        assertEquals("its file \"ui/zeros\" is damaged.", refusal(zip));
    }

    @Test
    void a_bomb_by_size() {
        var zip = good();
        var file = zip.add("ui/huge", new byte[10]);
        file.size = 257L << 20;
        assertEquals("its file \"ui/huge\" is larger than 256 MB.", refusal(zip));
        file.size = 0xFFFFFFFFL;
        assertEquals("its file \"ui/huge\" is larger than 256 MB.", refusal(zip));
    }

    @Test
    void a_bomb_by_sum() {
        var zip = good();
        for (int i = 0; i < 3; i++) {
            var file = zip.add("ui/" + i, new byte[10]);
            file.method = 8;
            file.size = 200L << 20;
            file.compressed = 2L << 20;
        }
        assertEquals("it would unpack to more than 512 MB.", refusal(zip));
    }

    @Test
    void huge_counts() throws IOException {
        var zip = good();
        zip.count = 65_535;
        assertEquals("it lists more than 4096 files.", refusal(zip));
        var many = new RawZip();
        for (int i = 0; i < 4097; i++) many.with("f" + i, "");
        assertEquals("it lists more than 4096 files.", refusal(many));
        many.files.removeLast();
        readAll(many.bytes());
        zip.count = 1;
        assertEquals("its directory lists more than it says.", refusal(zip));
        zip.count = 3;
        assertEquals("its directory is damaged.", refusal(zip));
    }

    @Test
    void overlapping_entries() {
        var zip = good();
        zip.files.getLast().offset = 0;
        assertEquals("its file \"ui/index.html\" overlaps another one.", refusal(zip));
        var inside = good();
        inside.files.getLast().offset = 20;
        assertEquals("its file \"ui/index.html\" overlaps another one.", refusal(inside));
    }

    @Test
    void bytes_between_entries_and_before_them() {
        var zip = good();
        zip.files.getLast().gap = "hidden".getBytes();
        assertEquals("it holds bytes that belong to no file.", refusal(zip));
        var prefixed = good();
        prefixed.before = "#!/bin/sh\n".getBytes();
        assertEquals("it holds bytes that belong to no file.", refusal(prefixed));
        var unlisted = good();
        unlisted.files.getFirst().offset = 1 << 20;
        assertEquals("it holds bytes that belong to no file.", refusal(unlisted));
    }

    @Test
    void a_local_header_that_says_something_else() {
        String told = "its file \"ui/index.html\" is described differently by its own header and by the directory.";
        var name = good();
        name.files.getLast().localName = "ui/other.html".getBytes();
        assertEquals(told, refusal(name));
        var size = good();
        size.files.getLast().localSize = 2;
        assertEquals(told, refusal(size));
        var flags = good();
        flags.files.getLast().localFlags = 0x801;
        assertEquals(told, refusal(flags));
    }

    @Test
    void trailing_data() {
        var zip = good();
        zip.behind = "more".getBytes();
        assertEquals("something was added behind its end.", refusal(zip));
        var comment = good();
        comment.comment = "a comment".getBytes();
        assertEquals("something was added behind its end.", refusal(comment));
        byte[] one = good().bytes(), two = Arrays.copyOf(one, one.length * 2);
        System.arraycopy(one, 0, two, one.length, one.length);
        assertEquals("its directory is not where it says.", refusal(two));
    }

    @Test
    void encrypted_entries() {
        var zip = good();
        zip.files.getLast().flags = 0x801;
        assertEquals("its file \"ui/index.html\" is encrypted.", refusal(zip));
    }

    @Test
    void sizes_behind_the_bytes_and_unknown_methods() {
        var zip = good();
        zip.files.getLast().flags = 0x808;
        assertEquals("its file \"ui/index.html\" does not tell its size before its bytes.", refusal(zip));
        zip.files.getLast().flags = 0x800;
        zip.files.getLast().method = 93;
        assertEquals("its file \"ui/index.html\" is packed in a way that a package does not use.", refusal(zip));
    }

    @Test
    void an_archive_in_several_parts() {
        var zip = good();
        zip.disk = 1;
        assertEquals("it is one of several parts.", refusal(zip));
    }

    @Test
    void a_file_that_is_damaged() {
        var zip = good();
        zip.files.getLast().crc ^= 1;
        assertEquals("its file \"ui/index.html\" is damaged.", refusal(zip));
    }

    @Test
    void bytes_behind_the_end_of_a_packed_file() {
        var zip = good();
        var file = zip.addDeflated("ui/x", "content".getBytes());
        file.data = Arrays.copyOf(file.data, file.data.length + 5);
        file.compressed = file.data.length;
        assertEquals("its file \"ui/x\" has bytes behind its end.", refusal(zip));
    }

    @Test
    void an_archive_that_is_cut_off_anywhere() {
        byte[] whole = good().bytes();
        for (int n = 0; n < whole.length; n++) refusal(Arrays.copyOf(whole, n));
    }

    @Test
    void an_archive_with_any_bit_flipped_is_refused_or_means_the_same() throws IOException {
        byte[] whole = good().bytes();
        var random = new Random(4);
        for (int i = 0; i < 3000; i++) {
            byte[] changed = whole.clone();
            changed[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                readAll(changed);
            } catch (WeftException e) {
                assertEquals(ErrorCode.INVALID, e.code());
            }
        }
    }

    @Test
    void a_link_in_the_place_of_the_archive_is_not_followed() throws IOException {
        Path file = Files.write(folder.resolve("real.wapp"), good().bytes());
        Path link = Files.createSymbolicLink(folder.resolve("link.wapp"), file);
        assertThrows(IOException.class, () -> Archive.open(link).close());
    }

    @Test
    void what_is_written_is_the_same_bytes_each_time_and_any_zip_tool_reads_it() throws IOException {
        var files = new TreeMap<String, Content>();
        byte[] noise = new byte[200_000];
        new Random(1).nextBytes(noise);
        files.put("wapp.toml", Content.of("[package]".getBytes()));
        files.put("noise", Content.of(noise));
        files.put("ui/empty", Content.of(new byte[0]));
        files.put("ui/\u00e9.txt", Content.of(new byte[100_000]));
        Path one = folder.resolve("one.wapp"), two = folder.resolve("two.wapp");
        ArchiveWriter.write(one, files);
        Files.setLastModifiedTime(one, java.nio.file.attribute.FileTime.fromMillis(0));
        ArchiveWriter.write(two, files);
        assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two));
        try (var archive = Archive.open(one); var zip = new ZipFile(one.toFile())) {
            assertEquals(files.keySet(), archive.entries().keySet());
            for (var e : archive.entries().values()) {
                byte[] expected = files.get(e.name()).open().readAllBytes();
                assertArrayEquals(expected, archive.bytes(e, 1 << 20));
                assertArrayEquals(expected, zip.getInputStream(zip.getEntry(e.name())).readAllBytes());
            }
            assertThrows(WeftException.class, () -> archive.bytes(archive.entries().get("noise"), 199_999));
        }
    }
}
