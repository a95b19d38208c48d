package weft.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        failed(root, name, "ends within " + minutes + " minutes", "timed out");
    }

    /** Writes a failed suite for a process of tests that ended without saying which test failed. */
    static void ended(Path root, String name, int code) throws IOException {
        failed(root, name, "runs to its end", "ended with code " + code + " and no failed test");
    }

    private static void failed(Path root, String name, String test, String message) throws IOException {
        Path file = folder(root).resolve(name).resolve("TEST-process.xml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                <testsuite name="%1$s" tests="1" failures="1" errors="0" skipped="0">
                <testcase classname="%1$s" name="%2$s"><failure message="%3$s"/></testcase></testsuite>
                """.formatted(name, test, message));
    }

    /** Prints the closing line; returns whether at least one test ran and none failed. */
    static boolean print(Path root) throws Exception {
        int tests = 0, failed = 0, skipped = 0;
        for (Element suite : suites(folder(root))) {
            tests += number(suite, "tests");
            failed += failed(suite);
            skipped += number(suite, "skipped");
            printFailures(suite);
        }
        System.out.printf("%d passed, %d failed, %d skipped%n", tests - failed - skipped, failed, skipped);
        return failed == 0 && tests > skipped;
    }

    /** How many tests failed, by the reports in a folder. */
    static int failed(Path reports) throws Exception {
        int failed = 0;
        for (Element suite : suites(reports)) failed += failed(suite);
        return failed;
    }

    private static int failed(Element suite) {
        return number(suite, "failures") + number(suite, "errors");
    }

    private static List<Element> suites(Path folder) throws Exception {
        var suites = new ArrayList<Element>();
        for (Path file : reports(folder)) {
            var suite = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()).getDocumentElement();
            if (suite.getTagName().equals("testsuite")) suites.add(suite);
        }
        return suites;
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
