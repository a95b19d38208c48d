package weft.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/** Adds up the JUnit XML files that every kind of test writes below {@code dist/test-reports}. */
final class TestReport {
    private TestReport() {}

    static Path folder(Path root) {
        return root.resolve("dist/test-reports");
    }

    /** Writes a failed suite in place of one that had to be ended. */
    static void timedOut(Path root, String name, long minutes) throws IOException {
        Path file = folder(root).resolve(name).resolve("TEST-timeout.xml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                <testsuite name="%s" tests="1" failures="1" errors="0" skipped="0">
                <testcase name="ends within %d minutes"><failure message="timed out"/></testcase></testsuite>
                """.formatted(name, minutes));
    }

    /** Prints the closing line; returns whether at least one test ran and none failed. */
    static boolean print(Path root) throws Exception {
        int tests = 0, failed = 0, skipped = 0;
        for (Path file : reports(folder(root))) {
            var suite = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()).getDocumentElement();
            if (!suite.getTagName().equals("testsuite")) continue;
            tests += number(suite, "tests");
            failed += number(suite, "failures") + number(suite, "errors");
            skipped += number(suite, "skipped");
            printFailures(suite);
        }
        System.out.printf("%d passed, %d failed, %d skipped%n", tests - failed - skipped, failed, skipped);
        return failed == 0 && tests > skipped;
    }

    private static void printFailures(Element suite) {
        for (String kind : List.of("failure", "error")) {
            var nodes = suite.getElementsByTagName(kind);
            for (int i = 0; i < nodes.getLength(); i++) {
                var test = (Element) nodes.item(i).getParentNode();
                var message = ((Element) nodes.item(i)).getAttribute("message");
                System.out.println("FAILED " + test.getAttribute("classname") + " " + test.getAttribute("name") + ": " + message);
            }
        }
    }

    private static List<Path> reports(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (var walk = Files.walk(folder)) {
            return walk.filter(p -> p.getFileName().toString().matches("TEST-.*\\.xml")).sorted().toList();
        }
    }

    private static int number(Element e, String attribute) {
        String s = e.getAttribute(attribute);
        return s.isEmpty() ? 0 : Integer.parseInt(s);
    }
}
