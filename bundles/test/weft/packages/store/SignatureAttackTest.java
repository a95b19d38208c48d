package weft.packages.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.packages.archive.Archive;
import weft.packages.archive.ArchiveWriter;
import weft.packages.archive.Content;
import weft.packages.signature.PackageSignature;
import weft.packages.signature.SigningKey;

/** Packages that are not what their signature says: none is unpacked to an end, and nothing of them is left. */
@Timeout(60)
class SignatureAttackTest {
    @TempDir
    Path home;
    private Project project;
    private Path archive;

    private interface Forgery {
        void on(SortedMap<String, Content> files) throws IOException;
    }

    @BeforeEach
    void pack() throws IOException {
        project = new Project(home).version("1.0.0");
        archive = project.signed("tally.wapp", "mine");
    }

    private void forge(Forgery forgery) throws IOException {
        var files = new TreeMap<String, Content>();
        try (var in = Archive.open(archive)) {
            for (var e : in.entries().values()) files.put(e.name(), Content.of(in.bytes(e, 1 << 20)));
        }
        forgery.on(files);
        ArchiveWriter.write(archive, files);
    }

    private void forgeSignature(java.util.function.UnaryOperator<String> forgery) throws IOException {
        forge(files -> {
            String text = new String(files.get(PackageSignature.FILE).open().readAllBytes(), StandardCharsets.UTF_8);
            files.put(PackageSignature.FILE, Content.of(forgery.apply(text).getBytes(StandardCharsets.UTF_8)));
        });
    }

    private String refusal() throws IOException {
        var e = assertThrows(WeftException.class, () -> Staged.unpack(archive, home.resolve("staging")).close());
        assertEquals(ErrorCode.INVALID, e.code());
        try (var left = Files.list(home.resolve("staging"))) {
            assertEquals(0, left.count(), "what was unpacked is gone");
        }
        assertTrue(e.getMessage().startsWith("tally.wapp is refused: "), e.getMessage());
        return e.getMessage().substring("tally.wapp is refused: ".length());
    }

    @Test
    void the_genuine_package_is_taken() throws IOException {
        try (var staged = Staged.unpack(archive, home.resolve("staging"))) {
            assertEquals(project.key("mine").key(), staged.signature().key());
            assertEquals("1.0.0", staged.app().version());
        }
    }

    @Test
    void an_unsigned_package() throws IOException {
        project.unsigned("tally.wapp");
        assertEquals("it is not signed; weft app sign does that.", refusal());
    }

