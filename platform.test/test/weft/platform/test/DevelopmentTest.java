package weft.platform.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.platform.framework.Script;

/** {@code ./weft dev} in a copy of a part of the workspace, with a running platform of that copy. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DevelopmentTest {
    private static final Path ROOT = Path.of(System.getProperty("weft.root"));
    private static final String NAME = "a.name(), a.version()";
    @TempDir
    Path home;
    private Path copy, source;
    private String original;
    private PlatformProcess platform;
    private Process dev;
    private BufferedReader said;

    @BeforeEach
    void start() throws IOException {
        copy = home.resolve("copy");
        for (String part : List.of("weft", "bnd.bnd", "cnf", "run-configs", "native.bundle", "ipc-api.bundle", "bundles",
                "dist/apps", "dist/bundles", "dist/cli", "dist/platform", "dist/jdk.jsa")) copy(ROOT.resolve(part), copy.resolve(part));
        Files.createFile(copy.resolve("dist/.built"));
        source = copy.resolve("bundles/src/weft/packages/PackagesComponent.java");
        original = Files.readString(source);
        platform = new PlatformProcess(home, copy.resolve("dist")).start();
    }

    private void develop(String... options) throws IOException {
        var words = new java.util.ArrayList<>(List.of("dev"));
        words.addAll(List.of(options));
        dev = command(words.toArray(String[]::new));
        said = dev.inputReader();
        until("watching 3 projects");
    }

    @AfterEach
    void stop() throws IOException {
        if (dev != null) dev.destroy();
        platform.close();
    }

    // With their times, by which the build sees what has changed.
    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a) throws IOException {
                if (Set.of("bin_test", "test").contains(dir.getFileName().toString())) return FileVisitResult.SKIP_SUBTREE;
                Files.createDirectories(to.resolve(from.relativize(dir).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
                if (file.endsWith("generated/buildfiles")) return FileVisitResult.CONTINUE; // names what was built there, which the build would remove
                Path target = file.equals(from) ? to : to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private Process command(String... words) throws IOException {
        var line = new java.util.ArrayList<>(List.of(copy.resolve("weft").toString()));
        line.addAll(List.of(words));
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().keySet().removeIf(k -> k.startsWith("WEFT_"));
        var session = platform.environment();
        for (String kind : List.of("RUNTIME_DIR", "STATE_HOME", "DATA_HOME", "CACHE_HOME", "CONFIG_HOME")) builder.environment().put("XDG_" + kind, session.get("XDG_" + kind));
        builder.environment().put("WEFT_JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    /** What it says up to the line that contains this. */
    private String until(String words) throws IOException {
        var text = new StringBuilder();
        for (String line; (line = said.readLine()) != null; ) {
            text.append(line).append('\n');
            if (line.contains(words)) return text.toString();
        }
        throw new AssertionError("it ended without saying \"" + words + "\": " + text);
    }

    private void save(String replacement) throws IOException {
        String text = original.replace(NAME, replacement);
        assertFalse(text.equals(original));
        Files.writeString(source, text);
    }

    private List<String> names() throws IOException {
        try (Script script = platform.asking()) {
            return ((List<?>) script.ask("QUERY_INSTALLED_APPS", Map.of()).get("apps")).stream().map(a -> (String) ((Map<?, ?>) a).get("name")).sorted().toList();
        }
    }

    @Test
    void a_saved_change_is_live_and_one_that_does_not_compile_or_does_not_start_changes_nothing() throws Exception {
        develop();
        assertEquals(List.of("Counter", "Notes"), names());
        save("a.name() + \" one\", a.version()");
        String good = until("bundles.packages is live");
        assertTrue(good.contains("PackagesComponent.java changed") && good.contains("left the memory"), good);
        assertFalse(good.contains("bundles.console"), "what did not change is not replaced: " + good);
        assertEquals(List.of("Counter one", "Notes one"), names());

        byte[] taken = Files.readAllBytes(copy.resolve("dist/bundles/bundles.packages.jar"));
        save("a.name() + , a.version()");
        String broken = until("does not build; what runs stays");
        assertTrue(broken.contains("PackagesComponent.java:") && broken.contains("illegal start of expression"), broken);
        assertEquals(List.of("Counter one", "Notes one"), names());

        Files.writeString(source, original.replace("var places = Places.of(System.getenv());", "var places = Places.of(System.getenv());\n        if (places != null) throw new IOException(\"it was never finished\");"));
        String bad = until("is not live; what runs stays");
        assertTrue(bad.contains("it was never finished") && bad.contains("The old one never stopped"), bad);
        assertEquals(List.of("Counter one", "Notes one"), names());
        assertEquals(-1, Files.mismatch(copy.resolve("dist/bundles/bundles.packages.jar"), Files.write(home.resolve("taken.jar"), taken)), "what was refused is not what the next start takes");

        save("a.name() + \" two\", a.version()");
        until("bundles.packages is live");
        assertEquals(List.of("Counter two", "Notes two"), names());

        new ProcessBuilder("kill", "-INT", Long.toString(dev.pid())).start().waitFor();
        until("ended");
        assertTrue(dev.waitFor(60, TimeUnit.SECONDS));
        assertFalse(Files.exists(copy.resolve("dist/bundles/next")));
    }

    @Test
    void what_another_program_has_built_is_live() throws Exception {
        develop("--built");
        save("a.name() + \" built elsewhere\", a.version()");
        var build = command("tool", "build");
        build.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        assertEquals(0, build.waitFor());
        until("bundles.packages is live");
        assertEquals(List.of("Counter built elsewhere", "Notes built elsewhere"), names());
    }

    // bnd's own launcher, as Eclipse has it, on the copy of the workspace.
    private Process launcher(int port) throws IOException {
        Path run = copy.resolve("run-configs/remote.bndrun");
        Files.writeString(run, "-runfw: org.apache.felix.framework\n-runee: JavaSE-25\n-runbundles: bundles.packages;version=snapshot\n-runpath: biz.aQute.remote.launcher;version=latest\n"
                + "-runremote: session;host=127.0.0.1;agent=" + port + ";timeout=60000\n");
        return new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-cp", ROOT.resolve("cnf/cache/tool") + "/*:" + ROOT.resolve("platform.test/bin_test"),
                RemoteClient.class.getName(), copy.toString(), run.toString()).redirectErrorStream(true).start();
    }

    // What a build leaves: the bundle with another version, and an import more if there is one.
    private void built(String version, String imports) throws IOException {
        Path jar = copy.resolve("bundles/generated/bundles.packages.jar"), next = home.resolve("next.jar");
        try (var in = new java.util.jar.JarInputStream(Files.newInputStream(jar))) {
            var main = in.getManifest().getMainAttributes();
            main.putValue("Bundle-Version", version);
            main.putValue("Import-Package", main.getValue("Import-Package") + imports);
            try (var out = new java.util.jar.JarOutputStream(Files.newOutputStream(next), in.getManifest())) {
                for (var entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    out.putNextEntry(new java.util.zip.ZipEntry(entry.getName()));
                    in.transferTo(out);
                }
            }
        }
        Files.move(next, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private String version() throws IOException {
        try (Script script = platform.asking()) {
            return ((List<?>) script.ask("QUERY_SYSTEM", Map.of()).get("bundles")).stream().map(b -> (Map<?, ?>) b).filter(b -> "bundles.packages".equals(b.get("name")))
                    .map(b -> (String) b.get("version")).findFirst().orElseThrow();
        }
    }

    @Test
    void bndtools_remote_launcher_brings_a_changed_bundle_through_the_update_and_is_told_of_one_that_is_undone() throws Exception {
        dev = command("dev", "--remote=0");
        said = dev.inputReader();
        int port = Integer.parseInt(until("finds this session at 127.0.0.1 port ").replaceAll("(?s).* port ([0-9]+);.*", "$1"));
        Process launcher = launcher(port);
        try (var orders = launcher.outputWriter()) {
            said = launcher.inputReader();
            // Its first update is done, and it has loaded what it is called by: at the next one bnd closes its loader.
            until("out weft: the session has 1 of 1 bundles");
            built("0.9.1", "");
            orders.write("build\n");
            orders.flush();
            String good = until("updated [");
            assertTrue(good.contains("out weft: bundles.packages is live") && good.contains("left the memory") && good.endsWith("updated []\n"), good);
            assertEquals("0.9.1", version());
            built("0.9.2", ",org.example.absent");
            orders.write("build\n");
            orders.flush();
            String bad = until("updated [");
            assertTrue(bad.contains("org.example.absent") && bad.contains("err weft: bundles.packages is not live; what runs stays"), bad);
            assertEquals("0.9.1", version());
        } finally {
            launcher.destroy();
            launcher.waitFor();
        }
    }

    @Test
    void who_does_not_speak_the_launchers_protocol_is_cut_off() throws Exception {
        dev = command("dev", "--remote=0");
        said = dev.inputReader();
        int port = Integer.parseInt(until("finds this session at 127.0.0.1 port ").replaceAll("(?s).* port ([0-9]+);.*", "$1"));
        // As a page in a browser could, and what the agent of bnd would do, but this does not.
        for (byte[] bytes : List.of(("POST / HTTP/1.1\r\n" + "x".repeat(1 << 16)).getBytes(), call("installFromURL", 2), call("shell", 1), call("update", 9))) {
            try (var socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write(bytes);
                assertEquals(-1, read(socket));
            }
            until("a connection of the remote launcher was ended: ");
        }
    }

    private static byte[] call(String method, int arguments) throws IOException {
        var bytes = new java.io.ByteArrayOutputStream();
        var out = new java.io.DataOutputStream(bytes);
        out.writeUTF(method);
        out.writeInt(1);
        out.writeShort(arguments);
        return bytes.toByteArray();
    }

    // A connection that is closed with bytes unread is reset.
    private static int read(java.net.Socket socket) {
        try {
            return socket.getInputStream().read();
        } catch (IOException e) {
            return -1;
        }
    }
}
