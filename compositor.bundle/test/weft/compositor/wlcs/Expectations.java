package weft.compositor.wlcs;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known not to pass, with reasons, from {@code expected.txt}; how a run differs from it. */
final class Expectations {
    private final Map<String, PathMatcher> failing = new LinkedHashMap<>();
    private final Set<String> missing = new HashSet<>();

    Expectations(Path file) throws IOException {
        boolean reasoned = false;
        for (var line : Files.readAllLines(file)) {
            if (line.isBlank()) reasoned = false;
            else if (line.startsWith("#")) reasoned = true;
            else if (!reasoned) throw new IOException("no reason is given for " + line);
            else if (line.startsWith("fail ")) failing.put(line.substring(5), FileSystems.getDefault().getPathMatcher("glob:" + line.substring(5)));
            else if (line.startsWith("skip ")) missing.add(line.substring(5));
            else throw new IOException("neither fail nor skip: " + line);
        }
    }

    /** Failures that are not listed. */
    List<String> unexpected(WlcsRun run) {
        return run.names(WlcsRun.Outcome.FAILED).stream().filter(name -> !isListed(name)).toList();
    }

    /** Everything else that the list does not say, or says wrongly. */
    List<String> outdated(WlcsRun run) {
        var found = new ArrayList<String>();
        for (var name : run.names(WlcsRun.Outcome.PASSED)) if (isListed(name)) found.add(name + " is listed, but passes");
        for (var extension : new HashSet<>(skipped(run))) if (!missing.contains(extension)) found.add("tests of " + extension + " are skipped");
        for (var extension : missing) if (!skipped(run).contains(extension)) found.add(extension + " is listed as missing, but no test is skipped for it");
        failing.forEach((pattern, matcher) -> {
            if (run.results().keySet().stream().noneMatch(name -> matcher.matches(Path.of(name)))) found.add("no test is called " + pattern);
        });
        return found;
    }

    private boolean isListed(String name) {
        return failing.values().stream().anyMatch(m -> m.matches(Path.of(name)));
    }

    private static List<String> skipped(WlcsRun run) {
        return run.names(WlcsRun.Outcome.SKIPPED).stream().map(n -> run.results().get(n).text()).toList();
    }
}
