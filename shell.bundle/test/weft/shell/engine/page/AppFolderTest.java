package weft.shell.engine.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppFolderTest {
    private static final String ORIGIN = "weft-app://org.weft.notes";
    @TempDir Path folder;
    private AppFolder app;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(folder.resolve("secret"), "secret");
        Path ui = Files.createDirectories(folder.resolve("ui/sub")).getParent();
        Files.writeString(ui.resolve("index.html"), "start");
        Files.writeString(ui.resolve("sub/a b+c.css"), "style");
        Files.createSymbolicLink(ui.resolve("link"), folder.resolve("secret"));
        Files.createSymbolicLink(ui.resolve("out"), folder);
        Files.createSymbolicLink(ui.resolve("inner"), ui.resolve("index.html"));
        app = new AppFolder(ui, ORIGIN);
    }

    @AfterEach
    void stop() {
        app.close();
    }

    private Optional<String> read(String url) throws IOException {
        var found = app.find(url);
        if (found.isEmpty()) return Optional.empty();
        try (var bytes = found.get().bytes()) {
            return Optional.of(found.get().mediaType() + " " + new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void files_are_found_by_their_decoded_path_with_their_media_type() throws IOException {
        assertEquals(Optional.of("text/html start"), read(ORIGIN + "/index.html?x=1#y"));
        assertEquals(Optional.of("text/html start"), read(ORIGIN + "/"));
        assertEquals(Optional.of("text/css style"), read(ORIGIN + "/sub/a%20b+c.css"));
    }

    @Test
    void the_bridge_is_there_for_every_app() throws IOException {
        assertTrue(read(ORIGIN + "/weft.js").orElseThrow().startsWith("text/javascript //"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../secret", "/%2e%2e/secret", "/sub/../../secret", "/%2E%2E%2Fsecret", "//etc/passwd", "/%2fetc/passwd", "/link", "/out/secret",
        "/inner", "/sub", "/sub/", "/.", "/absent", "/%00", "/index.html%00.png", "/%zz", "/index.html/", "/%c0%ae%c0%ae/secret"})
    void what_leads_out_or_is_no_file_is_not_found(String path) throws IOException {
        assertEquals(Optional.empty(), read(ORIGIN + path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"weft-app://org.weft.notes.evil/index.html", "weft-app://org.weft.counter/index.html", "https://org.weft.notes/index.html", "file:///etc/passwd"})
    void another_origin_is_not_owned(String url) throws IOException {
        assertFalse(app.owns(url));
        assertEquals(Optional.empty(), read(url));
    }

    @Test
    void a_folder_that_is_replaced_later_is_still_the_one_that_was_opened() throws IOException {
        Files.move(folder.resolve("ui"), folder.resolve("old"));
        Files.createSymbolicLink(folder.resolve("ui"), Path.of("/etc"));
        assertEquals(Optional.empty(), read(ORIGIN + "/passwd"));
        assertEquals(Optional.of("text/html start"), read(ORIGIN + "/index.html"));
    }
}
