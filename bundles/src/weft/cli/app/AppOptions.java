package weft.cli.app;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import weft.cli.Failure;

/** The words and options behind {@code weft app VERB}. */
final class AppOptions {
    private static final Set<String> FLAGS = Set.of("--yes", "--data", "--older", "--json", "--help"), VALUES = Set.of("--id", "--name", "--key", "--replaces", "--output", "--language", "--instance");
    private static final Map<String, String> SHORT = Map.of("-y", "--yes", "-o", "--output", "-h", "--help");
    private final List<String> words = new ArrayList<>();
    private final Set<String> flags = new HashSet<>();
    private final Map<String, String> values = new HashMap<>();

    /** @throws Failure naming an unknown option */
    AppOptions(String... arguments) {
        var rest = new ArrayDeque<>(Arrays.asList(arguments));
        boolean options = true;
        while (!rest.isEmpty()) {
            String given = rest.poll(), word = SHORT.getOrDefault(given, given);
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            if (!options || !word.startsWith("-")) words.add(word);
            else if (word.equals("--")) options = false;
            else if (FLAGS.contains(word)) flags.add(word);
            else if (equals > 0 && VALUES.contains(word.substring(0, equals))) values.put(word.substring(0, equals), word.substring(equals + 1));
            else if (VALUES.contains(word) && !rest.isEmpty()) values.put(word, rest.poll());
            else throw Failure.usage(VALUES.contains(word) ? word + " needs a value." : "There is no option \"" + given + "\"; weft app help lists them.");
        }
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    Optional<String> value(String option) {
        return Optional.ofNullable(values.get(option));
    }

    Optional<String> verb() {
        return words.stream().findFirst();
    }

    /** Only these options, besides those that every verb has; and at most one word behind the verb. */
    Optional<String> word(String verb, String... allowed) {
        var may = new HashSet<>(List.of("--json", "--help", "--instance"));
        may.addAll(List.of(allowed));
        for (String used : flags) if (!may.contains(used)) throw Failure.usage(used + " means nothing to weft app " + verb + ".");
        for (String used : values.keySet()) if (!may.contains(used)) throw Failure.usage(used + " means nothing to weft app " + verb + ".");
        if (words.size() > 2) throw Failure.usage("\"" + words.get(2) + "\" is one word too many for weft app " + verb + ".");
        return words.size() > 1 ? Optional.of(words.get(1)) : Optional.empty();
    }
}
