package weft.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import weft.api.Printable;

/** Rows in aligned columns; what programs sent is made safe for a terminal. */
public final class Table {
    private final List<String[]> rows = new ArrayList<>();

    public Table(String... heads) {
        rows.add(heads);
    }

    public void add(Object... cells) {
        rows.add(Arrays.stream(cells).map(c -> c == null ? "-" : Printable.text(c.toString())).toArray(String[]::new));
    }

    @Override
    public String toString() {
        int columns = rows.getFirst().length;
        int[] widths = new int[columns];
        for (String[] row : rows) for (int i = 0; i < columns; i++) widths[i] = Math.max(widths[i], row[i].length());
        var out = new StringBuilder();
        for (String[] row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < columns; i++) line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }
}
