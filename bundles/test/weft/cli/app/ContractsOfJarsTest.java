package weft.cli.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.api.Places;

/** While no session runs, the jars say which contracts one would have. */
class ContractsOfJarsTest {
    @TempDir
    Path home;

    private static void jar(Path file, String exports) throws IOException {
        Files.createDirectories(file.getParent());
        var manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        if (exports != null) manifest.getMainAttributes().putValue("Export-Package", exports);
        new JarOutputStream(Files.newOutputStream(file), manifest).close();
    }

    @Test
    void the_distribution_and_what_updates_have_brought_say_it() throws IOException {
        var places = Places.of(Map.of("HOME", home.toString(), "WEFT_DIST", home.resolve("dist").toString(), "WEFT_RUNTIME_DIR", home.resolve("run").toString()));
        Path bundles = places.dist().resolve("bundles");
        jar(bundles.resolve("api.jar"), "weft.api;version=\"1.1.0\",weft.api.appd;uses:=\"weft.api,weft.api.gateway\";version=\"1.0.0\",weft.api.portal;version=\"1.1.0\";uses:=\"weft.api,weft.api.shell\",weft.api.shell;version=\"1.2.3\"");
        jar(bundles.resolve("none.jar"), null);
        jar(places.state().resolve("bundles/0.jar"), "weft.api.portal;version=\"2.0.0\"");
        Files.writeString(bundles.resolve("torn.jar"), "no jar");
        var contracts = new ContractsOfJars(places);
        assertEquals(List.of("1.1.0", "2.0.0"), List.copyOf(contracts.versions("weft.portal")));
        assertEquals(List.of("1.0.0"), List.copyOf(contracts.versions("weft.appd")));
        assertEquals(List.of("1.2.3"), List.copyOf(contracts.versions("weft.shell")));
        assertEquals(List.of(), List.copyOf(contracts.versions("weft.message")));
    }
}
