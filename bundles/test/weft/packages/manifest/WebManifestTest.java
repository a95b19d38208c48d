package weft.packages.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.packages.AppPackage;

/** A W3C manifest beside wapp.toml fills in what that leaves out; what is wrong in it is left out and told. */
@Timeout(60)
class WebManifestTest {
    private static final String NAMELESS = "[package]\nid = \"org.example.tally\"\nversion = \"0.1.0\"\n[ui]\n", NAMED = NAMELESS.replace("version", "name = \"Tally\"\nversion");
    @TempDir
    Path folder;

    @BeforeEach
    void pages() throws IOException {
        Files.createDirectories(folder.resolve("ui/icons"));
        for (String name : List.of("index.html", "new.html", "icons/a.svg", "icons/b.png", "icons/c.png", "icons/d.png")) Files.writeString(folder.resolve("ui").resolve(name), name);
    }

    private Manifest.Read read(String toml, String web) throws IOException {
        Files.writeString(folder.resolve(Manifest.FILE), toml);
        Files.writeString(folder.resolve(WebManifest.FILE), web);
        return Manifest.read(folder, Optional.empty());
    }

    private List<String> warnings(Manifest.Read read) {
        String prefix = folder.resolve(WebManifest.FILE) + ": ";
        return read.warnings().stream().map(w -> w.startsWith(prefix) ? w.substring(prefix.length()) : w).toList();
    }

    private static String url(String name) {
        return "data:image/" + (name.endsWith(".svg") ? "svg+xml" : "png") + ";base64," + Base64.getEncoder().encodeToString(name.getBytes());
    }

    @Test
    void what_an_existing_web_app_says_is_read_without_a_warning() throws IOException {
        var read = read(NAMELESS, """
                { "name": "Tally counter", "short_name": "Tally", "start_url": "/index.html", "display": "standalone", "theme_color": "#0f6b66",
                  "icons": [ { "src": "/icons/b.png", "sizes": "48x48 512x512", "type": "image/png" }, { "src": "icons/c.png", "sizes": "192x192" },
                             { "src": "icons/d.png", "sizes": "96x96", "purpose": "maskable" } ],
                  "shortcuts": [ { "name": "New", "url": "/new.html?from=shortcut#top" }, { "name": "Start", "url": "./" } ],
                  "file_handlers": [ { "action": "/new.html", "accept": { "text/csv": [".csv", ".tsv"], "image/*": ".png" } } ],
                  "protocol_handlers": [ { "protocol": "web+tally", "url": "/new.html?open=%s" }, { "protocol": "mailto", "url": "/?to=%s" } ] }
                """);
        assertEquals(List.of(), read.warnings());
        assertEquals("Tally counter", read.app().name());
        assertEquals(url("icons/c.png"), read.app().icon(), "the smallest that is large enough for any purpose");
        assertEquals(new AppPackage.Web(List.of(new AppPackage.Shortcut("New", "/new.html?from=shortcut#top"), new AppPackage.Shortcut("Start", "/")),
                List.of(new AppPackage.FileHandler("/new.html", Map.of("text/csv", List.of(".csv", ".tsv"), "image/*", List.of(".png")))),
                List.of(new AppPackage.ProtocolHandler("web+tally", "/new.html?open=%s"), new AppPackage.ProtocolHandler("mailto", "/?to=%s"))), read.app().web());
    }

    @Test
    void what_wapp_toml_says_wins() throws IOException {
        var read = read(NAMED.replace("[ui]", "icon = \"ui/icons/b.png\"\n[ui]"), "{ \"name\": \"Other\", \"icons\": [ { \"src\": \"icons/a.svg\" } ] }");
        assertEquals("Tally", read.app().name());
        assertEquals(url("icons/b.png"), read.app().icon());
        assertEquals(List.of(), read.warnings());
    }

    @Test
    void without_one_nothing_is_offered_and_a_name_is_needed() throws IOException {
        Files.writeString(folder.resolve(Manifest.FILE), NAMED);
        assertEquals(AppPackage.Web.NOTHING, Manifest.read(folder, Optional.empty()).app().web());
        assertTrue(assertThrows(WeftException.class, () -> read(NAMELESS, "{}")).getMessage().contains("package.name is missing"));
        assertEquals("Short", read(NAMELESS, "{ \"name\": \"" + "x".repeat(65) + "\", \"short_name\": \"Short\" }").app().name());
        assertTrue(assertThrows(WeftException.class, () -> read(NAMELESS.replace("version", "name = \" \"\nversion"), "{ \"name\": \"Web\" }")).getMessage().contains("package.name is empty"));
    }

