package weft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import weft.api.Places;

/** Replaces system bundles: what it would do, or done. */
final class Update {
    private static final String USAGE = "Which bundle? weft update [plan|apply] BUNDLE, FILE.jar or FOLDER";
    private final JsonLines platform;
    private final Path bundles;
    private final boolean json;

    Update(JsonLines platform, Places places, boolean json) {
        this.platform = platform;
        this.bundles = places.dist().resolve("bundles");
        this.json = json;
    }

    /** {@code [plan|apply] NAME|FILE.jar|FOLDER}; without the first word: apply. */
    void run(List<String> words) throws IOException, InterruptedException {
        boolean named = !words.isEmpty() && List.of("plan", "apply").contains(words.getFirst());
        var rest = named ? words.subList(1, words.size()) : words;
        if (rest.size() != 1) throw Failure.usage(rest.isEmpty() ? USAGE : "\"" + rest.get(1) + "\" is one word too many for weft update.");
        var body = Map.<String, Object>of("jars", jars(rest.getFirst()).stream().map(Path::toString).toList());
        if (named && words.getFirst().equals("plan")) plan(body);
        else apply(body);
    }

    private void plan(Map<String, Object> jars) throws InterruptedException {
        var plan = platform.request("PLAN_UPDATE", jars).body();
        if (json) {
            Main.print(plan);
            return;
        }
        print("install", plan.get("install"));
        print("refresh", plan.get("refresh"));
        print("stop", plan.get("stop"));
        print("services that blink", plan.get("services"));
        print("sessions that wait", plan.get("sessions"));
        print("contracts", plan.get("contracts"));
        System.out.println("longest pause so far: " + (plan.get("estimated_ms") == null ? "none was measured" : plan.get("estimated_ms") + " ms"));
        print("refused", plan.get("refusals"));
    }

    private static void print(String what, Object lines) {
        var list = lines instanceof List<?> l ? l : List.of();
        if (list.isEmpty() && what.equals("refused")) return;
        System.out.println(what + ":" + (list.isEmpty() ? " none" : ""));
        for (Object line : list) System.out.println("  " + Apps.text(line));
    }

    private void apply(Map<String, Object> jars) throws InterruptedException {
        var done = platform.request("APPLY_UPDATE", jars).body();
        if (json) {
            Main.print(done);
            return;
        }
        if (done.get("steps") instanceof List<?> steps) for (Object step : steps) System.out.println("  " + Apps.text(step));
        System.out.println(words(done.get("stop")) + " -> " + words(done.get("install")) + " in " + done.get("millis") + " ms, the switch took " + done.get("pause_ms") + " ms");
    }

    private static String words(Object list) {
        return list instanceof List<?> l ? String.join(", ", l.stream().map(Apps::text).toList()) : "";
    }

    private List<Path> jars(String what) throws IOException {
        Path path = Path.of(what).toAbsolutePath();
        if (what.endsWith(".jar")) return List.of(existing(path));
        if (!what.contains("/") && !what.equals(".") || !Files.isDirectory(path)) return List.of(named(what));
        try (Stream<Path> files = Files.list(path)) {
            var jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
            if (jars.isEmpty()) throw Failure.failed("There are no jars in " + path + ".");
            return jars;
        }
    }

    private static Path existing(Path jar) {
        if (!Files.exists(jar)) throw Failure.failed("There is no file " + jar + ".");
        return jar;
    }

    // "gateway" stands for bundles.gateway.jar, "appd" for appd.bundle.jar.
    private Path named(String name) throws IOException {
        for (String file : List.of(name + ".jar", name + ".bundle.jar", "bundles." + name + ".jar")) {
            if (!name.contains("/") && Files.exists(bundles.resolve(file))) return bundles.resolve(file);
        }
        var ours = new ArrayList<String>();
        if (Files.isDirectory(bundles)) {
            try (Stream<Path> files = Files.list(bundles)) {
                files.map(f -> f.getFileName().toString()).filter(f -> f.startsWith("bundles.") || f.endsWith(".bundle.jar"))
                        .map(f -> f.substring(0, f.length() - 4)).sorted().forEach(ours::add);
            }
        }
        throw Failure.failed("There is no bundle \"" + name + "\"; there are " + String.join(", ", ours) + ".");
    }
}
