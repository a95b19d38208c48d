package weft.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The log files of a session's processes, joined by time, each line with the name of its process. */
final class Logs {
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\S*");
    private static final int MAX_BYTES = 1 << 20;
    private final Path folder;
    private final Optional<String> only;
    private final Map<Path, Long> read = new HashMap<>();

    /** A line with what it is sorted by: its own time, or that of the line before it. */
    private record Line(String time, String process, String text) {}

    Logs(Path folder, Optional<String> only) {
        this.folder = folder;
        this.only = only;
    }

    /** Prints what is there and, with {@code follow}, what comes, until the process is ended. */
    void print(boolean follow) throws IOException, InterruptedException {
        if (!Files.isDirectory(folder)) throw Failure.failed("There are no logs yet: " + folder + " does not exist.");
        try (var watcher = folder.getFileSystem().newWatchService()) {
            if (follow) folder.register(watcher, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            printNew();
            while (follow) {
                var key = watcher.take();
                key.pollEvents();
                printNew();
                key.reset();
            }
        }
    }

    private void printNew() throws IOException {
        var lines = new ArrayList<Line>();
        for (Path file : files()) lines.addAll(newLines(file));
        lines.sort(Comparator.comparing(Line::time));
        for (Line l : lines) System.out.println(only.isPresent() ? l.text() : "%-12s %s".formatted(l.process(), l.text()));
    }

    private List<Path> files() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(f -> f.toString().endsWith(".log")).sorted().toList();
        }
        if (only.isEmpty()) return files;
        var wanted = files.stream().filter(f -> process(f).equals(only.get())).toList();
        if (wanted.isEmpty()) throw Failure.failed("There is no log of \"" + only.get() + "\"; there are " + String.join(", ", files.stream().map(Logs::process).toList()) + ".");
        return wanted;
    }

    private static String process(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ".log".length());
    }

    // At most the last megabyte; only whole lines; from the start again if the file was begun anew.
    private List<Line> newLines(Path file) throws IOException {
        var lines = new ArrayList<Line>();
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            long length = in.length(), from = read.getOrDefault(file, 0L);
            if (from > length) from = 0;
            boolean cut = length - from > MAX_BYTES;
            if (cut) from = length - MAX_BYTES;
            byte[] bytes = new byte[(int) (length - from)];
            in.seek(from);
            in.readFully(bytes);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') end--;
            read.put(file, from + end);
            String time = "";
            for (String text : new String(bytes, 0, end, StandardCharsets.UTF_8).lines().skip(cut ? 1 : 0).toList()) {
                var stamp = TIME.matcher(text);
                if (stamp.lookingAt()) time = stamp.group();
                lines.add(new Line(time, process(file), printable(text)));
            }
        }
        return lines;
    }

    // What an app wrote must not steer the terminal.
    private static String printable(String text) {
        return text.replace('\t', ' ').replaceAll("[\\p{Cc}\\p{Cf}]", "\uFFFD");
    }
}
