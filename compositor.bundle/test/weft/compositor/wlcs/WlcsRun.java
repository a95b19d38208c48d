package weft.compositor.wlcs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/** One run of Debian's conformance suite on our compositor. */
final class WlcsRun {
    private static final int MINUTES = 10;
    private static final Pattern MISSING = Pattern.compile("Extension: (\\S+) version >= \\d+ not supported by compositor under test");
    private final Map<String, Result> results = new LinkedHashMap<>();

    /** What came of a test; the text of a failure, or the extension for lack of which it was skipped. */
    record Result(Outcome outcome, String text) {}

    enum Outcome { PASSED, FAILED, SKIPPED }

    private WlcsRun() {}

    /** By the test's full name. */
    Map<String, Result> results() {
        return results;
    }

    List<String> names(Outcome outcome) {
        return results.entrySet().stream().filter(e -> e.getValue().outcome() == outcome).map(Map.Entry::getKey).toList();
    }

    /** @param filter which tests to run, as {@code --gtest_filter} says it */
    static WlcsRun run(Path folder, String filter) throws Exception {
        Path module = compile(folder), socket = folder.resolve("control"), report = folder.resolve("report.xml"), log = folder.resolve("wlcs.log");
        try (var server = new ConformanceServer(socket)) {
            var builder = new ProcessBuilder(runner().toString(), module.toString(), "--gtest_filter=" + filter, "--gtest_output=xml:" + report)
                    .redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().put("WEFT_WLCS_CONTROL", socket.toString());
            builder.environment().put("WEFT_WLCS_EXTENSIONS", ConformanceServer.extensions());
            builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
            var process = builder.start();
            // The suite goes away by itself, or is ended; either ends the server.
            CompletableFuture.runAsync(() -> endInTime(process));
            try {
                server.serve();
                if (!process.waitFor(10, TimeUnit.SECONDS)) throw new IOException("the suite hung up, but does not end");
            } finally {
                process.destroyForcibly();
            }
            var run = new WlcsRun();
            if (!Files.exists(report)) throw new IOException("the suite ended with " + process.exitValue() + " and no report:\n" + tail(log));
            run.read(report);
            return run;
        }
    }

    private static void endInTime(Process process) {
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }

    private static Path compile(Path folder) throws Exception {
        Path source = Path.of(System.getProperty("weft.root"), "compositor.bundle/test/weft/compositor/wlcs/integration.c"), module = folder.resolve("integration.so");
        var log = folder.resolve("gcc.log").toFile();
        var gcc = new ProcessBuilder("gcc", "-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared", "-fvisibility=hidden", "-o", module.toString(),
                source.toString(), "-lwayland-client", "-lpthread").redirectErrorStream(true).redirectOutput(log).start();
        if (!gcc.waitFor(2, TimeUnit.MINUTES) || gcc.exitValue() != 0) throw new IOException("gcc failed: " + Files.readString(log.toPath()));
        return module;
    }

    static boolean isInstalled() throws IOException {
        return find() != null;
    }

    private static Path runner() throws IOException {
        var found = find();
        if (found == null) throw new IOException("the conformance suite is missing: install Debian's package wlcs");
        return found;
    }

    private static Path find() throws IOException {
        try (var places = Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-gnu*")) {
            for (Path p : places) if (Files.isExecutable(p.resolve("wlcs/wlcs"))) return p.resolve("wlcs/wlcs");
        }
        return null;
    }

    private static String tail(Path log) throws IOException {
        var lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    private void read(Path report) throws Exception {
        var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
        var cases = document.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            var test = (Element) cases.item(i);
            String name = test.getAttribute("classname") + "." + test.getAttribute("name");
            if (test.getAttribute("status").equals("run")) results.put(name, result(test));
        }
    }

    private static Result result(Element test) {
        var failures = new ArrayList<String>();
        var list = test.getElementsByTagName("failure");
        for (int i = 0; i < list.getLength(); i++) failures.add(((Element) list.item(i)).getAttribute("message"));
        // The suite tells a missing extension, which it passes over, by an exception like any other.
        for (var f : failures) {
            var missing = MISSING.matcher(f);
            if (missing.find()) return new Result(Outcome.SKIPPED, missing.group(1));
        }
        return failures.isEmpty() ? new Result(Outcome.PASSED, "") : new Result(Outcome.FAILED, String.join("\n", failures));
    }
}