    @Test
    void a_file_changed_after_signing() throws IOException {
        forge(files -> files.put("module.wasm", Content.of(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0})));
        assertEquals("its file \"module.wasm\" was changed after it was signed.", refusal());
    }

    @Test
    void a_file_added_after_signing() throws IOException {
        forge(files -> files.put("ui/evil.js", Content.of("evil".getBytes())));
        assertEquals("its file \"ui/evil.js\" was added after it was signed.", refusal());
    }

    @Test
    void a_file_removed_after_signing() throws IOException {
        forge(files -> files.remove("ui/3.txt"));
        assertEquals("its file \"ui/3.txt\" is missing.", refusal());
    }

    @Test
    void two_files_exchanged_after_signing() throws IOException {
        forge(files -> files.put("ui/index.html", files.put("module.wasm", files.get("ui/index.html"))));
        assertTrue(refusal().endsWith(" was changed after it was signed."));
    }

    @Test
    void a_signature_over_other_bytes() throws IOException {
        String other = new String(project.key("mine").sign(new weft.api.AppId(Project.ID), new weft.packages.signature.FileList(new TreeMap<>())).bytes());
        String last = other.substring(other.indexOf("signature "));
        forgeSignature(text -> text.substring(0, text.indexOf("signature ")) + last);
        assertTrue(refusal().startsWith("the signature is not that of the key "));
    }

    @Test
    void the_signature_of_another_key_under_this_ones_name() throws IOException {
        String mine = project.key("mine").key().text();
        project.signed("tally.wapp", "evil");
        forgeSignature(text -> text.replace(project(() -> project.key("evil").key().text()), mine));
        assertTrue(refusal().startsWith("the signature is not that of the key " + mine.substring(0, 12)));
    }

    private static <T> T project(java.util.concurrent.Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void the_signature_of_another_package_of_the_same_key() throws IOException {
        byte[] other;
        try (var in = Archive.open(new Project(home).version("2.0.0").signed("other.wapp", "mine"))) {
            other = in.bytes(in.entries().get(PackageSignature.FILE), 1 << 20);
        }
        forge(files -> files.put(PackageSignature.FILE, Content.of(other)));
        assertTrue(refusal().endsWith(" was changed after it was signed."));
    }

    @Test
    void a_signature_for_another_app() throws IOException {
        byte[] bytes = project.key("mine").sign(new weft.api.AppId("org.example.other"), listed()).bytes();
        forge(files -> files.put(PackageSignature.FILE, Content.of(bytes)));
        assertEquals("it is signed as org.example.other and says that it is org.example.tally.", refusal());
    }

    private weft.packages.signature.FileList listed() throws IOException {
        try (var staged = Staged.unpack(archive, home.resolve("staging"))) {
            return staged.signature().files();
        }
    }

    @Test
    void a_signature_file_that_is_written_in_another_way() throws IOException {
        forgeSignature(text -> text + "\n");
        assertEquals("the signature file is damaged: it is not written as it should be.", refusal());
        forgeSignature(text -> text.strip() + "\nfile x\n");
        assertTrue(refusal().startsWith("the signature file is damaged"));
        forgeSignature(text -> "weft package 2\n");
        assertEquals("the signature file is damaged: it does not begin with \"weft package 1\".", refusal());
        forgeSignature(text -> "");
        assertTrue(refusal().startsWith("the signature file is damaged"));
    }

    @Test
    void a_signature_file_that_lists_a_file_twice_or_out_of_order() throws IOException {
        forgeSignature(text -> {
            String first = text.lines().filter(l -> l.startsWith("file ")).findFirst().orElseThrow();
            return text.replace(first + "\n", first + "\n" + first + "\n");
        });
        assertEquals("the signature file is damaged: it is not written as it should be.", refusal());
    }

    @Test
    void a_package_whose_manifest_is_wrong_is_refused_with_its_line() throws IOException {
        Files.writeString(project.folder.resolve("wapp.toml"), Files.readString(project.folder.resolve("wapp.toml")).replace("[ui]", "args = 1\n[ui]"));
        var files = new TreeMap<String, Content>();
        try (var in = Archive.open(archive)) {
            for (var e : in.entries().values()) files.put(e.name(), Content.of(in.bytes(e, 1 << 20)));
        }
        files.put("wapp.toml", Content.of(project.folder.resolve("wapp.toml")));
        ArchiveWriter.write(archive, files);
        weft.packages.build.Packer.sign(archive, project.key("mine"));
        assertEquals("wapp.toml:8:1: runtime.args must be a list.", refusal());
    }

    @Test
    void a_key_that_others_may_read_is_used_no_more() throws IOException {
        Path file = SigningKey.file(project.keys, "mine");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(project.keys)));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertEquals(ErrorCode.DENIED, assertThrows(WeftException.class, () -> SigningKey.read(file)).code());
    }

    @Test
    void a_key_is_never_written_over_and_a_damaged_one_is_told() throws IOException {
        Path file = SigningKey.file(project.keys, "mine");
        assertThrows(FileAlreadyExistsException.class, () -> SigningKey.create(file));
        String text = Files.readString(file), other = project.key("other").key().text();
        Files.writeString(file, text.replaceFirst("public \\S+", "public " + other));
        assertEquals(file + " is no signing key", assertThrows(WeftException.class, () -> SigningKey.read(file)).getMessage());
        assertThrows(WeftException.class, () -> SigningKey.file(project.keys, "../mine"));
    }
}
