package weft.compositor.output;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import weft.compositor.render.Scale;

/**
 * How a person wants outputs to be shown, a line each: {@code DP-1 = mode 2560x1440@59.95 position 1280,0 scale 1.5 transform 90}, or {@code = off}. An
 * output goes by its connector, or by {@link OutputIdentity#key}. Words that are left out stay as the display has them. An empty line or one that begins
 * with {@code #} says nothing.
 */
public final class OutputLines {
    private static final Pattern MODE = Pattern.compile("(\\d{1,5})x(\\d{1,5})(?:@(\\d{1,4}(?:\\.\\d{1,3})?))?"), PLACE = Pattern.compile("(-?\\d{1,6}),(-?\\d{1,6})");
    private static final int MOST_LINES = 256;
    /** No mode in particular. */
    static final OutputMode ANY = new OutputMode(0, 0, 0);
    private final Map<String, OutputSettings> settings = new LinkedHashMap<>();
    private final List<String> mistakes = new ArrayList<>();

    /** A line that makes no sense is a mistake and changes nothing. */
    public OutputLines(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (i == MOST_LINES) {
                mistakes.add("more than " + MOST_LINES + " lines");
                return;
            }
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) continue;
            try {
                int equals = line.indexOf('=');
                if (equals <= 0) throw new IllegalArgumentException("output = words is expected");
                settings.put(line.substring(0, equals).strip(), parse(line.substring(equals + 1).strip()));
            } catch (IllegalArgumentException e) {
                mistakes.add("line " + (i + 1) + ": " + e.getMessage());
            }
        }
    }

    public Map<String, OutputSettings> settings() {
        return settings;
    }

    /** What is wrong with the lines, a sentence each. */
    public List<String> mistakes() {
        return mistakes;
    }

    private static OutputSettings parse(String words) {
        var s = OutputSettings.plain(ANY, 0, 0);
        if (words.equals("off")) return s.withEnabled(false);
        var parts = words.split(" +");
        if (parts.length % 2 != 0) throw new IllegalArgumentException("a word without its value: " + words);
        for (int i = 0; i < parts.length; i += 2) s = with(s, parts[i], parts[i + 1]);
        return s;
    }

    private static OutputSettings with(OutputSettings s, String word, String value) {
        return switch (word) {
            case "mode" -> s.withMode(mode(value));
            case "position" -> place(s, value);
            case "scale" -> {
                if (!value.matches("\\d{1,2}(\\.\\d{1,4})?")) throw new IllegalArgumentException("a scale is like 1.5, not " + value);
                yield s.withScale(OutputWords.scale(Double.parseDouble(value)));
            }
            case "transform" -> s.withTransform(OutputWords.transform(value));
            default -> throw new IllegalArgumentException("no word " + word + "; there are mode, position, scale, transform, off");
        };
    }

    private static OutputMode mode(String value) {
        var m = MODE.matcher(value);
        if (!m.matches()) throw new IllegalArgumentException("a mode is like 1920x1080@60, not " + value);
        return new OutputMode(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)), m.group(3) == null ? 0 : (int) Math.round(Double.parseDouble(m.group(3)) * 1000));
    }

    private static OutputSettings place(OutputSettings s, String value) {
        var m = PLACE.matcher(value);
        if (!m.matches()) throw new IllegalArgumentException("a position is like 1280,0, not " + value);
        return s.at(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)));
    }

    /** The lines that say so. */
    public static List<String> print(Map<String, OutputSettings> settings) {
        var lines = new ArrayList<String>();
        settings.forEach((key, s) -> lines.add(key + " = " + print(s)));
        return lines;
    }

    private static String print(OutputSettings s) {
        if (!s.enabled()) return "off";
        var m = s.mode();
        String mode = m.equals(ANY) ? "" : "mode " + m.width() + "x" + m.height() + (m.refresh() == 0 ? "" : "@" + number(m.refresh() / 1000.0, 3)) + " ";
        return mode + "position " + s.x() + "," + s.y() + " scale " + number(s.scale() / (double) Scale.ONE, 4) + " transform " + OutputWords.text(s.transform());
    }

    private static String number(double number, int places) {
        return String.format(Locale.ROOT, "%." + places + "f", number).replaceAll("\\.?0+$", "");
    }
}
