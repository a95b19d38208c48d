package weft.packages.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.packages.AppPackage;

/** Every mistake of a manifest is told with its place and its remedy. */
@Timeout(60)
class ManifestTest {
    private static final String MINIMAL = "[package]\nid = \"org.example.tally\"\nname = \"Tally\"\nversion = \"0.1.0\"\n[ui]\n";
    @TempDir
    Path folder;

    private Manifest.Read read(String text) throws IOException {
        Files.writeString(folder.resolve(Manifest.FILE), text);
        return Manifest.read(folder, Optional.of("r"));
    }

    private String refusal(String text) {
        var e = assertThrows(WeftException.class, () -> read(text), text);
        assertEquals(ErrorCode.INVALID, e.code());
        String prefix = folder.resolve(Manifest.FILE).toString();
        assertTrue(e.getMessage().startsWith(prefix), e.getMessage());
        return e.getMessage().substring(prefix.length());
    }

    @Test
    void a_minimal_manifest_gets_the_documented_defaults() throws IOException {
        var app = read(MINIMAL + "[runtime]\nmodule = \"module.wasm\"\n").app();
        assertEquals(Optional.of(new AppPackage.Module(folder.resolve("module.wasm"), List.of(), 64, 30_000, false, 100, Optional.empty(), AppPackage.Restart.never, Optional.empty())), app.module());
        assertEquals(Optional.of(new AppPackage.Ui(folder.resolve("ui"), "index.html", 640, 480)), app.ui());
        assertEquals(1, app.instances());
        assertEquals(Optional.of("r"), app.revision());
        assertEquals("nothing granted", app.badges().getFirst().text());
    }

