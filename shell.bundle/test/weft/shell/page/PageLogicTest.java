package weft.shell.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages' own modules under Node's test runner: each test of {@code test-pages/*.test.js} is one test here. Node is not
 * among the system's requirements; without it (20 or newer) these tests are skipped.
 */
class PageLogicTest {
    private static final Pattern RESULT = Pattern.compile("^(ok|not ok) \\d+ - (\\S+)");
    private static final Path ROOT = Path.of(System.getProperty("weft.root"));

    @TempDir Path folder;

    @TestFactory
    Stream<DynamicTest> pages() throws Exception {
        Assumptions.assumeTrue(nodeMajor() >= 20, "node 20 or newer is not installed: the pages' logic is not tested");
        collect(ROOT.resolve("shell.bundle/system-ui/js"));
        collect(ROOT.resolve("apps/notes/ui"));
        collect(ROOT.resolve("shell.bundle/test-pages"));
        Files.writeString(folder.resolve("package.json"), "{\"type\": \"module\"}");
        var tests = new ArrayList<DynamicTest>();
        for (Path file : files(folder, ".test.js")) tests.addAll(run(file));
        assertTrue(tests.size() >= 30, "only " + tests.size() + " tests were found");
        return tests.stream();
    }

    private List<DynamicTest> run(Path file) throws Exception {
        var process = new ProcessBuilder("node", "--test-reporter=tap", file.toString()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), file + " does not end");
        var tests = output.lines().map(RESULT::matcher).filter(m -> m.find())
                .map(m -> DynamicTest.dynamicTest(m.group(2), () -> assertEquals("ok", m.group(1), output))).toList();
        assertTrue(!tests.isEmpty(), output);
        return tests;
    }

    private void collect(Path from) throws IOException {
        for (Path file : files(from, ".js")) Files.copy(file, folder.resolve(file.getFileName().toString()));
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (var all = Files.list(folder)) {
            return all.filter(f -> f.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static int nodeMajor() throws Exception {
        try {
            var process = new ProcessBuilder("node", "--version").start();
            String version = new String(process.getInputStream().readAllBytes());
            return process.waitFor() == 0 ? Integer.parseInt(version.substring(1).split("\\.")[0]) : 0;
        } catch (IOException absent) {
            return 0;
        }
    }
}
