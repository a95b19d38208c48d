package weft.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A command line: the verb, its words, and the options, which may stand anywhere.
 *
 * @param follow whether to go on with what comes later
 * @param values the options with a value that only this verb has
 */
record Arguments(String verb, List<String> words, Optional<String> instance, boolean json, boolean follow, Map<String, String> values) {
    private static final Map<String, Set<String>> WITH_VALUE = Map.of("fault", Set.of("--app", "--for"));
    private static final String RUNNING = "--running";

    /** What the session has, instead of a file. */
    boolean running() {
        return values.containsKey(RUNNING);
    }

    /** @throws Failure naming an unknown option */
    static Arguments parse(String... args) {
        var words = new ArrayList<String>();
        Optional<String> instance = Optional.empty();
        boolean json = false, follow = false, options = true;
        var values = new HashMap<String, String>();
        var own = WITH_VALUE.getOrDefault(args.length > 0 ? args[0] : "", Set.of());
        var rest = new ArrayDeque<>(Arrays.asList(args));
        while (!rest.isEmpty()) {
            String word = rest.poll();
            if (!options || !word.startsWith("-") || word.equals("-")) words.add(word);
            else if (word.equals("--")) options = false;
            else if (own.contains(word) && !rest.isEmpty()) values.put(word, rest.poll());
            else if (word.equals(RUNNING) && args[0].equals("replay")) values.put(RUNNING, "");
            else if (word.equals("--json")) json = true;
            else if (word.equals("-f") || word.equals("--follow")) follow = true;
            else if (word.equals("--instance") && !rest.isEmpty()) instance = Optional.of(rest.poll());
            else if (word.startsWith("--instance=")) instance = Optional.of(word.substring("--instance=".length()));
            else throw Failure.usage(word.equals("--instance") ? "--instance needs a name." : "There is no option \"" + word + "\": there are --instance NAME, --json and -f.");
        }
        if (words.isEmpty()) throw Failure.usage("What shall be done? weft help lists the verbs.");
        return new Arguments(words.removeFirst(), words, instance, json, follow, values);
    }

    /** The one word that the verb needs; {@code what} asks for it. */
    String only(String what) {
        if (words.size() > 1) throw Failure.usage("\"" + words.get(1) + "\" is one word too many for weft " + verb + ".");
        return optional().orElseThrow(() -> Failure.usage(what));
    }

    Optional<String> optional() {
        if (words.size() > 1) throw Failure.usage("\"" + words.get(1) + "\" is one word too many for weft " + verb + ".");
        return words.stream().findFirst();
    }
}