    @Test
    void a_full_manifest_is_read_without_a_warning() throws IOException {
        Files.createDirectories(folder.resolve("ui"));
        Files.writeString(folder.resolve("ui/icon.svg"), "<svg/>");
        var read = read("""
                [package]
                id = "org.example.tally"
                name = "Tally"
                version = "1.0.0-rc.1+build.7"
                description = "Counts."
                author = "Example"
                license = "Apache-2.0"
                icon = "ui/icon.svg"
                instances = 3
                capabilities = [
                    { name = "fs:rw:app-data", reason = "Keeps the count." },
                    { name = "net:fetch:*.example.org", reason = "Compares counts." },
                ]
                [runtime]
                module = "bin/tally.wasm"
                abi = "wasi-preview1"
                engine = "chicory"
                args = ["--from", "1"]
                memory_mb = 16
                cpu_weight = 50
                ready_timeout_s = 5
                manual_ready = true
                grace_s = 2
                restart = "on-failure"
                [ui]
                entry = "main.html"
                window = { width = 300, height = 200 }
                [requires]
                "weft.portal" = "[1,2)"
                """);
        assertEquals(List.of(), read.warnings());
        assertEquals(Optional.of(new AppPackage.Module(folder.resolve("bin/tally.wasm"), List.of("--from", "1"), 16, 5_000, true, 50, Optional.of(2_000L),
                AppPackage.Restart.on_failure, Optional.of(AppPackage.Engine.chicory))), read.app().module());
        assertEquals(3, read.app().instances());
        assertEquals(java.util.Map.of("weft.portal", "[1,2)"), read.app().requires());
        assertEquals("data:image/svg+xml;base64,PHN2Zy8+", read.app().icon());
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("", ":1:1: [package] is missing; it holds id, name and version"),
                mistake("[package]\n", ":1:1: package.id is missing: a reverse DNS name such as org.example.notes"),
                mistake(with("id", "\"tally\""), ":2:1: \"tally\" is not an app id such as org.example.notes: at least three parts of a-z, 0-9 and -"),
                mistake(with("id", "\"org.Example.tally\""), ":2:1: \"org.Example.tally\" is not an app id such as org.example.notes: at least three parts of a-z, 0-9 and -"),
                mistake(with("id", "\"../../etc.x.y\""), ":2:1: \"../../etc.x.y\" is not an app id such as org.example.notes: at least three parts of a-z, 0-9 and -"),
                mistake(with("id", "7"), ":2:1: package.id must be text in quotation marks"),
                mistake(with("name", "\" \""), ":3:1: package.name is empty: what people call the app"),
                mistake(with("name", "\"" + "x".repeat(65) + "\""), ":3:1: name is longer than 64 characters"),
                mistake(with("version", "\"1.0\""), ":4:1: version must be like 1.2.3 or 1.2.3-beta.1 (semver.org)"),
                mistake(with("version", "\"01.0.0\""), ":4:1: version must be like 1.2.3 or 1.2.3-beta.1 (semver.org)"),
                mistake(with("version", "1.0"), ":4:1: package.version must be text in quotation marks"),
                mistake(about("description = \"" + "x".repeat(501) + "\""), ":5:1: package.description is longer than 500 characters"),
                mistake(about("icon = \"icon.gif\""), ":5:1: the icon must be a file ending in .svg or .png"),
                mistake(about("icon = \"ui/none.svg\""), ":5:1: the icon ui/none.svg cannot be read; is it in the package?"),
                mistake(about("icon = \"../x.svg\""), ":5:1: package.icon must be a path inside the package, without . or .."),
                mistake(about("instances = 0"), ":5:1: package.instances must be from 1 to 16"),
                mistake(about("instances = \"two\""), ":5:1: package.instances must be a whole number"),
                mistake(about("capabilities = \"fs:rw:app-data\""), ":5:1: package.capabilities must be a list"),
                mistake(about("capabilities = [\"fs:rw:app-data\"]"), ":5:17: each of capabilities must be like { name = \"fs:rw:app-data\", reason = \"Keeps your notes.\" }"),
                mistake(about("capabilities = [{ name = \"fs:rw:app-data\" }]"), ":5:17: capabilities.reason is missing: what the user is told it is for"),
                mistake(about("capabilities = [{ name = \"fs:rw:all\", reason = \"x\" }]"), ":5:19: there is no capability fs:rw:all; docs/apps.md lists them"),
                mistake(about("capabilities = [{ name = \"fs:write:app-data\", reason = \"x\" }]"), ":5:19: there is no capability fs:write:app-data; docs/apps.md lists them"),
                mistake(about("capabilities = [{ name = \"net:fetch:exa mple.org\", reason = \"x\" }]"), ":5:19: there is no capability net:fetch:exa mple.org; docs/apps.md lists them"),
                mistake(about("capabilities = [{ name = \"hw:gpu\", reason = \"x\" }, { name = \"hw:gpu\", reason = \"y\" }]"), ":5:54: hw:gpu is asked for twice"),
                mistake(about("capabilities = [" + IntStream.range(0, 33).mapToObj(i -> "{ name = \"net:fetch:h" + i + "\", reason = \"x\" }").collect(Collectors.joining(", ")) + "]"),
                        ":5:1: package.capabilities has more than 32 entries"),
                mistake("package = 1\n", ":1:1: package must be a table"),
                mistake(runtime(""), ":6:1: runtime.module is missing: the WebAssembly module, such as module.wasm"),
                mistake(runtime("module = \"/etc/passwd\""), ":7:1: runtime.module must be a path inside the package, without . or .."),
                mistake(runtime("module = \"a/../b\""), ":7:1: runtime.module must be a path inside the package, without . or .."),
                mistake(module("abi = \"wasi-preview2\""), ":8:1: runtime.abi must be wasi-preview1, not wasi-preview2"),
                mistake(module("engine = \"v8\""), ":8:1: runtime.engine must be graalwasm or chicory, not v8"),
                mistake(module("restart = \"sometimes\""), ":8:1: runtime.restart must be never or on-failure or always, not sometimes"),
                mistake(module("memory_mb = 0"), ":8:1: runtime.memory_mb must be from 1 to 1024"),
                mistake(module("memory_mb = 1.5"), ":8:1: runtime.memory_mb must be a whole number"),
                mistake(module("cpu_weight = 10001"), ":8:1: runtime.cpu_weight must be from 1 to 10000"),
                mistake(module("ready_timeout_s = 601"), ":8:1: runtime.ready_timeout_s must be from 1 to 600"),
                mistake(module("grace_s = 61"), ":8:1: runtime.grace_s must be from 1 to 60"),
                mistake(module("manual_ready = 1"), ":8:1: runtime.manual_ready must be true or false"),
                mistake(module("args = [1]"), ":8:9: each of runtime.args must be text"),
                mistake(module("args = [" + "\"x\", ".repeat(65) + "]"), ":8:1: runtime.args has more than 64 entries"),
                mistake(MINIMAL + "entry = \"../index.html\"\n", ":6:1: ui.entry must be a path inside the package, without . or .."),
                mistake(MINIMAL + "window = 3\n", ":6:1: ui.window must be a table"),
                mistake(MINIMAL + "window = { width = 10 }\n", ":6:12: ui.window.width must be from 64 to 8192"),
                mistake(MINIMAL + "[requires]\n\"weft.teleport\" = \"[1,2)\"\n", ":7:1: there is no contract \"weft.teleport\"; there are weft.appd, weft.gateway, weft.message, weft.packages, weft.portal, weft.shell"),
                mistake(MINIMAL + "[requires]\n\"weft.portal\" = \"^1\"\n", ":7:1: \"^1\" is no range of versions such as [1,2)"),
                mistake(MINIMAL + "[requires]\n\"weft.appd\" = \"1\"\n\"weft.portal\" = \"[2,1)\"\n", ":8:1: \"[2,1)\" is no range of versions such as [1,2)"),
                mistake(MINIMAL + "[requires]\n\"weft.portal\" = 1\n", ":7:1: requires.weft.portal must be text in quotation marks"));
    }

    private static Arguments mistake(String text, String told) {
        return Arguments.of(text, told);
    }

    private static String with(String key, String value) {
        return MINIMAL.replaceAll("(?m)^" + key + " = .*$", key + " = " + value);
    }

    private static String about(String line) {
        return MINIMAL.replace("[ui]\n", line + "\n[ui]\n");
    }

    private static String runtime(String line) {
        return MINIMAL + "[runtime]\n" + line + "\n";
    }

    private static String module(String line) {
        return runtime("module = \"module.wasm\"\n" + line);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void a_mistake_is_told_with_line_and_column_and_remedy(String text, String told) {
        assertEquals(told, refusal(text));
    }

    @Test
    void what_is_no_toml_is_told_where_it_ends_to_be() {
        assertTrue(refusal("[package]\nid = org\n").startsWith(":2:6: "), refusal("[package]\nid = org\n"));
    }

    @Test
    void a_key_that_is_said_twice_is_refused() {
        assertTrue(refusal(about("name = \"Other\"")).startsWith(":5:1: name previously defined at line 3"), refusal(about("name = \"Other\"")));
    }

    @Test
    void control_characters_and_invisible_ones_are_refused_however_they_are_spelled() {
        assertEquals(":3:11: the character U+001B is invisible and not allowed; remove it", refusal(with("name", "\"Ta\u001B[31m\"")));
        assertEquals(":3:10: the character U+202E is invisible and not allowed; remove it", refusal(with("name", "\"T\u202Eyllat\"")));
        assertEquals(":3:10: the character U+E0041 is invisible and not allowed; remove it", refusal(with("name", "\"T\uDB40\uDC41\"")));
        assertEquals(":4:1: the character U+0000 is invisible and not allowed; remove it", refusal(MINIMAL.replace("version", "\0version")));
        assertEquals(":3:14: the character U+000D is invisible and not allowed; remove it", refusal(with("name", "\"Ta\"  \r# hidden")));
        assertEquals(":3:1: package.name holds the invisible character U+202E; remove it", refusal(with("name", "\"T\\\\u202Eyllat\"")));
        assertEquals(":3:1: package.name holds the invisible character U+0000; remove it", refusal(with("name", "\"T\\\\u0000\"")));
    }

    @Test
    void an_unknown_key_is_a_warning_that_names_what_may_be_meant() throws IOException {
        var read = read(MINIMAL.replace("[ui]", "verison = \"2\"\ncolour = \"red\"\n[ui]\nwindow = { widht = 3 }\n[extras]"));
        String file = folder.resolve(Manifest.FILE).toString();
        assertEquals(List.of(file + ":9:1: unknown key extras; it is ignored", file + ":5:1: unknown key package.verison; did you mean package.version?",
                file + ":6:1: unknown key package.colour; it is ignored", file + ":8:12: unknown key ui.window.widht; did you mean ui.window.width?").stream().sorted().toList(),
                read.warnings().stream().sorted().toList());
    }

    @Test
    void an_app_of_nothing_is_a_warning() throws IOException {
        assertEquals(List.of(folder.resolve(Manifest.FILE) + ":1:1: there is neither [runtime] nor [ui]: the app has no module and no page"), read(MINIMAL.replace("[ui]\n", "")).warnings());
    }

    @Test
    void a_manifest_that_is_too_large_is_refused_before_it_is_parsed() {
        assertEquals(" is larger than 65536 bytes", refusal(MINIMAL + "#".repeat(65_536)));
    }

    @Test
    void a_manifest_that_is_not_utf_8_is_refused() throws IOException {
        Files.write(folder.resolve(Manifest.FILE), "name = \"\u00e9\"".getBytes(StandardCharsets.ISO_8859_1));
        var e = assertThrows(WeftException.class, () -> Manifest.read(folder, Optional.empty()));
        assertTrue(e.getMessage().endsWith(" is not UTF-8; save it in that encoding"), e.getMessage());
    }

    @Test
    void nesting_without_end_is_refused_and_ends() {
        assertTrue(refusal("x = " + "[".repeat(60_000)).length() > 0);
        assertTrue(refusal("x = " + "{a=".repeat(20_000)).length() > 0);
    }

    @Test
    void a_manifest_that_is_a_link_is_not_followed() throws IOException {
        Path other = Files.writeString(folder.resolve("other.toml"), MINIMAL);
        Files.createSymbolicLink(folder.resolve(Manifest.FILE), other);
        assertThrows(IOException.class, () -> Manifest.read(folder, Optional.empty()));
    }

    @Test
    void a_module_or_icon_that_is_a_link_is_refused() throws IOException {
        Files.createSymbolicLink(folder.resolve("module.wasm"), Path.of("/etc/passwd"));
        assertEquals(":7:1: module.wasm is a link; put the file itself there", refusal(runtime("module = \"module.wasm\"")));
        Files.createSymbolicLink(folder.resolve("ui"), Path.of("/etc"));
        assertEquals(":5:1: ui/icon.svg is a link; put the file itself there", refusal(about("icon = \"ui/icon.svg\"")));
    }

    @Test
    void no_manifest_is_no_app() {
        assertThrows(NoSuchFileException.class, () -> Manifest.read(folder, Optional.empty()));
    }

    @Test
    void versions_have_the_order_of_semantic_versioning() {
        var ascending = List.of("1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0");
        for (int i = 0; i < ascending.size(); i++) {
            for (int j = 0; j < ascending.size(); j++)
                assertEquals(Integer.signum(Integer.compare(i, j)), Integer.signum(new Version(ascending.get(i)).compareTo(new Version(ascending.get(j)))), ascending.get(i) + " and " + ascending.get(j));
        }
        assertEquals(0, new Version("1.0.0+a").compareTo(new Version("1.0.0+b")));
    }
}
