package weft.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text of the session's lock file: a line {@code NAME PID START} for each process that a later supervisor may have
 * to end, and {@code outside PATH} for a file that lies outside of the runtime folder.
 */
final class Facts {
    private static final Pattern PROCESS = Pattern.compile("([a-z]+) ([1-9]\\d{0,8}) (\\d{1,18})");

    private Facts() {}

    static String write(Map<String, Integer> processes, List<String> outside) {
        var text = new StringBuilder();
        processes.forEach((name, pid) -> Processes.see(pid).ifPresent(s -> text.append(name + " " + s.pid() + " " + s.start() + "\n")));
        outside.forEach(path -> text.append("outside " + path + "\n"));
        return text.toString();
    }

    static List<Processes.Seen> processes(String text) {
        var out = new ArrayList<Processes.Seen>();
        text.lines().map(PROCESS::matcher).filter(m -> m.matches())
                .forEach(m -> out.add(new Processes.Seen(Integer.parseInt(m.group(2)), Long.parseLong(m.group(3)))));
        return out;
    }

    static Optional<Integer> pid(String text, String name) {
        return text.lines().map(PROCESS::matcher).filter(m -> m.matches() && m.group(1).equals(name))
                .map(m -> Integer.parseInt(m.group(2))).findFirst();
    }
}
