package weft.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** The operands of a verb: everything up to the next {@code --}. */
final class WordList {
    private WordList() {}

    static List<String> drain(Queue<String> words) {
        var out = new ArrayList<String>();
        for (String w = words.poll(); w != null && !w.equals("--"); w = words.poll()) out.add(w);
        return out;
    }
}
