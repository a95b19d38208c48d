package weft.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/** Adds up the JUnit XML files that every kind of test writes below {@code dist/test-reports}. */
final class TestReport {
    private TestReport() {}

    static Path folder(Path root) {
        return root.resolve("dist/test-reports");
    }

    /** Where the reports of tests go that are tried a second time. */
    static Path secondFolder(Path root) {
        return root.resolve("dist/test-reports-second");
    }

    /** Writes a failed suite in place of one that had to be ended. */
    static void timedOut(Path reports, String name, long minutes) throws IOException {
        failed(reports, name, "ends within " + minutes + " minutes", "timed out");
    }

    /** Writes a failed suite for a process of tests that ended without saying which test failed. */
    static void ended(Path reports, String name, int code) throws IOException {
        failed(reports, name, "runs to its end", "ended with code " + code + " and no failed test");
    }

    private static void failed(Path reports, String name, String test, String message) throws IOException {
        Path file = reports.resolve(name).resolve("TEST-process.xml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                <testsuite name="%1$s" tests="1" failures="1" errors="0" skipped="0">
                <testcase classname="%1$s" name="%2$s"><failure message="%3$s"/></testcase></testsuite>
                """.formatted(name, test, message));
    }

    /**
     * Prints the closing line; returns whether at least one test ran and none failed. A test that failed and then passed
     * when it was tried a second time is counted as passed, and named.
     */
    static boolean print(Path root) throws Exception {
        int tests = 0, skipped = 0, failed = 0;
        var passedSecond = passed(secondFolder(root));
        for (Element suite : suites(folder(root))) {
            tests += number(suite, "tests");
            skipped += number(suite, "skipped");
            for (Failure f : failures(suite)) {
                boolean unstable = passedSecond.contains(f.test());
                if (!unstable) failed++;
                System.out.println((unstable ? "UNSTABLE, passed at the second try: " : "FAILED ") + f.test() + ": " + f.message());
            }
        }
        System.out.printf("%d passed, %d failed, %d skipped%n", tests - failed - skipped, failed, skipped);
        return failed == 0 && tests > skipped;
    }

    /** The classes with failed tests, by the project that they are of. */
    static Map<String, Set<String>> failedClasses(Path root) throws Exception {
        var classes = new TreeMap<String, Set<String>>();
        for (Path file : reports(folder(root)))
            for (Failure f : failures(suite(file)))
                classes.computeIfAbsent(folder(root).relativize(file).getName(0).toString(), p -> new TreeSet<>()).add(f.test().split(" ")[0]);
        return classes;
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
            var suite = suite(file);
            if (suite.getTagName().equals("testsuite")) suites.add(suite);
        }
        return suites;
    }

    private static Element suite(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()).getDocumentElement();
    }

    private static List<Failure> failures(Element suite) {
        var failures = new ArrayList<Failure>();
        for (String kind : List.of("failure", "error")) {
            var nodes = suite.getElementsByTagName(kind);
            for (int i = 0; i < nodes.getLength(); i++)
                failures.add(new Failure(name((Element) nodes.item(i).getParentNode()), ((Element) nodes.item(i)).getAttribute("message")));
        }
        return failures;
    }

    // The tests of these reports that passed.
    private static Set<String> passed(Path folder) throws Exception {
        var passed = new TreeSet<String>();
        for (Element suite : suites(folder)) {
            var tests = suite.getElementsByTagName("testcase");
            for (int i = 0; i < tests.getLength(); i++) {
                var test = (Element) tests.item(i);
                if (Stream.of("failure", "error", "skipped").allMatch(kind -> test.getElementsByTagName(kind).getLength() == 0)) passed.add(name(test));
            }
        }
        return passed;
    }

    private static String name(Element test) {
        return test.getAttribute("classname") + " " + test.getAttribute("name");
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

    private record Failure(String test, String message) {}
}