    @Test
    void a_picture_of_lines_is_the_icon_that_is_preferred_and_one_that_cannot_be_used_is_passed_over() throws IOException {
        String icons = "{ \"icons\": [ { \"src\": \"icons/b.png\", \"sizes\": \"512x512\" }, { \"src\": \"icons/a.svg\" } ] }";
        assertEquals(url("icons/a.svg"), read(NAMED, icons).app().icon());
        Files.write(folder.resolve("ui/icons/a.svg"), new byte[(256 << 10) + 1]);
        var read = read(NAMED, icons);
        assertEquals(url("icons/b.png"), read.app().icon());
        assertEquals(List.of("icons[1].src is larger than 262144 bytes; it is left out"), warnings(read));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "\"text\"", "7", "{", "{} {}", "{ \"name\": }", "{ name: 1 }", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["})
    void what_is_no_json_object_is_an_error_with_the_files_name(String text) {
        var e = assertThrows(WeftException.class, () -> read(NAMED, text));
        assertEquals(ErrorCode.INVALID, e.code());
        assertTrue(e.getMessage().startsWith(folder.resolve(WebManifest.FILE) + " is no web manifest: "), e.getMessage());
    }

    @Test
    void one_that_is_too_large_a_link_or_hides_something_is_refused() throws IOException {
        assertTrue(assertThrows(WeftException.class, () -> read(NAMED, "{}" + " ".repeat(65_536))).getMessage().endsWith("is larger than 65536 bytes"));
        assertTrue(assertThrows(WeftException.class, () -> read(NAMED, "{ \"name\": \"T\u202eyllat\" }")).getMessage().contains("U+202E"));
        Files.delete(folder.resolve(WebManifest.FILE));
        Files.createSymbolicLink(folder.resolve(WebManifest.FILE), Path.of("/etc/passwd"));
        assertThrows(IOException.class, () -> Manifest.read(folder, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"name\": 7 | name must be text; it is left out",
        "\"name\": \"a\\u202eb\" | name holds the invisible character U+202E; it is left out",
        "\"icons\": {} | icons must be a list; it is left out",
        "\"icons\": [1] | icons[0] must be an object; it is left out",
        "\"icons\": [{ \"src\": \"icons/a.gif\" }] | icons[0].src must be a file ending in .svg or .png; it is left out",
        "\"icons\": [{ \"src\": \"../../secret.png\" }] | icons[0].src must be an address inside the app, such as new.html; it is left out",
        "\"icons\": [{ \"src\": \"none.png\" }] | icons[0].src leads to nothing below ui/; it is left out",
        "\"shortcuts\": [{ \"name\": \"A\" }] | shortcuts[0].url is missing; it is left out",
        "\"shortcuts\": [{ \"url\": \"new.html\" }] | shortcuts[0].name is missing; it is left out",
        "\"shortcuts\": [{ \"name\": \"A\", \"url\": \"https://example.org/\" }] | shortcuts[0].url must be an address inside the app, such as new.html; it is left out",
        "\"shortcuts\": [{ \"name\": \"A\", \"url\": \"//example.org\" }] | shortcuts[0].url must be an address inside the app, such as new.html; it is left out",
        "\"shortcuts\": [{ \"name\": \"A\", \"url\": \"%2e%2e/x\" }] | shortcuts[0].url must be an address inside the app, such as new.html; it is left out",
        "\"file_handlers\": [{ \"action\": \"new.html\" }] | file_handlers[0].accept names no media type with endings, such as { \"text/plain\": [\".txt\"] }; it is left out",
        "\"protocol_handlers\": [{ \"protocol\": \"https\", \"url\": \"/?%s\" }] | protocol_handlers[0].protocol must be web+NAME or one that apps may take, such as mailto; it is left out",
        "\"protocol_handlers\": [{ \"protocol\": \"web+a\", \"url\": \"/\" }] | protocol_handlers[0].url must hold %s, for the address that is opened; it is left out",
    })
    void a_member_that_is_wrong_is_left_out_with_a_warning(String member, String warning) throws IOException {
        // Only a name that is asked for is looked at.
        var read = read(NAMED.replace("name = \"Tally\"\n", member.startsWith("\"name\"") ? "" : "name = \"Tally\"\n"), "{ \"short_name\": \"Tally\", " + member + " }");
        assertEquals(List.of(warning), warnings(read));
        assertEquals("Tally", read.app().name());
        assertEquals("", read.app().icon());
        assertEquals(AppPackage.Web.NOTHING, read.app().web());
    }

    @Test
    void more_than_is_sensible_is_cut_off() throws IOException {
        String one = "{ \"name\": \"A\", \"url\": \"new.html\" }";
        var read = read(NAMED, "{ \"shortcuts\": [" + (one + ",").repeat(30) + one + "] }");
        assertEquals(8, read.app().web().shortcuts().size());
        assertTrue(warnings(read).getFirst().startsWith("shortcuts has more than 8 entries"), read.warnings().toString());
    }

    @Test
    void no_address_leads_over_a_link() throws IOException {
        Files.createSymbolicLink(folder.resolve("ui/linked.html"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(folder.resolve("ui/out"), Path.of("/etc"));
        var read = read(NAMED, "{ \"shortcuts\": [{ \"name\": \"A\", \"url\": \"linked.html\" }, { \"name\": \"B\", \"url\": \"out/passwd\" }] }");
        assertEquals(List.of("shortcuts[0].url leads to a link; it is left out", "shortcuts[1].url leads to a link; it is left out"), warnings(read));
        assertEquals(List.of(), read.app().web().shortcuts());
    }
}
